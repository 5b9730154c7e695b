package dev.sluice.app;

import java.io.PrintStream;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}. Tests bring their
 * own streams.
 */
public record Terminal(PrintStream out, PrintStream err) {
    /** The process's own streams. */
    public static Terminal ofProcess() {
        return new Terminal(System.out, System.err);
    }

    /** One sentence on the error stream, in the program's name. */
    public void complain(String sentence) {
        err.println("sluice: " + sentence);
    }
}
