package dev.sluice.app.bench;

import static java.util.Objects.requireNonNull;

import dev.sluice.lab.bench.PacketBench;
import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The half of {@code bench packets} without a network. */
final class MemoryFigures implements PacketBench.Memory {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double ALLOCATED_MAX = 0.01;
    private static final int MOST_SESSIONS = 10_000_000;
    private static final double MOST_GIB = 2;

    /** What is asked of a number of sessions. */
    private enum Asked {
        HOT(1_000, 80),
        MILLION(1_000_000, 200),
        TEN_MILLIONS(10_000_000, 300);

        final int sessions;
        final int ns;

        Asked(int sessions, int ns) {
            this.sessions = sessions;
            this.ns = ns;
        }

        static Asked of(int sessions) {
            for (Asked one : values()) {
                if (one.sessions == sessions) {
                    return one;
                }
            }
            throw new AssertionError(sessions + " sessions are not asked for");
        }
    }

    @Override
    public String measure(boolean quick, PrintStream progress) throws LabFailure {
        progress.println("forwarding from memory to memory");
        Collection<RunResult> results = run(quick);
        var page =
                new StringBuilder(
                        """
                        ## In memory

                        Frames of 64 bytes, every other TCP, the rest UDP, under fullnat, of uniformly drawn sessions and
                        directions, 32 at a time: copied into place, parsed, looked up, rewritten. One thread, by JMH.
                        They are drawn beforehand and come again in the same order: 16,384 for 1,000 sessions, which stay
                        in the processor's caches, and 1,048,576 for more sessions.

                        | sessions | ns a packet | error | asked | bytes allocated a packet |   |
                        | -------- | ----------: | ----: | ----: | -----------------------: | - |
                        """);
        for (RunResult result : results) {
            page.append(row(result));
        }
        progress.println("opening %,d sessions".formatted(MOST_SESSIONS));
        double gib = gibibytes(quick ? MOST_SESSIONS / 10 : MOST_SESSIONS);
        return page.append(
                        """

                        A table of %,d sessions, all open, takes %.2f GiB. Asked: ≤ %.0f GiB, %s.
                        """
                                .formatted(
                                        quick ? MOST_SESSIONS / 10 : MOST_SESSIONS,
                                        gib,
                                        MOST_GIB,
                                        reached(gib <= MOST_GIB)))
                .toString();
    }

    private static Collection<RunResult> run(boolean quick) throws LabFailure {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(PacketForwarding.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .jvmArgs(
                                "-Xms512m",
                                "-Xmx512m",
                                "-XX:+UseZGC",
                                "-XX:PerMethodRecompilationCutoff=100000",
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED");
        if (quick) {
            options.warmupIterations(2)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(2)
                    .measurementTime(TimeValue.seconds(1))
                    .param("sessions", "1000", "1000000");
        }
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new LabFailure("JMH failed: " + e.getMessage(), e);
        }
    }

    private static String row(RunResult result) {
        Asked asked = Asked.of(Integer.parseInt(result.getParams().getParam("sessions")));
        double ns = result.getPrimaryResult().getScore();
        double allocated = requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore();
        boolean reached = ns <= asked.ns && allocated <= ALLOCATED_MAX;
        return String.format(
                Locale.ROOT,
                "| %,d | %.0f | ± %.0f | ≤ %d | %.3f | %s |%n",
                asked.sessions,
                ns,
                result.getPrimaryResult().getScoreError(),
                asked.ns,
                allocated,
                reached(reached));
    }

    private static String reached(boolean reached) {
        return reached ? "reached" : "**not reached**";
    }

    /** What the sessions and their index take, as the process grows by them. */
    private static double gibibytes(int sessions) throws LabFailure {
        long before = residentKib();
        try (PacketWorkload workload = new PacketWorkload(sessions)) {
            if (workload.round() != PacketWorkload.BATCH) {
                throw new LabFailure("frames were lost");
            }
            return (residentKib() - before) / 1024.0 / 1024;
        } catch (IOException e) {
            throw new LabFailure("cannot give the table back", e);
        }
    }

    private static long residentKib() throws LabFailure {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException e) {
            throw new LabFailure("cannot read /proc/self/status", e);
        }
    }
}
