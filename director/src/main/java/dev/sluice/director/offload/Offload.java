package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import java.util.function.LongSupplier;

/**
 * The sessions of one worker that the kernel forwards: puts in those that are worth it, takes out
 * those that are over or have changed, and brings home what was counted. Owned by the worker, but
 * what another thread is told to call; allocates nothing.
 *
 * <pre>
 *   forwarded by Java → offer → waits → still worth it, and room ──▶ forwarded by the kernel
 *                                                                      │ counters, FIN, RST
 *   Passage.counted, passed ◀──────────────────────────────────────────┤
 *   forwarded by Java ◀── ended, killed, closing, changed, cold ───────┘
 * </pre>
 *
 * Where a session is, {@link Session#fastPlace} says: at a place of the {@link Ledger}, waiting, or
 * nowhere.
 */
public final class Offload implements AutoCloseable {
    /** Most connections are over by then, and cost the kernel nothing. */
    public static final int WAIT_MS = 64;

    private static final int LOOKED_AT_MAX = 1024;
    private static final int ENDED_MAX = 256;

    /** In what time all sessions are looked at for what was counted, if they are not too many. */
    private static final int TURN_MS = 512;

    private final SessionTable sessions;
    private final WorkerFlows flows;
    private final Ledger ledger;
    private final Harvest harvest;
    private final Admission admission;
    private final Revocation revocation;
    private boolean isWatched;
    private int harvested;
    private long harvestedMs;

    /**
     * @param interfaces by the number of a port
     * @param nowNs by which it does not let frames wait for long
     */
    public Offload(
            SessionTable sessions,
            Passage passage,
            FlowCache cache,
            int worker,
            int[] interfaces,
            long nowMs,
            LongSupplier nowNs) {
        this.sessions = sessions;
        this.flows = new WorkerFlows(cache, worker, interfaces);
        this.ledger = flows.ledger();
        this.harvest = new Harvest(passage, flows, ledger);
        this.admission = new Admission(sessions, passage, flows, ledger, nowNs);
        this.revocation = new Revocation(sessions, passage, flows, ledger, harvest);
        this.harvestedMs = nowMs;
    }

    /** A packet of a session was forwarded here, as the kernel could have done. */
    public void offer(int id, long at, long nowMs) {
        if (!isWatched) {
            admission.offer(id, at, nowMs);
        }
    }

    /**
     * Goes on with what an earlier process has had the kernel forward, of sessions that are here
     * still, whether by this cache or by another, and revokes the rest. Once, before the first
     * {@link #goOn}, and before programs go by this cache that went by another.
     */
    public void adopt() {
        for (int place = 1; place <= ledger.places(); place++) {
            int id = flows.session(place);
            if (id == 0) {
                flows.revoke(place);
            } else {
                adopt(place, id);
            }
        }
        for (int id = sessions.after(0); id != 0; id = sessions.after(id)) {
            moveIn(id, sessions.at(id));
        }
    }

    private void adopt(int place, int id) {
        boolean isThere = id <= sessions.highest() && id > 0;
        long at = sessions.at(isThere ? id : 1);
        if (!isThere || !flows.isHeld(place, id, at)) {
            flows.revoke(place);
            ledger.keep(place, id, 0);
            ledger.leave(place);
            return;
        }
        ledger.keep(place, id, Session.listener(ALL, at));
        flows.clearUnused(place, at);
        Session.fastPlace(ALL, at, place);
        harvest(place);
        if (ledger.isAt(id, place) && !revocation.mayStay(place, id)) {
            revoke(at);
            // It moves to a place of its own once it is known which are free.
            Session.fastPlace(ALL, at, place);
        }
    }

    /** What was in a cache that this process does not go on with comes into its own at once. */
    private void moveIn(int id, long at) {
        int place = Session.fastPlace(ALL, at);
        if (place == Ledger.NONE || ledger.isAt(id, place)) {
            return;
        }
        Session.fastPlace(ALL, at, Ledger.NONE);
        if (place > Ledger.NONE) {
            admission.admit(id, at);
        }
    }

    /** Does some of what is due. Between two batches, every few milliseconds. */
    public void goOn(long nowMs) {
        settle();
        takeEnds();
        revocation.goOn(!isWatched);
        admission.goOn(nowMs, !isWatched);
        harvest(nowMs);
    }

    /** Whether it should be called again soon, although no frames come. */
    public boolean isBusy() {
        return revocation.isSweeping();
    }

    /** Takes what a program counted that had found a place just before it was left. */
    private void settle() {
        for (int place = ledger.settle(); place != Ledger.NONE; place = ledger.settle()) {
            harvest.takeLast(place);
        }
    }

    private void takeEnds() {
        for (int i = 0; i < ENDED_MAX; i++) {
            int place = flows.nextEnded();
            if (place == 0) {
                return;
            }
            if (ledger.id(place) != 0) {
                harvest(place);
            }
        }
    }

    /** Looks at all sessions, those that may not go on by the kernel being revoked. */
    public void changed() {
        revocation.sweep();
    }

    /** Has something done once all that was revoked by {@link #changed} so far is. */
    public void afterSweep(Runnable then) {
        revocation.afterSweep(then);
    }

    /** Has Java forward all packets, as somebody wants to see them, or not any more. */
    public void watched(boolean is) {
        isWatched = is;
        if (is) {
            changed();
        }
    }

    /** Looks at as many sessions as their turn has come of. */
    private void harvest(long nowMs) {
        int used = ledger.used();
        long due = used * (nowMs - harvestedMs) / TURN_MS;
        if (due == 0 && used > 0) {
            return;
        }
        harvestedMs = nowMs;
        int count = (int) Math.min(Math.min(due, LOOKED_AT_MAX), used);
        for (int i = 0; i < count; i++) {
            harvested = harvested >= used ? 1 : harvested + 1;
            if (ledger.id(harvested) != 0 && !harvest(harvested) && ledger.isFull()) {
                revoke(sessions.at(ledger.id(harvested)));
            }
        }
    }

    /** Takes what was counted at a place; false if there was nothing. */
    private boolean harvest(int place) {
        long at = sessions.at(ledger.id(place));
        boolean any = harvest.take(place, at);
        if (harvest.isClosing(place)) {
            revoke(at);
        }
        return any;
    }

    /** Moves a session's deadline, if the kernel has forwarded packets of it. */
    public void overdue(long at) {
        int place = Session.fastPlace(ALL, at);
        if (place > Ledger.NONE) {
            harvest(place);
        }
    }

    /** A session's packets go through Java again, from the next one that comes. */
    public void revoke(long at) {
        revocation.revoke(at);
    }

    /** A session is over here, or is a peer's from now on. */
    public void ended(long at) {
        revocation.ended(at);
    }

    /** How many places were left so far. Any thread. */
    public long leftSoFar() {
        return ledger.leftSoFar();
    }

    /**
     * So many of the places that were left first are looked at by no program any more. One other
     * thread.
     */
    public void rested(long first) {
        ledger.rested(first);
    }

    /** How many sessions the kernel forwards. */
    public long size() {
        return ledger.size();
    }

    /** How many it may forward. */
    public int places() {
        return ledger.places();
    }

    /** Whether somebody wants to see all packets, so that it forwards none. */
    public boolean isWatched() {
        return isWatched;
    }

    /** How many it began to forward. */
    public long installed() {
        return admission.installed();
    }

    /** How many it has ceased to forward. */
    public long revoked() {
        return revocation.revoked();
    }

    /** How often there was no place for one. */
    public long full() {
        return admission.full();
    }

    /** How many packets it has forwarded, as far as was looked. */
    public long packets() {
        return harvest.packets();
    }

    /** Of how many bytes they were. */
    public long bytes() {
        return harvest.bytes();
    }

    @Override
    public void close() {
        flows.close();
    }
}
