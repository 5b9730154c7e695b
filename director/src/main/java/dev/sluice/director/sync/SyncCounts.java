package dev.sluice.director.sync;

import java.util.concurrent.atomic.AtomicLongArray;

/** What happened so far. Written by the owner of the {@link SessionSync}; anyone may read. */
public final class SyncCounts {
    /** What is counted besides refusals. */
    public enum Count {
        DATAGRAMS_SENT,
        DATAGRAMS_TAKEN,
        SESSIONS_TOLD,
        SESSIONS_HEARD,
        DATAGRAMS_SENT_AGAIN,
        GAPS_ASKED_FOR,
        BULKS_ASKED_FOR,
        BULKS_FINISHED,
        BULKS_FAILED,
        RANGES_REPAIRED,
        PEERS_LOST,
        SESSIONS_SOUGHT,
        SESSIONS_FOUND,
        SEEKS_ANSWERED,
        SEEKS_PASSED_OVER,
        SEEKS_LOOKED_UP,
        SEEKS_LOOKED_UP_FOUND,
        SEEKS_UNANSWERED
    }

    private static final int COUNTS = Count.values().length;

    private final AtomicLongArray values = new AtomicLongArray(COUNTS + Refusal.values().length);

    void add(Count count) {
        add(count, 1);
    }

    void add(Count count, long more) {
        add(count.ordinal(), more);
    }

    void add(Refusal refusal) {
        add(COUNTS + refusal.ordinal(), 1);
    }

    private void add(int place, long more) {
        values.setPlain(place, values.getPlain(place) + more);
    }

    /** How often so far. */
    public long of(Count count) {
        return values.getPlain(count.ordinal());
    }

    /** How many were refused for that reason. */
    public long of(Refusal refusal) {
        return values.getPlain(COUNTS + refusal.ordinal());
    }
}
