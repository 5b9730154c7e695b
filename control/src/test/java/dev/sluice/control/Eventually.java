package dev.sluice.control;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that another thread is about to do. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Eventually() {}

    /** Returns once the claim holds; fails with these words after 15 seconds. */
    public static void holds(String claim, Callable<Boolean> condition) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + claim);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
