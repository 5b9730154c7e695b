package dev.sluice.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one thing (a listener, a server) as one thread counts them. Owned by that thread;
 * any other may read.
 *
 * <p>Writes are opaque: a reader sees some recent value, never a torn one, and the writer pays no
 * fence.
 */
public final class CounterRow {
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values = new long[Counter.values().length];

    CounterRow() {}

    public void increment(Counter counter) {
        add(counter, 1);
    }

    /** Adds, or with a negative number takes away from a gauge. Only by the owning thread. */
    public void add(Counter counter, long amount) {
        int at = counter.ordinal();
        VALUES.setOpaque(values, at, values[at] + amount);
    }

    public long value(Counter counter) {
        return (long) VALUES.getOpaque(values, counter.ordinal());
    }
}
