package dev.sluice.lab.bench;

import java.io.PrintStream;
import java.util.List;

/** Measures time from start to the first answer, with and without the AOT cache. */
public final class StartBench implements Bench {

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "time from start to the first answer, with and without the AOT cache";
    }

    @Override
    public int run(List<String> args, PrintStream out) {
        out.println("bench " + name() + " is not built yet");
        return 1;
    }
}
