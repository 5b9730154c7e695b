package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.client.ControlClient;
import dev.sluice.app.client.Paths;
import dev.sluice.model.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code delete}. */
@Command(
        name = "delete",
        description = "Delete a resource, and what belongs to it: listeners, rules.")
final class DeleteCommand implements Runnable {
    private final Terminal terminal;

    @Mixin ControlOptions control = new ControlOptions();

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "Such as listener or serverGroups.",
            converter = KindArgument.class)
    Kind kind = Kind.LOAD_BALANCER;

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name or id.")
    String name = "";

    DeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (ControlClient client = control.connect()) {
            client.delete(Paths.of(kind, name));
        }
        terminal.out().println("deleted " + kind.singular() + " " + name);
    }
}
