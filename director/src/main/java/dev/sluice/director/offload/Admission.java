package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;

/**
 * Lets sessions into the kernel's cache: those that have been there for a while, are still worth it
 * and find room. Owned by the worker; allocates nothing.
 */
final class Admission {
    private static final int WAITING = -1;
    private static final int CANDIDATES = 1 << 14;

    /**
     * How many are let in at least, if they are due, between two batches: frames wait for as long.
     */
    private static final int INSTALLED_MIN = 64;

    /**
     * Of many that wait so large a part: twice as many as become due between two calls, which are
     * some two milliseconds apart, so that new sessions never come faster than they are let in.
     */
    private static final int PART = Offload.WAIT_MS / 4;

    private final SessionTable sessions;
    private final Passage passage;
    private final WorkerFlows flows;
    private final Ledger ledger;
    private final Candidates candidates = new Candidates(CANDIDATES);
    private long installed;
    private long full;

    Admission(SessionTable sessions, Passage passage, WorkerFlows flows, Ledger ledger) {
        this.sessions = sessions;
        this.passage = passage;
        this.flows = flows;
        this.ledger = ledger;
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
        int most = Math.max(INSTALLED_MIN, candidates.size() / PART);
        for (int i = 0; i < most && candidates.isDue(nowMs); i++) {
            int id = candidates.id();
            long at = sessions.at(id);
            if (Session.protocol(ALL, at) != 0 && Session.fastPlace(ALL, at) == WAITING) {
                Session.fastPlace(ALL, at, Ledger.NONE);
                if (isOpen && isWorthIt(at, nowMs)) {
                    admit(id, at);
                }
            }
            candidates.remove();
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
