package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.client.Reason;
import dev.sluice.app.role.NodeRole;
import dev.sluice.model.Names;
import dev.sluice.model.node.Role;
import dev.sluice.node.LinkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every role that follows control. */
final class NodeOptions {
    @Option(
            names = "--control",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where control takes nodes (its --nodes).")
    String control = "";

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "The node's name, unique among all nodes.")
    String name = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folder of this node: its certificate and its last good configuration.")
    Path data = Path.of("");

    @Option(
            names = "--join",
            paramLabel = "TOKEN",
            description =
                    "A token of ./sluice control token; needed until the node has its certificate.")
    @Nullable String join;

    @Option(
            names = "--join-file",
            paramLabel = "FILE",
            description = "The same, from a file: arguments can be seen by others on the machine.")
    @Nullable Path joinFile;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description =
                    "The address by which other nodes reach this one. Default: the one that control sees.")
    @Nullable String address;

    @Option(
            names = "--observe",
            paramLabel = "HOST:PORT",
            description =
                    "Where /metrics, /live, /ready and /dump are served; port 0 is a free one. Default: ${DEFAULT-VALUE}",
            defaultValue = "127.0.0.1:0")
    String observe = "127.0.0.1:0";

    /** The token, from wherever it was given; null where none was. */
    private @Nullable String token() {
        if (joinFile == null) {
            return join;
        }
        if (join != null) {
            throw new CommandFailed("give --join or --join-file, not both");
        }
        try {
            return Files.readString(joinFile).strip();
        } catch (IOException e) {
            throw new CommandFailed(
                    "cannot read the token in " + joinFile + " (" + Reason.of(e) + ")", e);
        }
    }

    /** What these options come to. */
    NodeRole role(Terminal terminal, Role role) {
        if (!name.matches(Names.PATTERN)) {
            throw new CommandFailed("a node's name is " + Names.EXPECTED);
        }
        var link =
                new LinkOptions(
                        HostPort.of("--control", control),
                        name,
                        role,
                        data.toAbsolutePath(),
                        token(),
                        address);
        return new NodeRole(terminal, link, HostPort.of("--observe", observe));
    }
}
