package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.director.backend.BackendAttachment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code backend detach}. */
@Command(
        name = "detach",
        description =
                "Take away what was attached. Open connections then show directors' addresses.")
final class BackendDetachCommand implements Runnable {
    private final Terminal terminal;

    @Mixin BackendPins pins = new BackendPins();

    BackendDetachCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        pins.use(BackendAttachment::detach);
        terminal.out().println("Nothing is attached.");
    }
}
