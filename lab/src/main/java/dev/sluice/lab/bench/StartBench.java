package dev.sluice.lab.bench;

import dev.sluice.lab.demo.HttpBackend;
import dev.sluice.lab.load.Percentiles;
import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Scratch;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Measures how soon after its start Sluice answers its first request. */
public final class StartBench implements Bench {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_NS = 2_000_000;
    private static final int ASKED_MS = 2_000;
    private static final Map<String, String> NO_CACHE = Map.of("SLUICE_NO_AOT", "1");

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
        Flags flags = new Flags().number("runs", 5, 2, "starts, of which the median is shown");
        return Measuring.run(this, flags, args, out, StartBench::measure);
    }

    private static String measure(Flags.Values flags, PrintStream progress) throws LabFailure {
        int runs = flags.number("runs");
        startOnce(Map.of()); // builds and makes the cache, if that was not done yet
        List<Long> withCacheMs = new ArrayList<>();
        List<Long> withoutMs = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            withCacheMs.add(startOnce(Map.of()));
            withoutMs.add(startOnce(NO_CACHE));
            progress.printf(
                    "first answer after %d ms, without AOT cache %d ms%n",
                    withCacheMs.getLast(), withoutMs.getLast());
        }
        MarkdownTable table =
                new MarkdownTable(List.of("", "median ms", "fastest ms", "slowest ms"));
        table.row(row("with the AOT cache", withCacheMs));
        table.row(row("without (SLUICE_NO_AOT=1)", withoutMs));
        double median = Percentiles.of(withCacheMs).at(50);
        return """
        From running `./sluice up -f FILE` on what is already built, with an empty data folder, to
        the end of the first answer from a backend, by a client that tries every 2 ms.

        %s
        Asked: ≤ %,d ms with the cache. Sluice: %,.0f ms, %s.
        """
                .formatted(
                        table.render(),
                        ASKED_MS,
                        median,
                        median <= ASKED_MS ? "reached" : "**not reached**");
    }

    private static List<String> row(String name, List<Long> timesMs) {
        Percentiles times = Percentiles.of(timesMs);
        return List.of(
                name,
                "%,.0f".formatted(times.at(50)),
                "%,.0f".formatted(times.at(0)),
                "%,.0f".formatted(times.at(100)));
    }

    private static long startOnce(Map<String, String> environment) throws LabFailure {
        Setup setup = new Setup(Core.ANY, false, Optional.empty());
        try (Scratch scratch = Scratch.create();
                HttpBackend backend = HttpBackend.start("backend")) {
            SubjectStarter starter = new SubjectStarter(scratch, setup, backend.port());
            long startNs = System.nanoTime();
            Subject subject = starter.sluice(environment);
            try (var program = subject.program()) {
                while (!answers(subject.origin())) {
                    program.requireAlive();
                    if (System.nanoTime() - startNs > LIMIT.toNanos()) {
                        throw new LabFailure("no answer in " + LIMIT + ": " + program.tail());
                    }
                    LockSupport.parkNanos(PAUSE_NS);
                }
                return (System.nanoTime() - startNs) / 1_000_000;
            }
        } catch (IOException e) {
            throw new LabFailure("cannot start a backend: " + e.getMessage(), e);
        }
    }

    private static boolean answers(URI origin) {
        try (Socket socket =
                new Socket(InetAddress.ofLiteral(origin.getHost()), origin.getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: start\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false; // not listening yet
        }
    }
}
