package dev.sluice.director;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what will be so in the end, on a slow machine too. */
final class Patience {
    private static final long DEADLINE_NS = 30_000_000_000L;
    private static final long LOOK_NS = 2_000_000;

    private Patience() {}

    static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("it was not so in time");
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
