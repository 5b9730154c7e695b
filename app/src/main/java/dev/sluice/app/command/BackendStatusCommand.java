package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.director.backend.BackendStatus;
import dev.sluice.director.backend.Handled;
import dev.sluice.director.filter.LocalNetwork;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code backend status}. */
@Command(name = "status", description = "Show what is attached here, and what it did.")
final class BackendStatusCommand implements Runnable {
    private final Terminal terminal;

    @Mixin BackendPins pins = new BackendPins();

    BackendStatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        pins.use(attachment -> show(attachment.status()));
    }

    private void show(BackendStatus status) {
        if (!status.isAttached()) {
            terminal.out().println("Nothing is attached.");
            return;
        }
        line("clients' addresses for servers in", orNone(status.controlGroup()));
        line("tunnels end at", orNone(status.networkInterface()));
        line(
                "directors",
                status.directors().stream()
                        .map(LocalNetwork::toString)
                        .sorted()
                        .collect(Collectors.joining(", ")));
        for (Handled what : Handled.values()) {
            line(what.words(), String.valueOf(status.handled().get(what)));
        }
    }

    private static String orNone(@Nullable String place) {
        return place == null ? "none" : place;
    }

    private void line(String what, String is) {
        terminal.out().println(what + ": " + is);
    }
}
