package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code director check}. */
@Command(
        name = "check",
        description = {
            "Say what keeps a running director from forwarding, and how to mend it.",
            "It looks at the machine, its interfaces, addresses, routes, neighbours and servers."
        })
final class DirectorCheckCommand implements Runnable {
    private final Terminal terminal;

    @Mixin RunningDirector director = new RunningDirector();

    DirectorCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        director.ask("check", terminal.out());
    }
}
