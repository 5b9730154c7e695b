package dev.sluice.director.limit;

import dev.sluice.balance.StableHash;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which server a client's address was given, until a timeout: the form for packets. Of fixed size,
 * shared by all workers, since a client's connections belong to different ones. Neither locks nor
 * allocates.
 *
 * <pre>
 *   63                                                              0
 *  +-----------------------------------------------------------------+
 *  | hash of the client's address and the listener                  |
 *  +--------------------------------+--------------------------------+
 *  | server's number                | when it ends, ms               |
 *  +--------------------------------+--------------------------------+
 * </pre>
 *
 * A client belongs to one row of eight bindings. Where all eight are taken, the one that would end
 * first gives way and is counted. A client that looks while another takes its place may be sent to
 * the other's server, which is as good as any; so nothing guards the two halves.
 */
public final class PersistenceRows {
    /** What {@link #find} says when there is no binding. */
    public static final int NONE = 0;

    private static final int WAYS = 8;
    private static final int STEP = 2;

    private final AtomicLongArray bindings;
    private final int rowMask;
    private final LongAdder evictions = new LongAdder();

    /**
     * @param capacity how many clients are remembered, rounded up to a power of two of at least 64;
     *     16 bytes each
     */
    public PersistenceRows(int capacity) {
        int places = Integer.highestOneBit(Math.max(64, capacity) - 1) << 1;
        this.bindings = new AtomicLongArray(places * STEP);
        this.rowMask = places / WAYS - 1;
    }

    /** The number of the server that a listener's client is bound to; {@link #NONE} if to none. */
    public int find(int listener, long clientHigh, long clientLow, long nowMs) {
        long hash = hash(listener, clientHigh, clientLow);
        int row = row(hash);
        for (int i = row; i < row + WAYS * STEP; i += STEP) {
            if (bindings.getOpaque(i) == hash) {
                long binding = bindings.getOpaque(i + 1);
                return leftMs(binding, nowMs) > 0 ? (int) (binding >>> 32) : NONE;
            }
        }
        return NONE;
    }

    /**
     * Binds a client to a server, or renews its binding.
     *
     * @param listener its number
     * @param server its number, above 0
     * @param timeoutMs at most 24 days
     */
    public void bind(
            int listener, long clientHigh, long clientLow, int server, long nowMs, long timeoutMs) {
        long hash = hash(listener, clientHigh, clientLow);
        long binding = (long) server << 32 | ((nowMs + timeoutMs) & 0xFFFF_FFFFL);
        int place = place(row(hash), hash, nowMs);
        bindings.setOpaque(place, hash);
        bindings.setOpaque(place + 1, binding);
    }

    /** Where the client is bound already, or the place that gives way. */
    private int place(int row, long hash, long nowMs) {
        int soonest = row;
        int leastMs = Integer.MAX_VALUE;
        for (int i = row; i < row + WAYS * STEP; i += STEP) {
            if (bindings.getOpaque(i) == hash) {
                return i;
            }
            int leftMs = leftMs(bindings.getOpaque(i + 1), nowMs);
            if (leftMs < leastMs) {
                leastMs = leftMs;
                soonest = i;
            }
        }
        if (leastMs > 0) {
            evictions.increment();
        }
        return soonest;
    }

    private static long hash(int listener, long high, long low) {
        return StableHash.address(StableHash.address(high, low), listener);
    }

    private int row(long hash) {
        return ((int) hash & rowMask) * WAYS * STEP;
    }

    /** How long a binding still holds; 0 or less for one that ended, or a place never taken. */
    private static int leftMs(long binding, long nowMs) {
        return binding == 0 ? Integer.MIN_VALUE : (int) binding - (int) nowMs;
    }

    /** Bindings that gave way to others before their time; grows when it is too small. */
    public long evictions() {
        return evictions.sum();
    }
}
