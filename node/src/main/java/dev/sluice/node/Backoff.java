package dev.sluice.node;

import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: each up to twice as long as the one before, and between half and all of
 * that by chance, so that nodes that lost control at once do not come back at once. Owned by one
 * thread.
 */
final class Backoff {
    private final long firstMs;
    private final long lastMs;
    private final RandomGenerator random;
    private long nextMs;

    Backoff(long firstMs, long lastMs, RandomGenerator random) {
        this.firstMs = firstMs;
        this.lastMs = lastMs;
        this.random = random;
        this.nextMs = firstMs;
    }

    /** How long to wait now. */
    long pauseMs() {
        long longestMs = nextMs;
        nextMs = Math.min(lastMs, nextMs * 2);
        return longestMs / 2 + random.nextLong(longestMs / 2 + 1);
    }

    /** An attempt has succeeded. */
    void reset() {
        nextMs = firstMs;
    }
}
