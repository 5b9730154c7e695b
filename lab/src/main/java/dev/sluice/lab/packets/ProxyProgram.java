package dev.sluice.lab.packets;

import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Program;
import dev.sluice.lab.process.Requirement;
import dev.sluice.lab.process.Scratch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HAProxy or nginx in the middle: ends connections and opens others, by sockets. */
final class ProxyProgram implements Contender {
    private final Requirement program;
    private final String name;

    private ProxyProgram(Requirement program, String name) {
        this.program = program;
        this.name = name;
    }

    static ProxyProgram haproxy() {
        return new ProxyProgram(Requirement.HAPROXY, Contenders.HAPROXY);
    }

    static ProxyProgram nginx() {
        return new ProxyProgram(Requirement.NGINX, "nginx stream");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String word() {
        return program == Requirement.HAPROXY ? "haproxy" : "nginx";
    }

    @Override
    public Optional<String> cannot(PacketLoad load) {
        if (load.flows() > 0 && program == Requirement.HAPROXY) {
            return Optional.of("forwards no UDP");
        }
        return load.flows() > 60_000
                ? Optional.of("a socket and a port of its own for each flow")
                : Optional.empty();
    }

    @Override
    public Standing start(PacketBed bed, PacketLoad load) throws LabFailure {
        bed.middle().exec("ip", "address", "add", PacketBed.VIRTUAL + "/32", "dev", "lo");
        bed.takeFromGenerator();
        Scratch scratch = Scratch.create();
        Map<String, String> words =
                Map.of(
                        "virtual", PacketBed.VIRTUAL,
                        "backend", PacketBed.BACKEND,
                        "datagrams", Integer.toString(PacketBed.DATAGRAM_PORT),
                        "connections", Integer.toString(PacketBed.CONNECTION_PORT),
                        "bulk", Integer.toString(PacketBed.BULK_PORT));
        boolean haproxy = program == Requirement.HAPROXY;
        String template = haproxy ? "haproxy.cfg" : "nginx.conf";
        Path file = scratch.render(ProxyProgram.class, template, template, words);
        List<String> command =
                haproxy
                        ? List.of(program.path(), "-db", "-f", file.toString())
                        : List.of(
                                program.path(),
                                "-e",
                                "stderr",
                                "-p",
                                scratch.folder() + "/",
                                "-c",
                                file.toString());
        var running =
                new Running(
                        Program.start(name, Core.ANY, scratch.folder(), bed.inMiddle(command)),
                        scratch);
        try {
            Listening.await(bed.middle(), PacketBed.BULK_PORT, name);
        } catch (LabFailure e) {
            running.close();
            throw e;
        }
        return running;
    }

    private record Running(Program program, Scratch scratch) implements Standing {
        @Override
        public void requireAlive() throws LabFailure {
            program.requireAlive();
        }

        @Override
        public void close() {
            program.close();
            scratch.close();
        }
    }
}
