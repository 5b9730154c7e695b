package dev.sluice.director.sync;

/** Which of a peer's numbered datagrams have come: all up to a number, and some after it. */
final class ReceiveWindow {
    private final long[] bits;
    private long contiguous;
    private long highest;

    /**
     * @param size how far ahead datagrams may come, a power of two
     */
    ReceiveWindow(int size) {
        this.bits = new long[Math.max(1, size >>> 6)];
    }

    /** All up to this one have come. */
    long contiguous() {
        return contiguous;
    }

    /** The highest that has come. */
    long highest() {
        return highest;
    }

    boolean has(long sequence) {
        return sequence <= contiguous
                || (sequence <= highest && (word(sequence) & bit(sequence)) != 0);
    }

    /** Whether it can be noted; else only a bulk transfer helps. */
    boolean fits(long sequence) {
        return sequence <= contiguous + size();
    }

    void add(long sequence) {
        if (sequence <= contiguous) {
            return;
        }
        bits[place(sequence)] |= bit(sequence);
        highest = Math.max(highest, sequence);
        advance();
    }

    /** All up to a number are known in another way. */
    void raise(long sequence) {
        while (contiguous < sequence && contiguous < highest) {
            contiguous++;
            bits[place(contiguous)] &= ~bit(contiguous);
        }
        contiguous = Math.max(contiguous, sequence);
        highest = Math.max(highest, contiguous);
        advance();
    }

    /** The first after a number that has not come. */
    long missing(long after) {
        long next = Math.max(after, contiguous) + 1;
        while (has(next)) {
            next++;
        }
        return next;
    }

    /** The first after a number that has come, or the one after the highest. */
    long present(long after) {
        long next = after + 1;
        while (next <= highest && !has(next)) {
            next++;
        }
        return next;
    }

    private void advance() {
        while (contiguous < highest && (word(contiguous + 1) & bit(contiguous + 1)) != 0) {
            contiguous++;
            bits[place(contiguous)] &= ~bit(contiguous);
        }
    }

    private long size() {
        return (long) bits.length << 6;
    }

    private long word(long sequence) {
        return bits[place(sequence)];
    }

    private int place(long sequence) {
        return (int) (sequence >>> 6) & (bits.length - 1);
    }

    private static long bit(long sequence) {
        return 1L << sequence;
    }
}
