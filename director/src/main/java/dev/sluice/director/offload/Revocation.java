package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes sessions out of the kernel's cache: one that is over or has changed, or, as the world has
 * changed, all that would go on otherwise than Java forwards them now. Owned by the worker;
 * allocates nothing while it goes through them.
 */
final class Revocation {
    private static final int LOOKED_AT_MAX = 1024;
    private static final int REVOKED_MAX = 128;

    private final SessionTable sessions;
    private final Passage passage;
    private final WorkerFlows flows;
    private final Ledger ledger;
    private final Harvest harvest;
    private final List<Runnable> afterSweep = new ArrayList<>();
    private boolean isSweeping;
    private int swept;
    private long revoked;

    Revocation(
            SessionTable sessions,
            Passage passage,
            WorkerFlows flows,
            Ledger ledger,
            Harvest harvest) {
        this.sessions = sessions;
        this.passage = passage;
        this.flows = flows;
        this.ledger = ledger;
        this.harvest = harvest;
    }

    /**
     * A session's packets go through Java again, from the next one that comes: Java knows then what
     * was seen of it so far, for nobody asks the kernel again before it expires.
     */
    void revoke(long at) {
        int place = shut(at);
        if (place > Ledger.NONE) {
            harvest.take(place, at);
            leave(place);
        }
    }

    /** A session is over, or a peer's: its last packets count, and it does not live on by them. */
    void ended(long at) {
        int place = shut(at);
        if (place > Ledger.NONE) {
            harvest.takeLast(place);
            leave(place);
        }
    }

    /** No packet of a session that comes from now on is forwarded; the place it still has. */
    private int shut(long at) {
        int place = Session.fastPlace(ALL, at);
        if (place > Ledger.NONE) {
            flows.revoke(place, at);
        }
        Session.fastPlace(ALL, at, Ledger.NONE);
        return place;
    }

    private void leave(int place) {
        ledger.leave(place);
        revoked++;
    }

    /** Begins to look at all sessions, from the first place on. */
    void sweep() {
        isSweeping = true;
        swept = 0;
    }

    boolean isSweeping() {
        return isSweeping;
    }

    /** Has something done once the sweep that goes on is through, if one does. */
    void afterSweep(Runnable then) {
        if (isSweeping) {
            afterSweep.add(then);
        } else {
            then.run();
        }
    }

    /**
     * Looks at some more sessions, if a sweep goes on.
     *
     * @param isOpen whether any may stay
     */
    void goOn(boolean isOpen) {
        if (!isSweeping) {
            return;
        }
        long before = revoked;
        int end = Math.min(swept + LOOKED_AT_MAX, ledger.used());
        while (swept < end && revoked - before < REVOKED_MAX) {
            swept++;
            int id = ledger.id(swept);
            if (id != 0 && !(isOpen && mayStay(swept, id))) {
                revoke(sessions.at(id));
            }
        }
        if (swept >= ledger.used()) {
            isSweeping = false;
            afterSweep.forEach(Runnable::run);
            afterSweep.clear();
        }
    }

    /** Whether the session at a place goes by the kernel as it would go by Java. */
    boolean mayStay(int place, int id) {
        long at = sessions.at(id);
        return passage.isFor(id, at) && flows.isCurrent(place, at, passage);
    }

    /** How many sessions have left. */
    long revoked() {
        return revoked;
    }
}
