package dev.sluice.lab.bench;

import java.io.PrintStream;
import java.util.List;

/** Measures 1,000 changes under traffic: nothing fails, and how soon each is in effect. */
public final class ChangeBench implements Bench {

    @Override
    public String name() {
        return "changes";
    }

    @Override
    public String summary() {
        return "1,000 changes under traffic: nothing fails, and how soon each is in effect";
    }

    @Override
    public int run(List<String> args, PrintStream out) {
        out.println("bench " + name() + " is not built yet");
        return 1;
    }
}
