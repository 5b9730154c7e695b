package dev.sluice.director.limit;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of its limits a listener or a load balancer uses. Shared by all workers, and kept while
 * configurations come and go, so that a change of a limit forgets nothing. Allocates nothing.
 */
public final class Usage {
    /** New connections may come as a burst of what a second brings. */
    private static final long NEW_BURST_MS = 1000;

    /** Bytes may: a window of segments that arrive at once is what TCP does. */
    private static final long BITS_BURST_MS = 100;

    private final AtomicInteger open = new AtomicInteger();
    private final TokenBucket fresh = new TokenBucket();
    private final TokenBucket in = new TokenBucket();
    private final TokenBucket out = new TokenBucket();

    /** Whether one more may begin now, by the rate. */
    boolean mayBegin(Limits limits, long nowMs) {
        int perSecond = limits.newPerSecond();
        return perSecond == 0 || fresh.take(nowMs, 1, perSecond, NEW_BURST_MS);
    }

    /** Opens one more, unless all are open. */
    boolean open(Limits limits) {
        if (open.incrementAndGet() > limits.mostOpen() && limits.mostOpen() > 0) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Opens one more whatever the limits say: it was open before this process began. */
    public void adopt() {
        open.incrementAndGet();
    }

    /** One that was open ended. */
    public void close() {
        open.decrementAndGet();
    }

    /** Whether a frame from a client may pass, by the bandwidth. */
    boolean mayPassIn(Limits limits, long nowMs, int bytes) {
        return mayPass(in, limits, nowMs, bytes);
    }

    /** Whether a frame to a client may. */
    boolean mayPassOut(Limits limits, long nowMs, int bytes) {
        return mayPass(out, limits, nowMs, bytes);
    }

    private static boolean mayPass(TokenBucket bucket, Limits limits, long nowMs, int bytes) {
        long bitsPerSecond = limits.bitsPerSecond();
        return bitsPerSecond == 0 || bucket.take(nowMs, bytes * 8L, bitsPerSecond, BITS_BURST_MS);
    }

    boolean isFull(Limits limits) {
        return limits.mostOpen() > 0 && open.get() >= limits.mostOpen();
    }

    String text(Limits limits) {
        var parts = new ArrayList<String>();
        if (limits.mostOpen() > 0) {
            parts.add(open.get() + " of " + limits.mostOpen() + " connections are open");
        }
        if (limits.newPerSecond() > 0) {
            parts.add("at most " + limits.newPerSecond() + " new ones a second");
        }
        if (limits.bitsPerSecond() > 0) {
            parts.add("at most " + limits.bitsPerSecond() + " bit/s each way");
        }
        return String.join(", ", parts);
    }

    /** Connections and UDP sessions open now. */
    public int openNow() {
        return open.get();
    }
}
