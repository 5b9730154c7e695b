package dev.sluice.lab.failover;

import java.time.Duration;
import java.util.function.Consumer;

/** A time at full load without any fault, in which nothing may change hands. */
final class Soak {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int LOOKS_TOLD = 12;

    private final FailoverRegion region;
    private final Duration time;
    private final Consumer<String> progress;
    private String note = "";

    Soak(FailoverRegion region, Duration time, Consumer<String> progress) {
        this.region = region;
        this.time = time;
        this.progress = progress;
    }

    /** Lets it pass. A session that is down at any look counts, even if it comes back. */
    FaultReport.Soaked run() {
        Changes before = region.changes();
        Changes since = before.since(before);
        long fromNs = System.nanoTime();
        long down = 0;
        long unheard = 0;
        for (int look = 1; System.nanoTime() - fromNs < time.toNanos(); look++) {
            FailoverRun.pause(LOOK.compareTo(time) < 0 ? LOOK : time);
            Changes now = region.changes();
            if (now.silent() > 0) {
                unheard++;
                continue;
            }
            since = now.since(before);
            down = Math.max(down, since.watched());
            if (look % LOOKS_TOLD == 0) {
                progress.accept(
                        "no fault for %,d s: %s"
                                .formatted(
                                        (System.nanoTime() - fromNs) / 1_000_000_000,
                                        since.words()));
            }
        }
        var all = new Changes(since.masters(), since.sessions(), down, since.lost(), 0);
        note =
                all.words()
                        + (unheard == 0
                                ? ""
                                : "; %,d times a director did not say".formatted(unheard));
        return new FaultReport.Soaked(all.transitions(), time);
    }

    /** What that was, in words. */
    String note() {
        return note;
    }
}
