package dev.sluice.director.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers on their way from one thread to another, in order. One thread puts, one takes; neither
 * waits, locks or allocates. What is put is seen after {@link #publish}.
 *
 * <p>The counts of either side lie together and far from the other side's, so that a side reads the
 * other's cache line only when it believes that the ring is full or empty.
 */
final class LongRing {
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int PUBLISHED = 16;
    private static final int PUT = 17;
    private static final int RELEASED_SEEN = 18;

    private static final int RELEASED = 48;
    private static final int TAKEN = 49;
    private static final int PUBLISHED_SEEN = 50;

    private final long[] numbers;
    private final int mask;
    private final long[] counts = new long[64];

    /**
     * @param capacity a power of two
     */
    LongRing(int capacity) {
        this.numbers = new long[capacity];
        this.mask = capacity - 1;
    }

    /** Puts a number behind those before it; false when it is full. By the putting thread. */
    boolean put(long number) {
        long put = counts[PUT];
        if (put - counts[RELEASED_SEEN] == numbers.length) {
            counts[RELEASED_SEEN] = (long) COUNT.getAcquire(counts, RELEASED);
            if (put - counts[RELEASED_SEEN] == numbers.length) {
                return false;
            }
        }
        numbers[(int) put & mask] = number;
        counts[PUT] = put + 1;
        return true;
    }

    /** Lets the other thread see what was put. By the putting thread. */
    void publish() {
        COUNT.setRelease(counts, PUBLISHED, counts[PUT]);
    }

    /** How many can be taken, no more than are wanted. By the taking thread. */
    int available(int wanted) {
        long ready = counts[PUBLISHED_SEEN] - counts[TAKEN];
        if (ready < wanted) {
            counts[PUBLISHED_SEEN] = (long) COUNT.getAcquire(counts, PUBLISHED);
            ready = counts[PUBLISHED_SEEN] - counts[TAKEN];
        }
        return (int) Math.min(wanted, ready);
    }

    /** The oldest; only if one is available. By the taking thread. */
    long take() {
        long taken = counts[TAKEN];
        counts[TAKEN] = taken + 1;
        return numbers[(int) taken & mask];
    }

    /** Lets the other thread use the places of what was taken. By the taking thread. */
    void release() {
        COUNT.setRelease(counts, RELEASED, counts[TAKEN]);
    }
}
