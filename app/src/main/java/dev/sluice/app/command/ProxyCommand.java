package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.role.ProxyRole;
import dev.sluice.model.node.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proxy}: a proxy that follows a control plane. */
@Command(
        name = "proxy",
        description = "Run a proxy that follows a control plane on this machine or another.")
final class ProxyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin NodeOptions node = new NodeOptions();

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description =
                    "Folder with the certificates' private keys, one file KEYID.pem each, mode 0600. Default: keys in the data folder.")
    @Nullable Path keys;

    @Option(
            names = "--behind-directors",
            description =
                    "Take packets as directors hand them over: accept the listeners' addresses by local routes (needs CAP_NET_ADMIN), and open one socket for each port.")
    boolean behindDirectors;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            description =
                    "How long open connections may go on after SIGTERM. Default: ${DEFAULT-VALUE}",
            defaultValue = "30",
            converter = Seconds.class)
    Duration grace = Duration.ofSeconds(30);

    ProxyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return new ProxyRole(
                        node.role(terminal, Role.PROXY),
                        keys == null ? node.data.toAbsolutePath().resolve("keys") : keys,
                        behindDirectors,
                        grace)
                .serve();
    }
}
