package dev.sluice.director.sync;

/**
 * Hears of the sessions that a director tells its peers of. Called by the thread that owns the
 * {@link SessionSync}, from within its methods; must not call back.
 */
public interface OwnSessions {
    /** Tells nobody. */
    OwnSessions UNHEARD =
            new OwnSessions() {
                @Override
                public void changed(SyncedSession session, long nowMs) {}

                @Override
                public void ended(SyncedSession session, long nowMs) {}
            };

    /** A session has begun, has changed or was taken over. It is valid during the call. */
    void changed(SyncedSession session, long nowMs);

    /** A session is over. It is valid during the call. */
    void ended(SyncedSession session, long nowMs);
}
