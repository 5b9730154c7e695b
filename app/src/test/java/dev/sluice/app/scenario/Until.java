package dev.sluice.app.scenario;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, no longer than it must. */
public final class Until {
    private static final long PAUSE_NS = Duration.ofMillis(5).toNanos();

    private Until() {}

    /** Returns as soon as the claim holds; fails after ten seconds. */
    public static void holds(String claim, BooleanSupplier check) {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!check.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("never came true: " + claim);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
