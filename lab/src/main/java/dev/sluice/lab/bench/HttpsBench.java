package dev.sluice.lab.bench;

import dev.sluice.lab.process.LabFailure;
import java.io.PrintStream;
import java.util.List;

/** Measures HTTPS beside nginx and HAProxy: CPU per request, full and resumed handshakes. */
public final class HttpsBench implements Bench {
    private static final String CONDITIONS =
            """
            As `bench http`, with TLS 1.3 to clients and a P-256 certificate on all three, and plain
            HTTP to the server. nginx has to be told to speak TLS 1.3. s_time's four processes share
            the load's core and do not fill the balancer's: compare the CPU of a handshake, not how
            many there were.

            """;

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
        return Measuring.run(this, SideBySide.flags(), args, out, HttpsBench::measure);
    }

    private static String measure(Flags.Values flags, PrintStream progress) throws LabFailure {
        Round.checkMachine();
        String withoutLog = new Round(flags, progress).https(false);
        String withLog = new Round(flags, progress).https(true);
        return CONDITIONS + withoutLog + withLog;
    }
}
