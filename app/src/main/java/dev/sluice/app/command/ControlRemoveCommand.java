package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.client.ControlClient;
import dev.sluice.app.client.Paths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code control remove}: takes a node out. */
@Command(
        name = "remove",
        description = {
            "Take a node out, whether it is there or away.",
            "Its certificate is worth nothing any more, and directors send it no more traffic."
        })
final class ControlRemoveCommand implements Runnable {
    private final Terminal terminal;

    @Mixin ControlOptions control = new ControlOptions();

    @Parameters(paramLabel = "NAME", description = "The node's name.")
    String name = "";

    ControlRemoveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (ControlClient client = control.connect()) {
            client.delete("/v1/nodes/" + Paths.encode(name));
            terminal.out().println("removed " + name);
        }
    }
}
