package dev.sluice.director.sync;

/** Enters what is heard of sessions, from peers and from this director's own forwarding. */
final class Heard {
    private final SyncSettings settings;
    private final SessionBook book;
    private final SyncedSessions sessions;
    private final Told told;
    private final Safety safety;
    private final SyncCounts counts;
    private final Incarnations incarnations;
    private final SyncedSession known = new SyncedSession();
    private OwnSessions listening = OwnSessions.UNHEARD;

    Heard(
            SyncSettings settings,
            SessionBook book,
            SyncedSessions sessions,
            Told told,
            Safety safety,
            SyncCounts counts,
            Incarnations incarnations) {
        this.settings = settings;
        this.book = book;
        this.sessions = sessions;
        this.told = told;
        this.safety = safety;
        this.counts = counts;
        this.incarnations = incarnations;
    }

    /** Has somebody else hear of what peers are told. */
    void listening(OwnSessions other) {
        listening = other;
    }

    /** Whether a row is a session that this director has told since it started. */
    boolean isOwn(int id, SyncedSession session) {
        return session.owner == settings.node()
                && book.generation(id) == book.digests().generation(settings.node());
    }

    /**
     * This director forwards a session, and something of it has changed that lasts.
     *
     * @param session is given its stamp
     * @return false if there is no room for it
     */
    boolean changed(SyncedSession session, long nowMs) {
        int id = book.find(session);
        if (id == 0) {
            begin(session);
        } else {
            book.read(id, known);
            if (isOwn(id, known) && !known.isEnded) {
                safety.remove(book.sequence(id));
            }
            goOn(session);
        }
        int generation = book.digests().generation(settings.node());
        if (id == 0) {
            id = book.add(session, generation, 0, 0);
        } else {
            book.write(id, session, generation);
        }
        if (id == 0) {
            counts.add(Refusal.BOOK_FULL);
            safety.noRoom();
            return false;
        }
        tell(id, session, nowMs);
        return true;
    }

    private void tell(int id, SyncedSession session, long nowMs) {
        int left = Math.min(session.livesMs, session.timeoutMs);
        session.livesMs = left + session.timeoutMs;
        long sequence = told.tell(session, nowMs);
        session.livesMs = left;
        book.sequence(id, sequence);
        book.untilMs(id, nowMs + left);
        safety.add(sequence);
        listening.changed(session, nowMs);
    }

    private void begin(SyncedSession session) {
        session.incarnation = incarnations.next();
        session.change = 0;
        session.owner = settings.node();
        session.isEnded = false;
    }

    /** Makes of what is known and what has changed what is told. */
    private void goOn(SyncedSession session) {
        boolean isSame =
                !known.isEnded
                        && known.owner != Imports.NOBODY
                        && known.goesTheWayOf(session)
                        && !Join.beginsAnew(known.state, session.state);
        if (!isSame) {
            begin(session);
            return;
        }
        session.incarnation = known.incarnation;
        session.change = known.change + 1;
        session.owner = settings.node();
        session.isEnded = false;
        int livesMs = session.livesMs;
        Join.into(session, known);
        session.livesMs = livesMs;
    }

    /** A session that this director forwards is over. */
    void ended(SyncedSession session, long nowMs) {
        int id = book.find(session);
        if (id == 0) {
            return;
        }
        book.read(id, known);
        if (!known.isEnded && isOwn(id, known)) {
            end(id, known, nowMs);
        }
    }

    void end(int id, SyncedSession session, long nowMs) {
        safety.remove(book.sequence(id));
        session.isEnded = true;
        session.change++;
        long sequence = told.tell(session, nowMs);
        book.write(id, session, book.generation(id));
        book.sequence(id, sequence);
        book.untilMs(id, nowMs + settings.endedMs());
        listening.ended(session, nowMs);
    }

    /** A session is not this director's any more, if it was. */
    void givesUp(int id, SyncedSession session) {
        if (!session.isEnded && isOwn(id, session)) {
            safety.remove(book.sequence(id));
        }
    }

    /**
     * A peer says something of a session.
     *
     * @param generation the life of its owner that it was told in
     * @param sequence the number of the owner's datagram
     * @return false if there is no room for it
     */
    boolean heard(
            SyncedSession session, int generation, long sequence, boolean isFromOwner, long nowMs) {
        incarnations.seen(session.incarnation);
        counts.add(SyncCounts.Count.SESSIONS_HEARD);
        long untilMs = nowMs + (session.isEnded ? settings.endedMs() : session.livesMs);
        int id = book.find(session);
        if (id == 0) {
            if (book.add(session, generation, sequence, untilMs) == 0) {
                counts.add(Refusal.BOOK_FULL);
                return false;
            }
            if (!session.isEnded) {
                sessions.upsert(session);
            }
            return true;
        }
        join(id, session, generation, sequence, isFromOwner, untilMs, nowMs);
        return true;
    }

    /**
     * Tells again that a session is over whose owner says that it lives: it has not heard of the
     * end, and who told that may be gone.
     */
    void insist(int id, SyncedSession said, long nowMs) {
        book.read(id, known);
        if (known.isEnded && known.owner != said.owner && Join.compareStamps(known, said) > 0) {
            known.change++;
            known.owner = settings.node();
            long sequence = told.tell(known, nowMs);
            book.write(id, known, book.digests().generation(settings.node()));
            book.sequence(id, sequence);
            book.untilMs(id, nowMs + settings.endedMs());
        }
    }

    private boolean isCurrent(int id, int owner) {
        return book.generation(id) == book.digests().generation(owner);
    }

    /**
     * A director that has lost its memory may give a stamp twice, to a session that lives and to
     * its end. Then its present life is right, and of two former ones that which ended it.
     */
    private void join(
            int id,
            SyncedSession session,
            int generation,
            long sequence,
            boolean isFromOwner,
            long untilMs,
            long nowMs) {
        book.read(id, known);
        boolean wasAlive = !known.isEnded;
        boolean wasOwn = wasAlive && isOwn(id, known);
        int order = Join.compareStamps(session, known);
        boolean changed = Join.into(known, session);
        boolean isCurrent = generation == book.digests().generation(session.owner);
        boolean adopts = order > 0 || (order == 0 && isCurrent && !wasOwn);
        if (order == 0 && !adopts) {
            known.isEnded = !wasAlive || (session.isEnded && !isCurrent(id, session.owner));
        }
        boolean turns = wasAlive == known.isEnded;
        changed |= turns;
        if (order > 0 && wasOwn) {
            safety.remove(book.sequence(id));
        }
        if (changed || adopts) {
            book.write(id, known, adopts ? generation : book.generation(id));
        }
        if (adopts) {
            book.sequence(id, sequence);
        }
        if (order > 0 || turns || (order == 0 && isFromOwner && !wasOwn && !known.isEnded)) {
            book.untilMs(id, untilMs);
            changed = true;
        }
        if (changed) {
            report(id, wasAlive, nowMs);
        }
    }

    /** Says once more what is known of a session, if it is a peer's or nobody's. */
    void repeat(int id, long nowMs) {
        book.read(id, known);
        if (!known.isEnded && !isOwn(id, known) && book.untilMs(id) > nowMs) {
            report(id, true, nowMs);
        }
    }

    private void report(int id, boolean wasAlive, long nowMs) {
        if (!known.isEnded) {
            known.livesMs = (int) Math.max(0, book.untilMs(id) - nowMs);
            sessions.upsert(known);
        } else if (wasAlive) {
            sessions.delete(known);
        }
    }
}
