package dev.sluice.director.sync.run;

import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncedSessions;

/** The sessions of all workers, as the thread that shares them has them. Used by that thread. */
public interface ForwardedSessions extends SyncedSessions {
    /**
     * Hands on what workers have told, and lets them see what was put for them.
     *
     * @return how much of it there was, {@code most} at most
     */
    int poll(SessionSync sync, long nowMs, int most);

    /** How many more sessions of peers all workers can take. */
    int room();

    /** Changes that workers could not tell, for there was no place for them. */
    long untold();

    /** Sessions of peers that did not get to a worker, or that it could not enter. */
    long notEntered();

    /** Whether workers are still being given what they could not take before. Any thread. */
    default boolean isEntering() {
        return false;
    }
}
