package dev.sluice.balance;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Which server a client's address was given, until a timeout. Of fixed size. Any thread: a lookup
 * holds one of 64 locks for the time of comparing a few numbers, and allocates nothing.
 *
 * <p>An address belongs to one row of eight places. Where all eight are taken, the binding that
 * would end first gives way and is counted in {@link #evictions}; its client is scheduled anew the
 * next time. Servers are kept by endpoint, so bindings outlive changes of configuration.
 */
public final class PersistenceTable {
    private static final int WAYS = 8;
    private static final int STRIPES = 64;

    private final long timeoutNs;
    private final int rowMask;
    private final long[] high;
    private final long[] low;
    private final long[] endsNs;
    private final @Nullable String[] endpoints;
    private final Object[] locks = new Object[STRIPES];
    private final LongAdder evictions = new LongAdder();

    /**
     * @param timeoutNs how long a binding lasts after it was last made
     * @param capacity how many clients are remembered, rounded up to a power of two of at least
     *     512; 28 bytes each
     */
    public PersistenceTable(long timeoutNs, int capacity) {
        int rows = Math.max(STRIPES, ceilingPowerOfTwo(capacity) / WAYS);
        this.timeoutNs = timeoutNs;
        this.rowMask = rows - 1;
        this.high = new long[rows * WAYS];
        this.low = new long[rows * WAYS];
        this.endsNs = new long[rows * WAYS];
        this.endpoints = new String[rows * WAYS];
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new Object();
        }
    }

    private static int ceilingPowerOfTwo(int number) {
        return number <= 1 ? 1 : Integer.highestOneBit(number - 1) << 1;
    }

    /**
     * The endpoint that the client is bound to; null if none.
     *
     * @param addressHigh and {@code addressLow}: see {@link StableHash#highOf}
     * @param nowNs a monotonic clock
     */
    public @Nullable String find(long addressHigh, long addressLow, long nowNs) {
        int row = row(addressHigh, addressLow);
        synchronized (lock(row)) {
            int place = placeOf(row, addressHigh, addressLow);
            return place >= 0 && live(place, nowNs) ? endpoints[place] : null;
        }
    }

    /** Binds the client to an endpoint, or renews its binding, for the table's timeout from now. */
    public void bind(long addressHigh, long addressLow, String endpoint, long nowNs) {
        int row = row(addressHigh, addressLow);
        synchronized (lock(row)) {
            int place = placeOf(row, addressHigh, addressLow);
            if (place < 0) {
                place = placeToTake(row, nowNs);
            }
            high[place] = addressHigh;
            low[place] = addressLow;
            endsNs[place] = nowNs + timeoutNs;
            endpoints[place] = endpoint;
        }
    }

    /** Bindings that gave way to others before their time; grows when the table is too small. */
    public long evictions() {
        return evictions.sum();
    }

    private int row(long addressHigh, long addressLow) {
        return (int) StableHash.address(addressHigh, addressLow) & rowMask;
    }

    private Object lock(int row) {
        return locks[row & (STRIPES - 1)];
    }

    private int placeOf(int row, long addressHigh, long addressLow) {
        for (int place = row * WAYS; place < (row + 1) * WAYS; place++) {
            if (low[place] == addressLow
                    && high[place] == addressHigh
                    && endpoints[place] != null) {
                return place;
            }
        }
        return -1;
    }

    private int placeToTake(int row, long nowNs) {
        int first = row * WAYS;
        for (int place = row * WAYS; place < (row + 1) * WAYS; place++) {
            if (endpoints[place] == null || !live(place, nowNs)) {
                return place;
            }
            if (endsNs[place] - endsNs[first] < 0) {
                first = place;
            }
        }
        evictions.increment();
        return first;
    }

    private boolean live(int place, long nowNs) {
        return endsNs[place] - nowNs > 0;
    }
}
