package dev.sluice.lab.bench;

import dev.sluice.lab.load.IdleClients;
import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Requirement;
import dev.sluice.lab.process.Scratch;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Measures the memory of idle keep-alive clients. */
public final class IdleBench implements Bench {
    private static final double MIB = 1 << 20;
    private static final int ASKED_MIB = 256;

    /** Idle clients are cut after 60 s: opening them must leave time to hold them. */
    private static final Duration OPENING_LIMIT = Duration.ofSeconds(9);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String summary() {
        return "resident memory with 10,000 idle keep-alive clients";
    }

    @Override
    public int run(List<String> args, PrintStream out) {
        Flags flags =
                new Flags()
                        .number("connections", 10_000, 500, "clients")
                        .number("hold", 50, 5, "seconds that they are idle");
        return Measuring.run(this, flags, args, out, IdleBench::measure);
    }

    private static String measure(Flags.Values flags, PrintStream progress) throws LabFailure {
        Requirement.check(Requirement.NGINX, Requirement.HAPROXY, Requirement.TASKSET);
        MarkdownTable table =
                new MarkdownTable(
                        List.of("", "MiB before", "MiB with clients", "KiB each", "still open"));
        Setup setup = new Setup(Core.ANY, false, Optional.empty());
        double sluiceMib = Double.NaN;
        try (Scratch scratch = Scratch.create();
                Subjects subjects = Subjects.start(scratch, setup, AnswerCheck.plain(), progress)) {
            for (Subject subject : subjects.all()) {
                progress.println("holding the clients of " + subject.name());
                double mib = hold(subject, flags, table);
                sluiceMib = subject.name().equals(Subject.SLUICE) ? mib : sluiceMib;
            }
        }
        return """
        Each of %,d clients makes one request and is then idle for %d s; the listener would cut it
        after 60 s. Resident memory is that of the whole process, for nginx master and worker.

        %s
        Asked: Sluice with 10,000 clients ≤ %d MiB. Sluice: %.0f MiB, %s.
        """
                .formatted(
                        flags.number("connections"),
                        flags.number("hold"),
                        table.render(),
                        ASKED_MIB,
                        sluiceMib,
                        sluiceMib <= ASKED_MIB ? "reached" : "**not reached**");
    }

    private static double hold(Subject subject, Flags.Values flags, MarkdownTable table)
            throws LabFailure {
        int count = flags.number("connections");
        double before = subject.program().residentBytes() / MIB;
        long startNs = System.nanoTime();
        try (IdleClients clients =
                IdleClients.open(subject.origin().resolve(Subjects.SMALL), count)) {
            if (System.nanoTime() - startNs > OPENING_LIMIT.toNanos()) {
                throw new LabFailure("opening the clients took too long: the first are cut soon");
            }
            LockSupport.parkNanos(Duration.ofSeconds(flags.number("hold")).toNanos());
            double with = subject.program().residentBytes() / MIB;
            int open = clients.countOpen();
            table.row(
                    List.of(
                            subject.name(),
                            "%.1f".formatted(before),
                            "%.1f".formatted(with),
                            "%.1f".formatted((with - before) * 1024 / count),
                            "%,d".formatted(open)));
            if (open < count) {
                throw new LabFailure(
                        "%s closed %d of %d idle clients"
                                .formatted(subject.name(), count - open, count));
            }
            return with;
        }
    }
}
