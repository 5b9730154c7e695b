package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code director}: a director that follows a control plane. */
@Command(
        name = "director",
        description = {
            "Run a director that follows a control plane on this machine or another.",
            "Its interfaces and addresses stand in the configuration, under its name."
        })
final class DirectorCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin NodeOptions node = new NodeOptions();

    DirectorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.complain("director " + node.name + " is to follow " + node.control);
        throw new CommandFailed("a director cannot follow control yet");
    }
}
