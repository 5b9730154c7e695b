package dev.sluice.lab.bench;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Program;
import dev.sluice.lab.process.Requirement;
import dev.sluice.lab.process.Scratch;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts each balancer of the comparison with its configuration from the templates beside this
 * class, and with every file of its own in the scratch folder.
 */
final class SubjectStarter {
    private final Scratch scratch;
    private final Setup setup;
    private final int backendPort;

    SubjectStarter(Scratch scratch, Setup setup, int backendPort) {
        this.scratch = scratch;
        this.setup = setup;
        this.backendPort = backendPort;
    }

    Subject nginx() throws LabFailure {
        int port = Scratch.freePort();
        Path folder = scratch.subfolder("nginx");
        Path file =
                render("nginx-%s.conf", port, Map.of("log", setup.logged() ? "access.log" : "off"));
        return started(
                Subject.NGINX,
                port,
                folder,
                List.of(
                        Requirement.NGINX.path(),
                        "-e",
                        "stderr",
                        "-p",
                        folder + "/",
                        "-c",
                        file.toString()));
    }

    Subject haproxy() throws LabFailure {
        int port = Scratch.freePort();
        Path folder = scratch.subfolder("haproxy");
        Map<String, String> log =
                Map.of(
                        "logGlobal",
                        setup.logged() ? "    log stdout format raw local0" : "",
                        "logDefaults",
                        setup.logged() ? "    log global\n    option httplog" : "");
        Path file = render("haproxy-%s.cfg", port, log);
        return started(
                Subject.HAPROXY,
                port,
                folder,
                List.of(Requirement.HAPROXY.path(), "-db", "-f", file.toString()));
    }

    Subject sluice(Map<String, String> environment) throws LabFailure {
        int port = Scratch.freePort();
        Path folder = scratch.subfolder("sluice");
        Path file = render("sluice-%s.yaml", port, Map.of("log", setup.logged() ? "on" : "off"));
        return new Subject(
                Subject.SLUICE,
                SluiceProgram.up(setup.core(), folder, file, "127.0.0.1:0", environment),
                origin(port));
    }

    private Subject started(String name, int port, Path folder, List<String> command)
            throws LabFailure {
        Program program = Program.start(name, setup.core(), folder, command);
        return new Subject(name, program, origin(port));
    }

    private URI origin(int port) {
        return URI.create(setup.scheme() + "://127.0.0.1:" + port);
    }

    private Path render(String template, int port, Map<String, String> more) throws LabFailure {
        Map<String, String> words = new HashMap<>(more);
        words.put("port", Integer.toString(port));
        words.put("backendPort", Integer.toString(backendPort));
        if (setup.certificate().isPresent()) {
            var certificate = setup.certificate().get();
            String chain = certificate.chainPem();
            String key = certificate.keyPem();
            words.put("certificate", scratch.write("site.pem", chain).toString());
            words.put("key", scratch.writeSecret("site.key", key).toString());
            words.put("bundle", scratch.writeSecret("site.both", chain + key).toString());
        }
        String name = template.formatted(setup.scheme());
        return scratch.render(SubjectStarter.class, name, name, words);
    }
}
