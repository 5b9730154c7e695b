package dev.sluice.lab.bench;

import java.io.PrintStream;
import java.util.List;

/** Measures HTTPS beside nginx and HAProxy: CPU per request, full and resumed handshakes. */
public final class HttpsBench implements Bench {

    @Override
    public String name() {
        return "https";
    }

    @Override
    public String summary() {
        return "HTTPS beside nginx and HAProxy: CPU per request, full and resumed handshakes";
    }

    @Override
    public int run(List<String> args, PrintStream out) {
        out.println("bench " + name() + " is not built yet");
        return 1;
    }
}
