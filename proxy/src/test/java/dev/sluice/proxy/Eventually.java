package dev.sluice.proxy;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
public final class Eventually {
    private Eventually() {}

    /** Returns once the condition holds; fails after 10 s. */
    public static void holds(String what, BooleanSupplier condition) {
        long untilNs = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - untilNs > 0) {
                throw new AssertionError("after a minute still not: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
