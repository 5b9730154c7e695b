package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.client.DataFolder;
import dev.sluice.app.demo.DemoPorts;
import dev.sluice.app.up.Up;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up}: everything in one process. */
@Command(
        name = "up",
        description = {
            "Run everything in one process.",
            "With -f: start, then make what the file says true. Without: serve what was stored before."
        })
final class UpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "-f", paramLabel = "FILE", description = "Configuration to apply, YAML.")
    @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder. Default: SLUICE_DATA, else /var/lib/sluice for root, else ~/.local/share/sluice.")
    @Nullable Path data;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "Where the admin API listens; port 0 is a free one. Default: ${DEFAULT-VALUE}",
            defaultValue = DataFolder.USUAL_ADMIN)
    String admin = DataFolder.USUAL_ADMIN;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            description =
                    "How long open connections may go on after SIGTERM. Default: ${DEFAULT-VALUE}",
            defaultValue = "30",
            converter = Seconds.class)
    Duration grace = Duration.ofSeconds(30);

    @Option(
            names = "--demo",
            description = "Serve demo backends through a load balancer; nothing of it is kept.")
    boolean demo;

    @Option(
            names = "--demo-ports",
            paramLabel = "TCP,UDP,HTTP,HTTPS",
            description = "Where the demo listens. Default: 7001,7053,7080,7443",
            converter = DemoPortsArgument.class)
    DemoPorts demoPorts = DemoPorts.USUAL;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var up =
                new Up(
                        terminal,
                        ControlOptions.dataFolder(data),
                        HostPort.of("--admin", admin),
                        grace);
        if (!demo) {
            return up.serve(file);
        }
        if (file != null) {
            throw new CommandFailed(
                    "--demo brings its own configuration; start without -f, then change it with ./sluice apply");
        }
        return up.demonstrate(demoPorts);
    }
}
