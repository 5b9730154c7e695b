package dev.sluice.director.sync;

import java.util.function.LongSupplier;

/**
 * Numbers the beginnings of sessions so that a later one has a greater number, wherever it begins:
 * a hybrid logical clock (Kulkarni, Demirbas and others, "Logical Physical Clocks", 2014). That is
 * the wall clock, but never behind what was seen of others, so that a clock which is set back does
 * not undo what came after. The lowest bits name the director: no two give the same number.
 *
 * <pre>
 *      63                                        12 11           0
 *      +--------------------------------------------+--------------+
 *      | microseconds since 1970                    | director     |
 *      +--------------------------------------------+--------------+
 * </pre>
 */
final class Incarnations {
    private static final int NODE_BITS = 12;
    private static final long MICROS_MAX = (1L << (64 - NODE_BITS)) - 1;

    private final int node;
    private final LongSupplier wallMicros;
    private long latest;

    Incarnations(int node, LongSupplier wallMicros) {
        this.node = node;
        this.wallMicros = wallMicros;
    }

    long next() {
        long now = wallMicros.getAsLong();
        latest = Math.max(latest + 1, now > 0 && now < MICROS_MAX ? now : 0);
        return latest << NODE_BITS | node;
    }

    /** Notes one of somebody else's. */
    void seen(long incarnation) {
        latest = Math.max(latest, incarnation >>> NODE_BITS);
    }
}
