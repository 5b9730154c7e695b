package dev.sluice.app.bench;

import dev.sluice.director.session.SessionTable;

/** What a worker of a {@link SyncDirector} does. Owned by it. */
interface SyncWork {
    SessionTable sessions();

    /** Enters some of others' sessions; how many. */
    int takeIn(long nowMs);

    /** Whether there are more. */
    boolean isWaiting();

    /** Does what else there is. */
    void round(long nowMs);

    /** How long to wait for the next round, if no sessions of others come. */
    long pauseNs();
}
