package dev.sluice.lab.bench;

import java.io.PrintStream;
import java.util.List;

/** A measurement that `./sluice bench NAME` runs. */
public interface Bench {
    /** The word after `bench` on the command line. */
    String name();

    /** What it measures, in a line. */
    String summary();

    /**
     * Runs to the end, which takes minutes, and leaves no process behind.
     *
     * @param args what followed the name on the command line; `--help` lists what is understood
     * @param out where the table goes
     * @return 0 when everything was measured, 1 when something went wrong or is missing, 2 when the
     *     arguments make no sense
     */
    int run(List<String> args, PrintStream out);
}
