package dev.sluice.lab.bench;

import dev.sluice.lab.change.ChangeStorm;
import dev.sluice.lab.load.Percentiles;
import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Program;
import dev.sluice.lab.process.Scratch;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Measures whether changes disturb traffic, and how soon they are in effect. */
public final class ChangeBench implements Bench {
    private static final int ASKED_MS = 100;
    private static final int SHOWN_FAILURES = 20;

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
        Flags flags =
                new Flags()
                        .number("changes", 1_000, 60, "changes, in equal parts")
                        .number("keep-alive", 200, 20, "clients that keep their connection")
                        .number("new", 50, 5, "clients that connect for each request");
        return Measuring.run(this, flags, args, out, ChangeBench::measure);
    }

    private static String measure(Flags.Values flags, PrintStream progress) throws LabFailure {
        int adminPort = Scratch.freePort();
        URI admin = URI.create("http://127.0.0.1:" + adminPort);
        try (Scratch scratch = Scratch.create()) {
            Path folder = scratch.subfolder("sluice");
            Path empty = scratch.write("empty.yaml", "loadBalancers: []\n");
            try (Program sluice =
                    SluiceProgram.up(Core.ANY, folder, empty, "127.0.0.1:" + adminPort, Map.of())) {
                AnswerCheck.plain().awaitPort(sluice, admin);
                ChangeStorm storm =
                        new ChangeStorm(
                                admin,
                                token(folder),
                                flags.number("changes"),
                                flags.number("keep-alive"),
                                flags.number("new"));
                progress.println("changing");
                return render(storm, storm.run());
            }
        }
    }

    private static String token(Path folder) throws LabFailure {
        Path file = SluiceProgram.data(folder).resolve("token");
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new LabFailure("cannot read the token: " + e.getMessage(), e);
        }
    }

    private static String render(ChangeStorm storm, ChangeStorm.Report report) {
        MarkdownTable table =
                new MarkdownTable(List.of("", "changes", "p50 ms", "p99 ms", "slowest ms"));
        report.visibleAfterUs().forEach((name, times) -> table.row(row(name, times)));
        double p99Ms = report.visibleAfterMs(99);
        return """
        Meanwhile %d clients kept their connections, %d connected for each request, every second one
        over TLS, and one WebSocket and one TCP connection stayed open: %,d requests and messages.
        The times are from the API's 2xx to the end of the first request that met the change, a new
        connection each.

        %s
        Asked: p99 ≤ %d ms. Sluice: p50 %.1f ms, p99 %.1f ms, %s.

        Asked: no failure. Failures: %d, %s.

        %s\
        """
                .formatted(
                        storm.keepAliveClients(),
                        storm.newConnectionClients(),
                        report.requests(),
                        table.render(),
                        ASKED_MS,
                        report.visibleAfterMs(50),
                        p99Ms,
                        p99Ms <= ASKED_MS ? "reached" : "**not reached**",
                        report.failures().size(),
                        report.failures().isEmpty() ? "reached" : "**not reached**",
                        shown(report.failures()));
    }

    private static List<String> row(String name, List<Long> timesUs) {
        Percentiles times = Percentiles.of(timesUs);
        return List.of(
                name,
                Integer.toString(times.count()),
                "%.1f".formatted(times.at(50) / 1e3),
                "%.1f".formatted(times.at(99) / 1e3),
                "%.1f".formatted(times.at(100) / 1e3));
    }

    private static String shown(List<String> failures) {
        StringBuilder text = new StringBuilder();
        failures.stream()
                .limit(SHOWN_FAILURES)
                .forEach(failure -> text.append("- ").append(failure).append('\n'));
        return text.toString();
    }
}
