package dev.sluice.director.sync.run;

import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.linux.call.Errno;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of a director's workers, by the rings that lead to them. */
public final class SessionsOfWorkers implements ForwardedSessions {
    private static final Logger LOG = LoggerFactory.getLogger(SessionsOfWorkers.class);

    private final WorkerSessions rings;
    private boolean hasWarned;

    public SessionsOfWorkers(WorkerSessions rings) {
        this.rings = rings;
    }

    @Override
    public int poll(SessionSync sync, long nowMs, int most) {
        int polled = rings.poll(sync, nowMs, most);
        if (!hasWarned && rings.memoryRefusal() < 0) {
            hasWarned = true;
            LOG.warn(
                    "the kernel takes no memory for sessions ahead of its use ({}): frames wait for"
                            + " it, some milliseconds in all, while sessions come in bulk",
                    Errno.describe(-rings.memoryRefusal()));
        }
        return polled;
    }

    @Override
    public int room() {
        return rings.room();
    }

    @Override
    public long untold() {
        return rings.untold();
    }

    @Override
    public long notEntered() {
        return rings.refused() + rings.overflowed();
    }

    @Override
    public boolean isEntering() {
        return rings.isEntering();
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

    @Override
    public int lookUp(SyncedSession packet, boolean isServers, int question) {
        return rings.lookUp(packet, isServers, question);
    }
}
