package dev.sluice.director.sync;

/**
 * The sessions of a director as its forwarding has them. Called by the thread that owns the {@link
 * SessionSync}, from within its methods; must not call back.
 */
public interface SyncedSessions {
    /**
     * A session of a peer is new, has changed, or lives on.
     *
     * @param session valid during the call; {@code livesMs} says how long it lives from now
     */
    void upsert(SyncedSession session);

    /**
     * A session of a peer is over.
     *
     * @param session its key and incarnation; valid during the call
     */
    void delete(SyncedSession session);

    /**
     * How long a session of this director's own lives if nothing more is seen of it.
     *
     * @return not positive if there is none
     */
    int leftMs(SyncedSession session);

    /**
     * What {@link SessionSync#seek} asked has been answered: a session that was found came by
     * {@link #upsert} before, else there is none as far as can be found out.
     *
     * @param tag what the question was given
     */
    default void answered(long tag) {}
}
