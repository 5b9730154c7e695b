package dev.sluice.proxy.table;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is open and what is new, for one listener, one load balancer or the process. Shared
 * by all loops. Limits are passed in with each question, so that changing one keeps the count.
 */
public final class Admission {
    private final AtomicInteger open = new AtomicInteger();

    /**
     * The second since the machine's clock began in the upper half, the connections let in during
     * it in the lower.
     */
    private final AtomicLong window = new AtomicLong();

    /**
     * Lets one more in, or not.
     *
     * @param mostOpen at once; 0 = no limit
     * @param mostASecond new ones a second; 0 = no limit
     * @return whether it is in; then {@link #leave} must follow when it ends
     */
    public boolean enter(int mostOpen, int mostASecond) {
        if (mostASecond > 0 && !withinRate(mostASecond, System.nanoTime() / 1_000_000_000L)) {
            return false;
        }
        if (open.incrementAndGet() > mostOpen && mostOpen > 0) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    private boolean withinRate(int mostASecond, long second) {
        long tag = (second & 0x7fff_ffffL) << 32;
        while (true) {
            long before = window.get();
            long count = (before & ~0xffff_ffffL) == tag ? before & 0xffff_ffffL : 0;
            if (count >= mostASecond) {
                return false;
            }
            if (window.compareAndSet(before, tag | (count + 1))) {
                return true;
            }
        }
    }

    public void leave() {
        open.decrementAndGet();
    }

    public int open() {
        return open.get();
    }
}
