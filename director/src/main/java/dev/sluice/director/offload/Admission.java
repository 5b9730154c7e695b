package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import java.util.function.LongSupplier;

/**
 * Lets sessions into the kernel's cache: those that have been there for a while, are still worth it
 * and find room. Owned by the worker; allocates nothing.
 */
final class Admission {
    private static final int WAITING = -1;
    private static final int CANDIDATES = 1 << 14;

    /**
     * How many are let in at least, if they are due and there is time, between two batches: frames
     * wait for as long.
     */
    private static final int INSTALLED_MIN = 64;

    /**
     * Of many that wait so large a part: twice as many as become due between two calls, which are
     * some two milliseconds apart, so that new sessions never come faster than they are let in.
     */
    private static final int PART = Offload.WAIT_MS / 4;

    /** After which frames have waited long enough, however few were let in. */
    static final long ADMITTING_NS = 500_000;

    /** Sessions between two looks at the clock. */
    static final int LOOK_EACH = 8;

    private final SessionTable sessions;
    private final Passage passage;
    private final WorkerFlows flows;
    private final Ledger ledger;
    private final LongSupplier nowNs;
    private final Candidates candidates = new Candidates(CANDIDATES);
    private long installed;
    private long full;

    Admission(
            SessionTable sessions,
            Passage passage,
            WorkerFlows flows,
            Ledger ledger,
            LongSupplier nowNs) {
        this.sessions = sessions;
        this.passage = passage;
        this.flows = flows;
        this.ledger = ledger;
        this.nowNs = nowNs;
    }

    /** Has a session wait, if it is not in the cache and does not wait already. */
    void offer(int id, long at, long nowMs) {
        if (Session.fastPlace(ALL, at) != Ledger.NONE || candidates.isFull()) {
            return;
        }
        Session.fastPlace(ALL, at, WAITING);
        candidates.add(id, nowMs + Offload.WAIT_MS, nowMs + Session.leftMs(ALL, at, nowMs));
    }

    /**
     * Lets in some of those that have waited long enough.
     *
     * @param isOpen whether any may go in; if not, they have waited for nothing
     */
    void goOn(long nowMs, boolean isOpen) {
        if (!candidates.isDue(nowMs)) {
            return;
        }
        int most = Math.max(INSTALLED_MIN, candidates.size() / PART);
        long endNs = nowNs.getAsLong() + ADMITTING_NS;
        for (int i = 1; i <= most && candidates.isDue(nowMs); i++) {
            judge(candidates.id(), nowMs, isOpen);
            candidates.remove();
            if (i % LOOK_EACH == 0 && nowNs.getAsLong() - endNs >= 0) {
                return;
            }
        }
    }

    private void judge(int id, long nowMs, boolean isOpen) {
        long at = sessions.at(id);
        if (Session.protocol(ALL, at) != 0 && Session.fastPlace(ALL, at) == WAITING) {
            Session.fastPlace(ALL, at, Ledger.NONE);
            if (isOpen && isWorthIt(at, nowMs)) {
                admit(id, at);
            }
        }
    }

    private boolean isWorthIt(long at, long nowMs) {
        return !ledger.isCrowded()
                || candidates.wasSeenAgain(nowMs + Session.leftMs(ALL, at, nowMs));
    }

    /** Lets one in now, if the kernel may forward it and there is room. */
    void admit(int id, long at) {
        if (!passage.isFor(id, at)) {
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

    /** How many sessions were let in. */
    long installed() {
        return installed;
    }

    /** How often there was no place for one. */
    long full() {
        return full;
    }
}
