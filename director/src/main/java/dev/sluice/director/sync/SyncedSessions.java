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
     * {@link #upsert} before, else nobody who is there has it.
     *
     * @param tag what the question was given
     */
    default void answered(long tag) {}

    /**
     * What {@link SessionSync#seek} asked has not been answered by all in time. A session that is
     * found later comes by {@link #upsert}.
     *
     * @param tag what the question was given
     */
    default void unanswered(long tag) {}

    /**
     * A peer asks for the session of a packet that {@link SessionSync} was told nothing of: one
     * whose ends have not agreed yet, perhaps. Who may have it tells it by {@link
     * SessionSync#changed}, if it has it, and then calls {@link SessionSync#lookedUp}.
     *
     * @param packet protocol; as client who sent the packet, as virtual address where it went;
     *     valid during the call
     * @param isServers whether it is a server's, else a client's
     * @param question what the answer is to be known by
     * @return how often the question will be answered; 0 if there is nobody to ask, below 0 if not
     *     all have time now
     */
    default int lookUp(SyncedSession packet, boolean isServers, int question) {
        return 0;
    }
}
