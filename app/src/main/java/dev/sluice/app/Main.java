package dev.sluice.app;

import dev.sluice.app.command.Commands;

/** Where the process begins; {@code ./sluice} starts it with the options of each role. */
public final class Main {
    private Main() {}

    /** Runs one command and exits: 0 done, 1 could not be done, 2 not understood. */
    public static void main(String[] arguments) {
        System.exit(Commands.run(Terminal.ofProcess(), arguments));
    }
}
