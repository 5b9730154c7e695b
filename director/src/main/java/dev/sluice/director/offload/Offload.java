package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import java.util.ArrayList;
import java.util.List;

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

    private static final int NOWHERE = Ledger.NONE;
    private static final int WAITING = -1;
    private static final int CANDIDATES = 1 << 14;

    /** What is done at most between two batches: frames wait for as long. */
    private static final int INSTALLED_MAX = 64;

    private static final int LOOKED_AT_MAX = 1024;
    private static final int REVOKED_MAX = 128;
    private static final int ENDED_MAX = 256;

    /** In what time all sessions are looked at for what was counted, if they are not too many. */
    private static final int TURN_MS = 512;

    private final SessionTable sessions;
    private final Passage passage;
    private final WorkerFlows flows;
    private final Ledger ledger;
    private final Harvest harvest;
    private final Candidates candidates = new Candidates(CANDIDATES);
    private final List<Runnable> afterSweep = new ArrayList<>();
    private boolean isWatched;
    private boolean isSweeping;
    private int swept;
    private int harvested;
    private long harvestedMs;
    private long installed;
    private long revoked;
    private long full;

    /**
     * @param interfaces by the number of a port
     */
    public Offload(
            SessionTable sessions,
            Passage passage,
            FlowCache cache,
            int worker,
            int[] interfaces,
            long nowMs) {
        this.sessions = sessions;
        this.passage = passage;
        this.flows = new WorkerFlows(cache, worker, interfaces);
        this.ledger = new Ledger(flows.places());
        this.harvest = new Harvest(passage, flows, ledger);
        this.harvestedMs = nowMs;
    }

    /** A packet of a session was forwarded here, as the kernel could have done. */
    public void offer(int id, long at, long nowMs) {
        if (Session.fastPlace(ALL, at) != NOWHERE || candidates.isFull() || isWatched) {
            return;
        }
        Session.fastPlace(ALL, at, WAITING);
        candidates.add(id, nowMs + WAIT_MS, nowMs + Session.leftMs(ALL, at, nowMs));
    }

    /**
     * Goes on with what an earlier process has had the kernel forward, of sessions that are here
     * still, and revokes the rest. Once, before the first {@link #goOn}.
     */
    public void adopt() {
        for (int place = 1; place <= ledger.places(); place++) {
            int id = flows.session(place);
            if (id != 0) {
                adopt(place, id);
            }
        }
    }

    private void adopt(int place, int id) {
        boolean isThere = id <= sessions.highest() && id > 0;
        long at = sessions.at(isThere ? id : 1);
        if (!isThere || Session.protocol(ALL, at) == 0 || !flows.isHeld(place, id, at)) {
            flows.revoke(place);
            ledger.take(place, id, 0);
            ledger.leave(place);
            return;
        }
        ledger.take(place, id, Session.listener(ALL, at));
        harvest.forget(place);
        Session.fastPlace(ALL, at, place);
    }

    /** Does some of what is due. Between two batches, every few milliseconds. */
    public void goOn(long nowMs) {
        takeEnds();
        if (isSweeping) {
            sweep();
        }
        install(nowMs);
        harvest(nowMs);
    }

    /** Whether it should be called again soon, although no frames come. */
    public boolean isBusy() {
        return isSweeping;
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

    private void install(long nowMs) {
        for (int i = 0; i < INSTALLED_MAX && candidates.isDue(nowMs); i++) {
            int id = candidates.id();
            long at = sessions.at(id);
            if (Session.protocol(ALL, at) != 0 && Session.fastPlace(ALL, at) == WAITING) {
                Session.fastPlace(ALL, at, NOWHERE);
                install(id, at, nowMs);
            }
            candidates.remove();
        }
    }

    private void install(int id, long at, long nowMs) {
        boolean isHot = candidates.wasSeenAgain(nowMs + Session.leftMs(ALL, at, nowMs));
        if (isWatched || (isCrowded() && !isHot) || !passage.isFor(id, at)) {
            return;
        }
        int place = ledger.free();
        if (place == Ledger.NONE) {
            full++;
            return;
        }
        ledger.take(place, id, Session.listener(ALL, at));
        int result = flows.install(place, id, at, passage);
        if (result < 0) {
            full += result == WorkerFlows.UNREACHABLE ? 0 : 1;
            flows.revoke(place, at);
            ledger.leave(place);
            return;
        }
        Session.fastPlace(ALL, at, place);
        installed++;
    }

    /** Whether places are kept for who needs them most. */
    private boolean isCrowded() {
        return ledger.size() > ledger.places() / 4 * 3;
    }

    /** Looks at all sessions, those that may not go on by the kernel being revoked. */
    public void changed() {
        isSweeping = true;
        swept = 0;
    }

    /** Has something done once all that was revoked by {@link #changed} so far is. */
    public void afterSweep(Runnable then) {
        if (isSweeping) {
            afterSweep.add(then);
        } else {
            then.run();
        }
    }

    /** Has Java forward all packets, as somebody wants to see them, or not any more. */
    public void watched(boolean is) {
        isWatched = is;
        if (is) {
            changed();
        }
    }

    private void sweep() {
        long before = revoked;
        int end = Math.min(swept + LOOKED_AT_MAX, ledger.used());
        while (swept < end && revoked - before < REVOKED_MAX) {
            swept++;
            int id = ledger.id(swept);
            if (id != 0) {
                sweep(swept, id);
            }
        }
        if (swept >= ledger.used()) {
            isSweeping = false;
            afterSweep.forEach(Runnable::run);
            afterSweep.clear();
        }
    }

    private void sweep(int place, int id) {
        long at = sessions.at(id);
        if (isWatched || !passage.isFor(id, at) || !flows.isCurrent(place, at, passage)) {
            revoke(at);
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
            if (ledger.id(harvested) != 0 && !harvest(harvested) && isFull()) {
                revoke(sessions.at(ledger.id(harvested)));
            }
        }
    }

    private boolean isFull() {
        return ledger.size() > ledger.places() / 8 * 7;
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
        if (place > NOWHERE) {
            harvest(place);
        }
    }

    /** A session's packets go through Java again, from the next one that comes. */
    public void revoke(long at) {
        int place = Session.fastPlace(ALL, at);
        if (place > NOWHERE) {
            flows.revoke(place, at);
            harvest.takeLast(place);
            ledger.leave(place);
            revoked++;
        }
        Session.fastPlace(ALL, at, NOWHERE);
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

    /** How many it began to forward. */
    public long installed() {
        return installed;
    }

    /** How many it has ceased to forward. */
    public long revoked() {
        return revoked;
    }

    /** How often there was no place for one. */
    public long full() {
        return full;
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
