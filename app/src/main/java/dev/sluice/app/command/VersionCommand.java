package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command(name = "version", description = "Say which Sluice this is, and on what it runs.")
final class VersionCommand implements Runnable {
    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().println(Version.text());
    }
}
