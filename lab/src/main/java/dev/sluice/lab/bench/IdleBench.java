package dev.sluice.lab.bench;

import java.io.PrintStream;
import java.util.List;

/** Measures memory of 10,000 idle keep-alive clients. */
public final class IdleBench implements Bench {

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String summary() {
        return "memory of 10,000 idle keep-alive clients";
    }

    @Override
    public int run(List<String> args, PrintStream out) {
        out.println("bench " + name() + " is not built yet");
        return 1;
    }
}
