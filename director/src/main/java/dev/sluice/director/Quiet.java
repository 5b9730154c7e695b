package dev.sluice.director;

import java.util.function.LongSupplier;

/**
 * Whether nothing comes any more that is to be forwarded.
 *
 * @param sent how many frames were sent by now
 */
record Quiet(LongSupplier sent, LongSupplier nowMs) {
    private static final long LOOK_MS = 100;

    /** Looks in a row: who sends seldom is not heard in one. */
    private static final int LOOKS = 3;

    /** What is sent in that time without anything to forward, as probes of servers are. */
    private static final long FEW = 2;

    /**
     * Waits until it is so.
     *
     * @return whether it was in time
     */
    boolean await(long deadlineMs) {
        long before = sent.getAsLong();
        int quiet = 0;
        while (quiet < LOOKS && nowMs.getAsLong() < deadlineMs) {
            Pause.of(LOOK_MS);
            long now = sent.getAsLong();
            quiet = now - before <= FEW ? quiet + 1 : 0;
            before = now;
        }
        return quiet >= LOOKS;
    }
}
