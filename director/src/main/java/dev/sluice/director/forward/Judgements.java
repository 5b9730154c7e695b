package dev.sluice.director.forward;

import dev.sluice.director.session.Session;

/**
 * The numbers by which sessions remember when they were last found to be right with their server.
 * There are few, so they come again; but never while a session may still bear one from long ago:
 * when all are in use, none is given until {@link Review} has been through all sessions. Owned by
 * one worker; pure.
 */
final class Judgements {
    /** Borne by sessions that are to be judged. */
    static final int NONE = 0;

    /** Borne by no session: each is to be judged whenever a packet of its comes. */
    static final int EXHAUSTED = -1;

    private int change;
    private int oldest;

    /** Something has changed that sessions are judged by. */
    void changed() {
        change++;
    }

    /** How many changes there were. */
    int changes() {
        return change;
    }

    /** All sessions bear judgements from after so many changes, or none. */
    void reviewed(int changes) {
        oldest = changes;
    }

    /** What is borne by sessions that were judged after the last change. */
    int current() {
        return change - oldest < Session.JUDGEMENTS
                ? 1 + Integer.remainderUnsigned(change, Session.JUDGEMENTS)
                : EXHAUSTED;
    }
}
