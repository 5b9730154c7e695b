package dev.sluice.director.sync;

import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.session.MemoryAhead;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all workers as the thread sees them that shares them with peers: two rings with
 * each worker. Owned by that thread, but {@link #end}.
 *
 * <pre>
 *   worker ── WorkerEnd ──▶ SessionRing ──▶ poll ──▶ SessionSync.changed, ended, seek, lookedUp
 *   worker ◀── WorkerEnd ◀── SessionRing ◀── upsert, delete, answered, lookUp ◀── SessionSync
 * </pre>
 *
 * Whatever makes a {@link SessionSync} call {@link #upsert} or {@link #delete} (a datagram, part of
 * a bulk transfer) may only be given to it while {@link #room} says that there is place for all
 * that can come of it. So nothing is acknowledged that no worker will know.
 */
public final class WorkerSessions implements SyncedSessions {
    /** Entries of a ring, unless told otherwise: what a worker works off in some milliseconds. */
    public static final int RING_USUAL = 1 << 14;

    /** Sessions that are looked at in one round, to be given to workers once more. */
    private static final int REPEATED_MAX = 1_024;

    /** What of a table's index is taken from the kernel in one round: a millisecond's work. */
    private static final int INDEX_STEPS = 2;

    /** Below 0 together with another worker that has place. */
    private static final int NO_PLACE = -2;

    private final int capacity;
    private final SessionRing[] toWorkers;
    private final SessionRing[] fromWorkers;
    private final @Nullable WorkerEnd[] ends;
    private final @Nullable MemoryAhead[] aheads;
    private final int node;
    private final IntConsumer wake;
    private final LongSupplier nowMs;
    private final LongSupplier nowNs;
    private final SyncedSession session = new SyncedSession();
    private final Repetition repetition = new Repetition();
    private final AtomicBoolean mayEnterMore = new AtomicBoolean();
    private final SyncedSession answer = new SyncedSession();
    private volatile boolean isEntering;
    private long overflowed;
    private int first;

    /**
     * @param workers how many there are, a power of two
     * @param capacity of each ring, a power of two
     * @param node this director's number
     * @param wake wakes a worker by its number, if it sleeps
     * @param nowMs the clock of the workers' tables
     * @param nowNs by which workers know how long frames have waited
     */
    public WorkerSessions(
            int workers,
            int capacity,
            int node,
            IntConsumer wake,
            LongSupplier nowMs,
            LongSupplier nowNs) {
        this.capacity = capacity;
        this.toWorkers = new SessionRing[workers];
        this.fromWorkers = new SessionRing[workers];
        this.ends = new WorkerEnd[workers];
        this.aheads = new MemoryAhead[workers];
        this.node = node;
        this.wake = wake;
        this.nowMs = nowMs;
        this.nowNs = nowNs;
        for (int worker = 0; worker < workers; worker++) {
            toWorkers[worker] = new SessionRing(capacity);
            fromWorkers[worker] = new SessionRing(capacity);
        }
    }

    /**
     * A worker's end. To be called for every worker before the first {@link #poll}.
     *
     * @param table the worker's sessions; must stay there until this is used no more
     * @param placement finds what numbers sessions of peers have at that worker
     */
    public WorkerEnd end(int worker, SessionTable table, TableSessions.Placement placement) {
        SessionRing out = fromWorkers[worker];
        var end = new WorkerEnd(table, placement, node, out, toWorkers[worker], nowNs);
        ends[worker] = end;
        aheads[worker] = table.ahead();
        return end;
    }

    /**
     * Lets workers see what was put for them, and hands on what they have told. To be called in
     * each round, at least every 10 ms.
     *
     * @param most how many are handed on, at most
     * @return how many were
     */
    public int poll(SessionSync sync, long nowMs, int most) {
        publish();
        takeIndexes();
        int taken = 0;
        for (int i = 0; i < fromWorkers.length; i++) {
            int worker = (first + i) % fromWorkers.length;
            taken += poll(worker, sync, nowMs, most - taken);
        }
        first = (first + 1) % fromWorkers.length;
        repeat(sync, nowMs);
        publish();
        return taken;
    }

    /** Leaves half of the room to what comes from peers meanwhile. */
    private void repeat(SessionSync sync, long nowMs) {
        long refused = refused() + overflowed;
        if (mayEnterMore.get()) {
            isEntering = true;
            mayEnterMore.set(false);
            repetition.changed(refused, nowMs);
        }
        int most = Math.min(REPEATED_MAX, room() - capacity / 2);
        if (most > 0) {
            repetition.run(sync, refused, most, nowMs);
        }
        if (isEntering && !repetition.isUnderWay(nowMs) && room() == capacity) {
            isEntering = false;
        }
    }

    /**
     * Whether workers may lack sessions of peers that are known here: they forward by another table
     * since a moment ago, before which they may have been unable to enter any. Any thread.
     */
    public boolean isEntering() {
        return mayEnterMore.get() || isEntering;
    }

    /** All workers forward by another table now: they may know more listeners. Any thread. */
    public void tableChanged() {
        mayEnterMore.set(true);
    }

    private int poll(int worker, SessionSync sync, long nowMs, int most) {
        SessionRing ring = fromWorkers[worker];
        int count = ring.available(most);
        for (int i = 0; i < count; i++) {
            switch (ring.take(session)) {
                case SessionRing.CHANGED -> sync.changed(session, nowMs);
                case SessionRing.ENDED -> sync.ended(session, nowMs);
                case SessionRing.LOOKED_UP -> sync.lookedUp(session.place, nowMs);
                default -> seek(worker, sync, nowMs);
            }
        }
        ring.release();
        return count;
    }

    private void seek(int worker, SessionSync sync, long nowMs) {
        boolean isServers = session.method == Session.FROM_SERVER;
        long tag = (long) worker << Integer.SIZE | Integer.toUnsignedLong(session.place);
        sync.seek(session, isServers, tag, nowMs);
    }

    /**
     * If there is no place for it, the worker waits no longer than it would for an answer. So it
     * does for what is {@link #unanswered}.
     */
    @Override
    public void answered(long tag) {
        answer.place = (int) tag;
        toWorkers[(int) (tag >>> Integer.SIZE)].put(SessionRing.ANSWERED, answer);
    }

    /**
     * By what a server's packet is known, two workers may be meant: under nat that of the client it
     * goes to, under fullnat that of the local port.
     */
    @Override
    public int lookUp(SyncedSession packet, boolean isServers, int question) {
        answer.copyKey(packet);
        answer.method = isServers ? Session.FROM_SERVER : Session.FROM_CLIENT;
        answer.place = question;
        if (!isServers) {
            return lookUp(ownerOf(packet));
        }
        int byClient = ownerOf(packet.virtualHigh, packet.virtualLow, packet.virtualPort);
        int byPort = LocalPorts.workerOf(packet.virtualPort, toWorkers.length);
        return lookUp(byPort) + (byClient == byPort ? 0 : lookUp(byClient));
    }

    private int lookUp(int worker) {
        return toWorkers[worker].put(SessionRing.LOOK_UP, answer) ? 1 : NO_PLACE;
    }

    /** Lets workers see what was put for them. {@link #poll} does it too. */
    public void publish() {
        for (int worker = 0; worker < toWorkers.length; worker++) {
            if (toWorkers[worker].isUnpublished()) {
                takeAhead(worker);
                toWorkers[worker].publish();
                wake.accept(worker);
            }
        }
    }

    /** So that no worker waits for the kernel to fill memory with zeros, and frames for it. */
    private void takeAhead(int worker) {
        MemoryAhead ahead = aheads[worker];
        if (ahead != null) {
            ahead.takeFor(capacity - toWorkers[worker].room());
        }
    }

    private void takeIndexes() {
        for (MemoryAhead ahead : aheads) {
            if (ahead != null) {
                ahead.takeIndex(INDEX_STEPS);
            }
        }
    }

    /**
     * Why the kernel takes no memory ahead of its use, its negative number, or 0 while it does:
     * then workers wait for it where they first use it.
     */
    public int memoryRefusal() {
        int refusal = 0;
        for (MemoryAhead ahead : aheads) {
            refusal = ahead == null ? refusal : Math.min(refusal, ahead.refusal());
        }
        return refusal;
    }

    /** How many more sessions every worker's ring takes. */
    public int room() {
        int least = Integer.MAX_VALUE;
        for (SessionRing ring : toWorkers) {
            least = Math.min(least, ring.room());
        }
        return least;
    }

    @Override
    public void upsert(SyncedSession session) {
        put(SessionRing.UPSERT, session);
    }

    @Override
    public void delete(SyncedSession session) {
        put(SessionRing.DELETE, session);
    }

    private void put(int kind, SyncedSession session) {
        int worker = ownerOf(session);
        if (!toWorkers[worker].put(kind, session)) {
            overflowed++;
        }
    }

    private int ownerOf(SyncedSession session) {
        return ownerOf(session.clientHigh, session.clientLow, session.clientPort);
    }

    private int ownerOf(long clientHigh, long clientLow, int clientPort) {
        return LocalPorts.workerOf(
                LocalPorts.classOf(clientHigh, clientLow, clientPort), toWorkers.length);
    }

    /**
     * Read from the worker's own memory while it may write there: so who the session is, is looked
     * at before and after.
     */
    @Override
    public int leftMs(SyncedSession session) {
        WorkerEnd end = ends[ownerOf(session)];
        if (end == null || session.place <= 0 || session.place > end.table().capacity()) {
            return 0;
        }
        SessionTable table = end.table();
        long at = table.at(session.place);
        if (!isAt(table, at, session)) {
            return 0;
        }
        VarHandle.loadLoadFence();
        int leftMs = Session.leftMs(table.slab(), at, nowMs.getAsLong());
        VarHandle.loadLoadFence();
        return isAt(table, at, session) ? leftMs : 0;
    }

    private static boolean isAt(SessionTable table, long at, SyncedSession session) {
        var slab = table.slab();
        return Session.protocol(slab, at) == session.protocol
                && Session.clientPort(slab, at) == session.clientPort
                && Session.virtualPort(slab, at) == session.virtualPort
                && Session.clientLow(slab, at) == session.clientLow
                && Session.clientHigh(slab, at) == session.clientHigh
                && Session.virtualLow(slab, at) == session.virtualLow
                && Session.virtualHigh(slab, at) == session.virtualHigh;
    }

    /** How many sessions of peers no worker's ring had place for: none if {@link #room} is kept. */
    public long overflowed() {
        return overflowed;
    }

    /** How many sessions of peers workers could not enter. Any thread. */
    public long refused() {
        long sum = 0;
        for (WorkerEnd end : ends) {
            sum += end == null ? 0 : end.refused();
        }
        return sum;
    }

    /** How often a worker could not tell what it should, for its ring was full. Any thread. */
    public long untold() {
        long sum = 0;
        for (WorkerEnd end : ends) {
            sum += end == null ? 0 : end.untold();
        }
        return sum;
    }
}
