package dev.sluice.director;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits of threads that have time. */
final class Pause {
    private static final long STEP_MS = 10;

    private Pause() {}

    /** A moment between two looks. */
    static void step() {
        of(STEP_MS);
    }

    /** As long as this, unless the thread is interrupted. */
    static void of(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until something holds, and no longer than to a deadline. */
    static void until(BooleanSupplier holds, LongSupplier nowMs, long deadlineMs) {
        while (!holds.getAsBoolean() && nowMs.getAsLong() < deadlineMs) {
            step();
        }
    }
}
