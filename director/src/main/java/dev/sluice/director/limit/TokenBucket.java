package dev.sluice.director.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A rate: so much a second on average, and no more at once than a burst. Any thread; one
 * compare-and-set, which several workers share, so that the limit is one for all of them. Allocates
 * nothing. The rate comes with each question, so that changing it keeps what was used.
 *
 * <p>The generic cell rate algorithm (ITU-T I.371 §A.1, virtual scheduling): all that is kept is
 * when the bucket would be full again. An amount is let through if that lies no further ahead than
 * the burst.
 */
public final class TokenBucket {
    /**
     * Time is counted in sixteenths of a nanosecond, so that 64 bytes at 100 Gbit/s are a number.
     */
    private static final long TICKS_PER_SECOND = 16_000_000_000L;

    private static final long TICKS_PER_MS = TICKS_PER_SECOND / 1000;
    private static final VarHandle FULL_AT;

    static {
        try {
            FULL_AT = MethodHandles.lookup().findVarHandle(TokenBucket.class, "fullAt", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long fullAt = Long.MIN_VALUE;

    /**
     * Takes an amount, or nothing.
     *
     * @param nowMs a monotonic clock, not negative
     * @param amount at most 2^29: bits of a frame, or 1
     * @param perSecond the rate, above 0
     * @param burstMs how long the rate may have been saved up; at least one amount goes through
     * @return whether it was there
     */
    public boolean take(long nowMs, long amount, long perSecond, long burstMs) {
        long now = nowMs * TICKS_PER_MS;
        long cost = amount * TICKS_PER_SECOND / perSecond;
        long furthest = now + Math.max(burstMs * TICKS_PER_MS, cost);
        while (true) {
            long was = fullAt;
            long next = Math.max(was, now) + cost;
            if (next > furthest) {
                return false;
            }
            if (FULL_AT.weakCompareAndSet(this, was, next)) {
                return true;
            }
        }
    }
}
