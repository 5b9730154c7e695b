package dev.sluice.director.sync;

/**
 * Looks at every session now and then: forgets what is over, and has peers' copies of long quiet
 * sessions live on.
 *
 * <p>A copy is told to live for what the session has left and its whole timeout besides. The next
 * that is told of it comes, if packets have prolonged it, when a quarter of the timeout is over. So
 * a copy never ends before the session would, whenever its owner dies.
 */
final class Sweep {
    private final SyncSettings settings;
    private final SessionBook book;
    private final SyncedSessions sessions;
    private final Heard heard;
    private final Told told;
    private final SyncedSession session = new SyncedSession();
    private int next = 1;
    private long dueMs;
    private long rest;

    Sweep(
            SyncSettings settings,
            SessionBook book,
            SyncedSessions sessions,
            Heard heard,
            Told told,
            long nowMs) {
        this.settings = settings;
        this.book = book;
        this.sessions = sessions;
        this.heard = heard;
        this.told = told;
        this.dueMs = nowMs;
    }

    /** Looks at as many as the time that has passed is worth. */
    void run(long nowMs) {
        long passedMs = Math.min(Math.max(0, nowMs - dueMs), settings.sweepMs());
        dueMs = nowMs;
        rest += passedMs * book.highest();
        long limit = rest / settings.sweepMs();
        rest -= limit * settings.sweepMs();
        for (long looked = 0; looked < limit; looked++) {
            if (next > book.highest()) {
                next = 1;
            }
            if (book.isUsed(next)) {
                look(next, nowMs);
            }
            next++;
        }
    }

    private void look(int id, long nowMs) {
        book.read(id, session);
        if (!session.isEnded && heard.isOwn(id, session)) {
            lookAtOwn(id, nowMs);
        } else if (book.untilMs(id) <= nowMs) {
            book.remove(id);
            if (!session.isEnded) {
                sessions.delete(session);
            }
        }
    }

    private void lookAtOwn(int id, long nowMs) {
        int leftMs = Math.min(sessions.leftMs(session), session.timeoutMs);
        if (leftMs <= 0) {
            heard.end(id, session, nowMs);
            return;
        }
        long untilMs = book.untilMs(id);
        boolean isDue = nowMs >= untilMs - session.timeoutMs / 4 * 3L;
        if (isDue && nowMs + leftMs - untilMs >= session.timeoutMs / 8) {
            book.untilMs(id, nowMs + leftMs);
            session.livesMs = leftMs + session.timeoutMs;
            told.tell(session, nowMs);
        }
    }
}
