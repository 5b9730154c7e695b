package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.client.ControlClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code control token}: lets a node in. */
@Command(
        name = "token",
        description = {
            "Make a token by which a node joins, and print it.",
            "It carries the fingerprint of control's authority, so that the node knows whom it joins."
        })
final class ControlTokenCommand implements Runnable {
    /** What a node may be. */
    enum NodeRole {
        proxy,
        director
    }

    private final Terminal terminal;

    @Mixin ControlOptions control = new ControlOptions();

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "What the node is to be: ${COMPLETION-CANDIDATES}.")
    NodeRole role = NodeRole.proxy;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "How long it may be used. Default: ${DEFAULT-VALUE}",
            defaultValue = "60")
    int minutes = 60;

    @Option(
            names = "--many",
            description = "Let any number of nodes use it until then; without, one may.")
    boolean many;

    ControlTokenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (ControlClient client = control.connect()) {
            var asked = Map.of("role", role.name(), "minutes", minutes, "many", many);
            terminal.out().println(client.post("/v1/nodes/tokens", asked).path("token").asString());
        }
    }
}
