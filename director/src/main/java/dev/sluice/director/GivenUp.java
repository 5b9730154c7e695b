package dev.sluice.director;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Addresses or networks that were given up not long ago, so that frames for them may still be on
 * their way. Changed by one thread, read by any.
 */
final class GivenUp<T> {
    private final LongSupplier nowMs;
    private final long forMs;
    private final Map<T, Long> sinceMs = new HashMap<>();
    private Set<T> owned = Set.of();
    private volatile Set<T> all = Set.of();

    /**
     * @param forMs how long they are not forgotten
     */
    GivenUp(LongSupplier nowMs, long forMs) {
        this.nowMs = nowMs;
        this.forMs = forMs;
    }

    Set<T> all() {
        return all;
    }

    /**
     * Others are owned from now on.
     *
     * @return whether some are not any more
     */
    boolean owned(Set<T> newest) {
        boolean any = false;
        for (T one : owned) {
            if (!newest.contains(one)) {
                sinceMs.put(one, nowMs.getAsLong());
                any = true;
            }
        }
        sinceMs.keySet().removeAll(newest);
        owned = newest;
        all = Set.copyOf(sinceMs.keySet());
        return any;
    }

    /** Forgets those whose time is over; whether there were any. */
    boolean forget() {
        long now = nowMs.getAsLong();
        boolean any = sinceMs.values().removeIf(since -> now - since >= forMs);
        all = Set.copyOf(sinceMs.keySet());
        return any;
    }
}
