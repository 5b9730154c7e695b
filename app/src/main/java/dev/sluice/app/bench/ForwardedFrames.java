package dev.sluice.app.bench;

import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.sync.WorkerSessions;

/** A forwarder that shares its sessions, and frames for it from memory. */
final class ForwardedFrames implements SyncWork {
    private static final int SESSIONS = 1_000;
    private static final long PAUSE_NS = 100_000;

    private final PacketWorkload workload;

    ForwardedFrames(SessionSlab slab, WorkerSessions shared, long nowMs) {
        workload = new PacketWorkload(slab, SESSIONS, forwarder -> forwarder.share(shared), nowMs);
    }

    @Override
    public SessionTable sessions() {
        return workload.forwarder().sessions();
    }

    @Override
    public int takeIn(long nowMs) {
        return workload.forwarder().takeIn(nowMs);
    }

    @Override
    public boolean isWaiting() {
        return workload.forwarder().isWaiting();
    }

    @Override
    public void round(long nowMs) {
        int sent = workload.round(nowMs);
        if (sent != PacketWorkload.BATCH) {
            throw new AssertionError(sent + " of " + PacketWorkload.BATCH + " frames were sent");
        }
    }

    @Override
    public long pauseNs() {
        return PAUSE_NS;
    }
}
