package dev.sluice.lab.bench;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.LoadReport;
import dev.sluice.lab.process.LabFailure;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a load against every subject: each is warmed up, then they take turns, so that a machine
 * that slows down in the middle slows all of them.
 */
final class SideBySide {
    private final List<Subject> subjects;
    private final Flags.Values flags;
    private final PrintStream progress;

    SideBySide(List<Subject> subjects, Flags.Values flags, PrintStream progress) {
        this.subjects = subjects;
        this.flags = flags;
        this.progress = progress;
    }

    /** The flags that this class reads. */
    static Flags flags() {
        return new Flags()
                .number("warmup", 30, 2, "seconds of load before a subject is measured")
                .number("runs", 5, 1, "runs of each subject, of which the median is shown")
                .number("duration", 10, 2, "seconds that each run takes");
    }

    List<Series> run(String title, Load load) {
        List<Contender> contenders = subjects.stream().map(Contender::new).toList();
        for (Contender contender : contenders) {
            progress.println(title + ": warming up " + contender.subject.name());
            turn(contender, load, flags.number("warmup"));
            contender.samples.clear();
        }
        for (int run = 1; run <= flags.number("runs"); run++) {
            for (Contender contender : contenders) {
                turn(contender, load, flags.number("duration"));
            }
        }
        return contenders.stream().map(Contender::series).toList();
    }

    /** One run; where it fails, that is told and noted, and the subject rests from then on. */
    private void turn(Contender contender, Load load, int seconds) {
        if (contender.failure != null) {
            return;
        }
        String name = contender.subject.name();
        try {
            Sample sample = measure(contender.subject, load, seconds);
            contender.samples.add(sample);
            progress.printf(
                    "  %-8s %,10.0f/s %8.1f µs CPU each%n",
                    name, sample.perSecond(), sample.cpuUsEach());
        } catch (LabFailure e) {
            contender.failure = name + ": " + e.getMessage();
            progress.println("  " + contender.failure);
        }
    }

    /** A subject and its runs so far. */
    private static final class Contender {
        private final Subject subject;
        private final List<Sample> samples = new ArrayList<>();
        private @Nullable String failure;

        Contender(Subject subject) {
            this.subject = subject;
        }

        Series series() {
            return new Series(subject.name(), List.copyOf(samples), Optional.ofNullable(failure));
        }
    }

    private static Sample measure(Subject subject, Load load, int seconds) throws LabFailure {
        subject.program().requireAlive();
        long beforeUs = subject.program().cpuTimeUs();
        LoadReport report = load.run(subject.origin(), seconds);
        subject.program().requireAlive();
        long cpuUs = subject.program().cpuTimeUs() - beforeUs;
        if (report.failures() > 0 || report.requests() == 0) {
            throw new LabFailure(
                    "%d right answers and %d failures in %d s"
                            .formatted(report.requests(), report.failures(), seconds));
        }
        return new Sample(report, cpuUs);
    }
}
