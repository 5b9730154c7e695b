package dev.sluice.lab.bench;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Requirement;
import dev.sluice.lab.sync.SharingDirector;
import dev.sluice.lab.sync.SharingDirector.Times;
import dev.sluice.lab.sync.SyncTrials;
import java.io.PrintStream;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What sharing sessions costs directors, and how soon they agree. */
public final class SyncBench implements Bench {
    private static final double BULK_S = 3;
    private static final double ADDED_MS = 1;
    private static final double LIFE_US = 5;
    private static final double AGREE_S = 1;

    private static final List<String> PARTS = List.of("bulk", "life", "loss");

    private final SyncTrials trials;

    public SyncBench(SharingDirector.Starter starter) {
        this.trials = new SyncTrials(starter);
    }

    @Override
    public String name() {
        return "sync";
    }

    @Override
    public String summary() {
        return "what sharing sessions costs directors, and how soon they agree on a bad network";
    }

    @Override
    public int run(List<String> args, PrintStream out) {
        Flags flags =
                new Flags()
                        .number("sessions", 1_000_000, 50_000, "sessions of a bulk transfer")
                        .number("runs", 3, 1, "bulk transfers, and bad networks")
                        .number("lives", 500_000, 20_000, "sessions that begin, close and end")
                        .number("rate", 40_000, 20_000, "of them a second")
                        .number("standing", 5_000, 500, "sessions of each director under loss")
                        .number("churn", 1_000, 500, "sessions a second of each under loss")
                        .number("seconds", 10, 2, "of loss")
                        .words("part", "all", "all", PARTS, "what is measured");
        return Measuring.run(this, flags, args, out, this::measure);
    }

    private String measure(Flags.Values flags, PrintStream progress) throws LabFailure {
        Requirement.check(Requirement.ETHTOOL, Requirement.IP);
        var page =
                new StringBuilder(
                        """
                        Directors are processes without interfaces, started with the launcher's JVM flags, each in a network
                        namespace; between them is a bridge, and messages are sealed. Their sessions are from nowhere, all TCP
                        over IPv4 under fullnat; session files are in memory, as under /run.

                        """);
        for (String part : flags.words("part")) {
            page.append(
                    switch (part) {
                        case "bulk" -> bulks(flags, progress);
                        case "life" -> lives(flags, progress);
                        default -> losses(flags, progress);
                    });
            page.append('\n');
        }
        return page.toString();
    }

    private String bulks(Flags.Values flags, PrintStream progress) throws LabFailure {
        int sessions = flags.number("sessions");
        progress.println("bulk transfers of %,d sessions".formatted(sessions));
        List<SyncTrials.Bulk> all =
                trials.bulks(
                        sessions, flags.number("runs"), bulk -> progress.println(bulk.toString()));
        var table =
                new MarkdownTable(
                        List.of(
                                "run",
                                "transfer, s",
                                "complete after, s",
                                "CPU of who answers, s",
                                "of who asks, s",
                                "of its worker, s",
                                "bytes a session",
                                "on the heap"));
        var rounds =
                new MarkdownTable(
                        List.of(
                                "a worker's rounds, µs",
                                "how many",
                                "median",
                                "p99",
                                "longest",
                                "CPU, p99",
                                "CPU, longest"));
        for (int run = 0; run < all.size(); run++) {
            SyncTrials.Bulk bulk = all.get(run);
            table.row(
                    List.of(
                            Integer.toString(run + 1),
                            "%.2f".formatted(transferS(bulk.joined())),
                            "%.2f".formatted(bulk.joined().completeMs() / 1e3),
                            "%.2f".formatted(bulk.answererCpuNs() / 1e9),
                            "%.2f".formatted(bulk.askerCpuNs() / 1e9),
                            "%.2f".formatted(bulk.entering().allCpuNs() / 1e9),
                            "%,d".formatted(bulk.bytes().residentBytes()),
                            "%,d".formatted(bulk.bytes().heapBytes())));
            rounds.row(row("run %d: before".formatted(run + 1), bulk.before()));
            rounds.row(row("meanwhile", bulk.during()));
            rounds.row(row("of it, entering sessions", bulk.entering()));
        }
        double added = worst(all, bulk -> bulk.entering().worstNs() / 1e6);
        double addedCpu = worst(all, bulk -> bulk.entering().cpuWorstNs() / 1e6);
        double seconds = worst(all, bulk -> transferS(bulk.joined()));
        return """
        ## A director joins one with %,d sessions

        By TCP, while its worker forwards frames of 1,000 sessions of its own from memory, 32 a round, a round
        every 100 µs and at once where sessions wait. The transfer is from the first session in its table to
        the last; it is complete when it has listened for a second besides. It was started %d s before, and
        warms up as directors do at their start. Both directors share the machine's cores with all
        else. Sessions are entered between two batches of frames, so what that takes is added to forwarding:
        its CPU is the worker's own, the clock also counts when another thread had its core.

        %s
        %s
        Asked: a transfer ≤ %.0f s. Sluice: %.2f at most, %s.

        Asked: ≤ %.0f ms added to forwarding. Sluice: %.2f of CPU at most, %s; by the clock %.2f in 99 of 100
        rounds, %.2f at most.
        """
                .formatted(
                        sessions,
                        2 * SyncTrials.SETTLE_MS / 1_000,
                        table.render(),
                        rounds.render(),
                        BULK_S,
                        seconds,
                        reached(seconds <= BULK_S),
                        ADDED_MS,
                        addedCpu,
                        reached(addedCpu <= ADDED_MS),
                        worst(all, bulk -> bulk.entering().p99Ns() / 1e6),
                        added);
    }

    private static double transferS(SharingDirector.Joined joined) {
        return (joined.allMs() - joined.firstMs()) / 1e3;
    }

    private static List<String> row(String name, Times times) {
        return List.of(
                name,
                "%,d".formatted(times.count()),
                micros(times.medianNs()),
                micros(times.p99Ns()),
                micros(times.worstNs()),
                micros(times.cpuP99Ns()),
                micros(times.cpuWorstNs()));
    }

    private static String micros(long ns) {
        return "%,.0f".formatted(ns / 1e3);
    }

    private String lives(Flags.Values flags, PrintStream progress) throws LabFailure {
        int count = flags.number("lives");
        progress.println("lives of %,d sessions".formatted(count));
        SyncTrials.Lives lives = trials.lives(count, flags.number("rate"));
        progress.println(lives.toString());
        double all = (lives.toldNs() + lives.heardNs()) / 1e3 / count;
        return """
        ## What a session's life costs

        %,d sessions begin, close and end at one director, %,d a second, and one peer hears of each step.

        | CPU, µs a session | whole process | of it, the thread that shares sessions | of it, the worker that enters them |
        | ----------------- | ------------: | -------------------------------------: | ---------------------------------: |
        | the director, without the making of sessions | %.2f | %.2f | – |
        | the peer | %.2f | %.2f | %.2f |

        Asked: ≤ %.0f µs of CPU for a session's life and peer. Sluice: %.2f for both, %s.
        """
                .formatted(
                        count,
                        flags.number("rate"),
                        lives.toldNs() / 1e3 / count,
                        lives.tellerNs() / 1e3 / count,
                        lives.heardNs() / 1e3 / count,
                        lives.hearerNs() / 1e3 / count,
                        lives.enteringNs() / 1e3 / count,
                        LIFE_US,
                        all,
                        reached(all <= LIFE_US));
    }

    private String losses(Flags.Values flags, PrintStream progress) throws LabFailure {
        progress.println("a bad network");
        List<SyncTrials.Loss> all =
                trials.losses(
                        flags.number("standing"),
                        flags.number("churn"),
                        flags.number("seconds"),
                        flags.number("runs"),
                        loss -> progress.println(loss.toString()));
        var table =
                new MarkdownTable(
                        List.of(
                                "run",
                                "tables agree after, ms",
                                "datagrams sent again",
                                "transfers asked for"));
        for (int run = 0; run < all.size(); run++) {
            SyncTrials.Loss loss = all.get(run);
            table.row(
                    List.of(
                            Integer.toString(run + 1),
                            loss.differed() ? "%,d".formatted(loss.agreeMs()) : "at once",
                            "%,d".formatted(loss.sentAgain()),
                            "%,d".formatted(loss.bulks())));
        }
        double seconds = worst(all, loss -> loss.agreeMs() / 1e3);
        return """
        ## 30 %% of all frames between directors lost for %d s

        Three directors with %,d sessions each that stay, and %,d more a second that begin, close and end. The
        network is made good when the last has begun; tables agree when all three hold the same sessions.

        %s
        Asked: ≤ %.0f s. Sluice: %.2f at most, %s.
        """
                .formatted(
                        flags.number("seconds"),
                        flags.number("standing"),
                        flags.number("churn"),
                        table.render(),
                        AGREE_S,
                        seconds,
                        reached(seconds <= AGREE_S));
    }

    private static <T> double worst(List<T> all, ToDoubleFunction<T> figure) {
        return all.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }

    private static String reached(boolean reached) {
        return reached ? "reached" : "**not reached**";
    }
}
