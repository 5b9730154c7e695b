package dev.sluice.director.sync;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * A worker's end of the way to its director's peers: tells what has become of the worker's
 * sessions, and enters what has become of peers'. Owned by the worker; allocates nothing after it
 * was made.
 */
public final class WorkerEnd {
    /** Sessions of peers that are entered between two batches: frames wait for as long. */
    static final int TAKEN_MAX = 64;

    /** After which frames have waited long enough, however few were entered. */
    static final long TAKEN_NS = 200_000;

    /** Sessions between two looks at the clock. */
    static final int LOOK_EACH = 8;

    private static final int UDP = 17;

    private final SessionTable table;
    private final MemorySegment slab;
    private final TableSessions.Placement placement;
    private final TableSessions sessions;
    private final SessionRing out;
    private final SessionRing in;
    private final LongSupplier nowNs;
    private final SyncedSession session = new SyncedSession();
    private final AtomicLong untold = new AtomicLong();
    private long nowMs;
    private boolean isTaking;
    private IntConsumer answers = _ -> {};

    WorkerEnd(
            SessionTable table,
            TableSessions.Placement placement,
            int node,
            SessionRing out,
            SessionRing in,
            LongSupplier nowNs) {
        this.table = table;
        this.slab = table.slab();
        this.placement = placement;
        this.sessions = new TableSessions(table, placement, node, () -> nowMs);
        this.out = out;
        this.in = in;
        this.nowNs = nowNs;
    }

    /**
     * Tells peers of a session, of which {@link TableSessions#mustTell} said so. If there is no
     * place for it, the session's next packet will tell them.
     *
     * @param idleMs how long a session may be silent whose ends have agreed
     */
    public void changed(int id, long at, int idleMs, long now) {
        if (out.isFull()) {
            untold.lazySet(untold.getPlain() + 1);
            return;
        }
        int timeoutMs = TableSessions.timeoutMs(slab, at, idleMs);
        TableSessions.read(slab, at, timeoutMs, now, session);
        session.place = id;
        out.put(SessionRing.CHANGED, session);
        out.publish();
        if (Session.has(slab, at, Session.MIRRORED)) {
            placement.owned(slab, at);
        }
        TableSessions.told(slab, at);
    }

    /**
     * A session ends, and its fields can still be read. Peers hear of it if they know it and it is
     * this director's.
     */
    public void ended(long at) {
        int flags = Session.flags(slab, at);
        if (isTaking || (flags & (Session.MIRRORED | Session.HALF_OPEN)) != 0) {
            return;
        }
        if (Session.protocol(slab, at) == UDP && (flags & Session.DURABLE_CHANGED) != 0) {
            return;
        }
        TableSessions.read(slab, at, 0, nowMs, session);
        if (!out.put(SessionRing.ENDED, session)) {
            untold.lazySet(untold.getPlain() + 1);
            return;
        }
        out.publish();
    }

    /** How many more changes and ends of sessions it can tell of now. */
    public int room() {
        return out.room();
    }

    /** Has somebody hear that a question of {@link #seek} was answered. */
    public void answers(IntConsumer toQuestion) {
        answers = toQuestion;
    }

    /**
     * Asks peers for the session of a packet. If they know it, it is entered before the answer is
     * heard of.
     *
     * @param direction {@link Session#FROM_CLIENT} or {@link Session#FROM_SERVER}
     * @return false if there is no place for the question
     */
    public boolean seek(
            int question,
            int direction,
            long sourceHigh,
            long sourceLow,
            int sourcePort,
            long destinationHigh,
            long destinationLow,
            int destinationPort,
            int protocol) {
        session.clientHigh = sourceHigh;
        session.clientLow = sourceLow;
        session.clientPort = sourcePort;
        session.virtualHigh = destinationHigh;
        session.virtualLow = destinationLow;
        session.virtualPort = destinationPort;
        session.protocol = protocol;
        session.method = direction;
        session.place = question;
        if (!out.put(SessionRing.SEEK, session)) {
            return false;
        }
        out.publish();
        return true;
    }

    /**
     * Enters what has become of peers' sessions, some at a time. Between two batches.
     *
     * @return how many there were
     */
    public int takeIn(long now) {
        nowMs = now;
        int count = in.available(TAKEN_MAX);
        if (count == 0) {
            return 0;
        }
        isTaking = true;
        long endNs = nowNs.getAsLong() + TAKEN_NS;
        int taken = 0;
        do {
            int next = Math.min(count, taken + LOOK_EACH);
            for (; taken < next; taken++) {
                take();
            }
        } while (taken < count && nowNs.getAsLong() - endNs < 0);
        isTaking = false;
        in.release();
        return taken;
    }

    private void take() {
        switch (in.take(session)) {
            case SessionRing.UPSERT -> sessions.upsert(session);
            case SessionRing.DELETE -> sessions.delete(session);
            case SessionRing.LOOK_UP -> lookUp();
            default -> answers.accept(session.place);
        }
    }

    /** A peer asks for the session of a packet: it is told, half-open as it may be. */
    private void lookUp() {
        int question = session.place;
        int found = TableSessions.find(table, session);
        boolean isTold = found < 0 || (found & 1) != session.method || tellAsked(found >> 1);
        session.place = question;
        if (isTold && out.put(SessionRing.LOOKED_UP, session)) {
            out.publish();
        }
    }

    /**
     * Tells a session as it is, unless peers know it as well as this worker does. It lives with
     * them as long as here; what becomes of it is told as of all others.
     *
     * @return false if there is no place for it: then the question must not be answered either
     */
    private boolean tellAsked(int id) {
        long at = table.at(id);
        if (!TableSessions.mayTell(slab, at)) {
            return true;
        }
        int leftMs = Math.max(1, Session.leftMs(slab, at, nowMs));
        TableSessions.read(slab, at, leftMs, nowMs, session);
        session.place = id;
        return out.put(SessionRing.CHANGED, session);
    }

    /** Whether there is something to take in. */
    public boolean isWaiting() {
        return in.available(1) > 0;
    }

    /** How many sessions of peers could not be entered. Any thread. */
    long refused() {
        return sessions.refused();
    }

    /** How often something could not be told, for the ring was full. Any thread. */
    long untold() {
        return untold.getOpaque();
    }

    SessionTable table() {
        return table;
    }
}
