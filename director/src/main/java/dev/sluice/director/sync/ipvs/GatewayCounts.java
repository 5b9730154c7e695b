package dev.sluice.director.sync.ipvs;

import java.util.concurrent.atomic.AtomicLongArray;

/** What happened at a gateway so far. Written by its owner; anyone may read. */
public final class GatewayCounts {
    /** What is counted besides refusals. */
    public enum Count {
        MESSAGES_SENT,
        MESSAGES_TAKEN,
        SESSIONS_SENT,
        SESSIONS_TAKEN,
        TEMPLATES_SENT,
        TEMPLATES_TAKEN,
        /** Sessions of fullnat, which IPVS cannot express. */
        LEFT_OUT_FULLNAT,
        /**
         * Sessions with something else that IPVS cannot express: windows that are shifted, a header
         * that the server is still to be told, addresses of both versions.
         */
        LEFT_OUT_OTHERS
    }

    private static final int COUNTS = Count.values().length;

    private final AtomicLongArray values = new AtomicLongArray(COUNTS + Refusal.values().length);

    void add(Count count) {
        add(count.ordinal());
    }

    void add(Refusal refusal) {
        add(COUNTS + refusal.ordinal());
    }

    private void add(int place) {
        values.setPlain(place, values.getPlain(place) + 1);
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
