package dev.sluice.director.table;

import dev.sluice.balance.StableHash;
import java.util.Arrays;

/**
 * Finds a number by an address and a tag, without allocating. Filled once, before it is published.
 * Open addressing, at most half full.
 */
final class AddressIndex {
    /** What {@link #find} says where there is nothing. */
    static final int NONE = -1;

    private final long[] high;
    private final long[] low;
    private final int[] tag;
    private final int[] value;
    private final int mask;

    /**
     * @param entries most that are put
     */
    AddressIndex(int entries) {
        int size = Integer.highestOneBit(Math.max(1, entries)) << 2;
        this.high = new long[size];
        this.low = new long[size];
        this.tag = new int[size];
        this.value = new int[size];
        this.mask = size - 1;
        Arrays.fill(value, NONE);
    }

    /** Keeps the first of several for the same key. */
    void putIfAbsent(long high, long low, int tag, int value) {
        int i = place(high, low, tag);
        if (this.value[i] == NONE) {
            this.high[i] = high;
            this.low[i] = low;
            this.tag[i] = tag;
            this.value[i] = value;
        }
    }

    int find(long high, long low, int tag) {
        return value[place(high, low, tag)];
    }

    /** Where the key is, or would be. */
    private int place(long high, long low, int tag) {
        int i = (int) StableHash.address(high, low ^ ((long) tag << 48)) & mask;
        while (value[i] != NONE
                && (this.high[i] != high || this.low[i] != low || this.tag[i] != tag)) {
            i = (i + 1) & mask;
        }
        return i;
    }
}
