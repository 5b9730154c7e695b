package dev.sluice.lab.bench;

import dev.sluice.lab.process.LabFailure;
import java.io.PrintStream;
import java.util.List;

/**
 * Measures HTTP beside nginx and HAProxy: CPU per request, latency at a fixed rate, large answers.
 */
public final class HttpBench implements Bench {
    private static final String CONDITIONS =
            """
            The balancer runs alone on one core; the load and one nginx as the server run on the
            other. All three add X-Forwarded-For and keep connections to the server open; HAProxy
            and Sluice probe it every 2 s, which nginx cannot. Sluice runs with the flags of its
            launcher. Small answers have 128 bytes. CPU is that of the whole process with all
            threads and workers. Each figure is the median of alternating runs after a warm-up.

            """;

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
        return Measuring.run(this, SideBySide.flags(), args, out, HttpBench::measure);
    }

    private static String measure(Flags.Values flags, PrintStream progress) throws LabFailure {
        Round.checkMachine();
        String withoutLog = new Round(flags, progress).http(false);
        String withLog = new Round(flags, progress).http(true);
        return CONDITIONS + withoutLog + withLog;
    }
}
