package dev.sluice.lab.failover;

import java.util.ArrayList;
import java.util.List;

/**
 * When somebody who is to hear something every few milliseconds heard nothing for longer than a
 * busy machine's own pauses. Used by one thread; times are of {@link System#nanoTime}.
 */
final class Silences {
    private static final long LEAST_NS = 60_000_000;

    private record Silence(long fromNs, long toNs) {}

    private final List<Silence> over = new ArrayList<>();

    /** Something was heard, for the first time since then. */
    void heard(long beforeNs, long nowNs) {
        if (nowNs - beforeNs > LEAST_NS) {
            over.add(new Silence(beforeNs, nowNs));
        }
    }

    void clear() {
        over.clear();
    }

    /**
     * How long after a fault the silences ended that the fault brought about: those that began by a
     * time soon after it. What began later has other reasons.
     *
     * @return 0 where there was none
     */
    long lastedNs(long faultNs, long byNs) {
        long longest = 0;
        for (Silence silence : over) {
            if (silence.fromNs - byNs <= 0) {
                longest = Math.max(longest, silence.toNs - faultNs);
            }
        }
        return longest;
    }

    /** Whether it has been silent since a time, and for long. */
    static boolean lasts(long heardNs, long sinceNs, long nowNs) {
        return heardNs - sinceNs <= 0 && nowNs - heardNs > LEAST_NS;
    }
}
