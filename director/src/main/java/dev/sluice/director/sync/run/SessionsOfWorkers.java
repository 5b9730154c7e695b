package dev.sluice.director.sync.run;

import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.sync.WorkerSessions;

/** The sessions of a director's workers, by the rings that lead to them. */
final class SessionsOfWorkers implements ForwardedSessions {
    private final WorkerSessions rings;

    SessionsOfWorkers(WorkerSessions rings) {
        this.rings = rings;
    }

    @Override
    public int poll(SessionSync sync, long nowMs, int most) {
        return rings.poll(sync, nowMs, most);
    }

    @Override
    public int room() {
        return rings.room();
    }

    @Override
    public void upsert(SyncedSession session) {
        rings.upsert(session);
    }

    @Override
    public void delete(SyncedSession session) {
        rings.delete(session);
    }

    @Override
    public int leftMs(SyncedSession session) {
        return rings.leftMs(session);
    }

    @Override
    public void answered(long tag) {
        rings.answered(tag);
    }
}
