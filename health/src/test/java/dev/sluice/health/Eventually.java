package dev.sluice.health;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads will bring about, ten seconds at most. */
final class Eventually {
    private static final long DEADLINE_NS = 60_000_000_000L;

    private Eventually() {}

    static void until(String what, BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > DEADLINE_NS) {
                throw new AssertionError("did not come about: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
