package dev.sluice.director.sync;

import dev.sluice.director.session.TcpStates;

/**
 * Enters sessions that somebody forwards who is no director of the cluster, and whom all of its
 * directors hear: a fleet of another kind. Nobody of the cluster owns such a session, so nobody
 * tells of it, and directors cannot quarrel over it: what each makes of what it hears follows from
 * that and from what it knew, by one rule. It belongs to the first that forwards a packet of it, as
 * what a director left behind does, and gets an incarnation by the clock then.
 *
 * <ul>
 *   <li>A session that is not known begins, with the least incarnation: whatever a director says of
 *       that client is greater.
 *   <li>One that is known and goes the same way is nobody's from now on: who speaks of it forwards
 *       its packets. That is a change, the same at all who hear it.
 *   <li>One that goes another way, or begins anew, takes the place of what was nobody's or is over;
 *       its incarnation is the next possible. What a director forwards and is not over stays.
 * </ul>
 */
final class Imports {
    /** Owner of what nobody of the cluster forwards. */
    static final int NOBODY = 0;

    private static final int TCP = 6;

    /** Incarnations count microseconds above the director's number. */
    private static final int NODE_BITS = 12;

    private final SessionBook book;
    private final SyncedSessions sessions;
    private final Heard heard;
    private final SyncedSession known = new SyncedSession();

    Imports(SessionBook book, SyncedSessions sessions, Heard heard) {
        this.book = book;
        this.sessions = sessions;
        this.heard = heard;
    }

    /**
     * Somebody says that it forwards a session.
     *
     * @param session is given its stamp
     * @param mayReplace whether it can be later than another session of that client
     */
    Imported take(SyncedSession session, boolean mayReplace, long nowMs) {
        session.owner = NOBODY;
        session.change = 0;
        session.isEnded = false;
        session.isCurrent = false;
        int id = book.find(session);
        if (id == 0) {
            return isClosed(session) ? Imported.OVER : begin(session, 0, nowMs);
        }
        book.read(id, known);
        if (known.goesTheWayOf(session) && !Join.beginsAnew(known.state, session.state)) {
            return known.isEnded ? Imported.OVER : agree(id, session, nowMs);
        }
        boolean lives = !known.isEnded && known.owner != NOBODY && !isReusable(known);
        if (lives || !mayReplace || isClosed(session)) {
            return Imported.CONTRADICTS;
        }
        return begin(session, known.incarnation, nowMs);
    }

    private static boolean isClosed(SyncedSession session) {
        return session.protocol == TCP && session.state == TcpStates.CLOSE;
    }

    private static boolean isReusable(SyncedSession session) {
        return session.protocol == TCP && TcpStates.isReusable(session.state);
    }

    private Imported begin(SyncedSession session, long after, long nowMs) {
        session.incarnation = ((after >>> NODE_BITS) + 1) << NODE_BITS;
        return heard.heard(session, 0, 0, false, nowMs) ? Imported.BEGUN : Imported.NO_ROOM;
    }

    private Imported agree(int id, SyncedSession session, long nowMs) {
        heard.givesUp(id, known);
        if (known.owner != NOBODY) {
            known.owner = NOBODY;
            known.change++;
        }
        known.state = Join.states(known.state, session.state);
        known.flags = Join.flags(known.flags, session.flags);
        known.timeoutMs = session.timeoutMs;
        known.livesMs = session.livesMs;
        book.write(id, known, 0);
        book.untilMs(id, nowMs + session.livesMs);
        sessions.upsert(known);
        return Imported.AGREES;
    }
}
