package dev.sluice.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How often something took how long, in fixed buckets from 100 µs to 60 s. Owned by one thread; any
 * other may read.
 */
public final class Histogram {
    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Upper bounds in microseconds; the last bucket has none. */
    private static final long[] BOUNDS_US = {
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000
    };

    private final long[] counts = new long[BOUNDS_US.length + 2];

    Histogram() {}

    /** Counts one occurrence. Only by the owning thread. */
    public void record(long durationNs) {
        long durationUs = durationNs / 1_000;
        int bucket = 0;
        while (bucket < BOUNDS_US.length && durationUs > BOUNDS_US[bucket]) {
            bucket++;
        }
        COUNTS.setOpaque(counts, bucket, counts[bucket] + 1);
        int sum = counts.length - 1;
        COUNTS.setOpaque(counts, sum, counts[sum] + durationUs);
    }

    static int buckets() {
        return BOUNDS_US.length + 1;
    }

    /** The upper bound of a bucket in microseconds; {@link Long#MAX_VALUE} for the last. */
    static long boundUs(int bucket) {
        return bucket < BOUNDS_US.length ? BOUNDS_US[bucket] : Long.MAX_VALUE;
    }

    long count(int bucket) {
        return (long) COUNTS.getOpaque(counts, bucket);
    }

    long sumUs() {
        return (long) COUNTS.getOpaque(counts, counts.length - 1);
    }
}
