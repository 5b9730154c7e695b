package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.client.DataFolder;
import dev.sluice.app.role.ControlRole;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code control}: the control plane alone, for nodes on other machines. */
@Command(
        name = "control",
        description = {
            "Run the control plane alone: the store, the admin API, and the nodes' way to both.",
            "Proxies and directors join it with a token: ./sluice control token"
        },
        synopsisSubcommandLabel = "[COMMAND]")
final class ControlCommand implements Callable<Integer> {
    private static final String USUAL_NODES = "0.0.0.0:8443";

    private final Terminal terminal;

    @Option(names = "-f", paramLabel = "FILE", description = "Configuration to apply, YAML.")
    @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder: the store, the keys, the nodes' authority. Default: SLUICE_DATA, else /var/lib/sluice for root, else ~/.local/share/sluice.")
    @Nullable Path data;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "Where the admin API listens; port 0 is a free one. Default: ${DEFAULT-VALUE}",
            defaultValue = DataFolder.USUAL_ADMIN)
    String admin = DataFolder.USUAL_ADMIN;

    @Option(
            names = "--nodes",
            paramLabel = "HOST:PORT",
            description =
                    "Where nodes join and follow, by TLS; port 0 is a free one. Default: ${DEFAULT-VALUE}",
            defaultValue = USUAL_NODES)
    String nodes = USUAL_NODES;

    private ControlCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** With its subcommands. */
    static CommandLine assembled(Terminal terminal) {
        return new CommandLine(new ControlCommand(terminal))
                .addSubcommand(new ControlTokenCommand(terminal))
                .addSubcommand(new ControlRemoveCommand(terminal));
    }

    @Override
    public Integer call() {
        return new ControlRole(
                        terminal,
                        ControlOptions.dataFolder(data),
                        HostPort.of("--admin", admin),
                        HostPort.of("--nodes", nodes))
                .serve(file);
    }
}
