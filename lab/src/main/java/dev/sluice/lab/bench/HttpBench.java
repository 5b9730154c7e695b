package dev.sluice.lab.bench;

import java.io.PrintStream;
import java.util.List;

/**
 * Measures HTTP beside nginx and HAProxy: CPU per request, latency at a fixed rate, large answers.
 */
public final class HttpBench implements Bench {

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String summary() {
        return "HTTP beside nginx and HAProxy: CPU per request, latency at a fixed rate, large answers";
    }

    @Override
    public int run(List<String> args, PrintStream out) {
        out.println("bench " + name() + " is not built yet");
        return 1;
    }
}
