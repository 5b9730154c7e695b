package dev.sluice.director.sync;

import org.jspecify.annotations.Nullable;

/** The datagrams that were sent last, as they were, to be sent again. Its memory is bounded. */
final class SendLog {
    private final byte[] @Nullable [] datagrams;
    private final int[] lengths;
    private final long[] sentMs;
    private final long[] sinceMs;
    private final int mask;
    private long last;
    private long oldest;

    /**
     * @param size a power of two
     * @param last the number before the first
     */
    SendLog(int size, long last) {
        this.datagrams = new byte[size][];
        this.lengths = new int[size];
        this.sentMs = new long[size];
        this.sinceMs = new long[size];
        this.mask = size - 1;
        this.last = last;
        this.oldest = last + 1;
    }

    /** The number of the newest. */
    long last() {
        return last;
    }

    /** The number of the oldest, or of the next if there is none. */
    long oldest() {
        return oldest;
    }

    /**
     * @param sinceMs when what it says came about
     */
    void append(byte[] bytes, int length, long sinceMs, long nowMs) {
        last++;
        int place = (int) last & mask;
        byte[] kept = datagrams[place];
        if (kept == null || kept.length < length) {
            kept = new byte[length];
            datagrams[place] = kept;
        }
        System.arraycopy(bytes, 0, kept, 0, length);
        lengths[place] = length;
        sentMs[place] = nowMs;
        this.sinceMs[place] = sinceMs;
        oldest = Math.max(oldest, last - mask);
    }

    /** When one was sent last, and notes that it is again. */
    long sentAgain(long sequence, long nowMs) {
        int place = (int) sequence & mask;
        long before = sentMs[place];
        sentMs[place] = nowMs;
        return before;
    }

    /** When the first of what one says came about. */
    long sinceMs(long sequence) {
        return sinceMs[(int) sequence & mask];
    }

    long sentMs(long sequence) {
        return sentMs[(int) sequence & mask];
    }

    byte[] datagram(long sequence) {
        byte[] kept = datagrams[(int) sequence & mask];
        if (kept == null) {
            throw new AssertionError("datagram " + sequence + " is not in the log");
        }
        return kept;
    }

    int length(long sequence) {
        return lengths[(int) sequence & mask];
    }
}
