package dev.sluice.director.worker;

import dev.sluice.linux.xdp.CopyMode;
import dev.sluice.linux.xdp.RingSizes;
import org.jspecify.annotations.Nullable;

/**
 * How frames are moved.
 *
 * @param workers how many threads, if every port has as many queues
 * @param rings of each socket
 * @param heldChunks frames that a worker's forwarder may hold back at a time
 * @param busyTimeoutMs how long to wait for queues that a process before has not given back
 * @param idleMs how long an idle worker sleeps at most
 * @param attachment how all ports' frames are taken; null where each is to have what suits it best
 */
public record WorkerSettings(
        int workers,
        RingSizes rings,
        CopyMode copyMode,
        int heldChunks,
        long busyTimeoutMs,
        long idleMs,
        @Nullable Attachment attachment) {
    public static final WorkerSettings DEFAULT =
            new WorkerSettings(
                    Integer.MAX_VALUE, RingSizes.DEFAULT, CopyMode.COPY, 1024, 10_000, 20);

    public WorkerSettings(
            int workers,
            RingSizes rings,
            CopyMode copyMode,
            int heldChunks,
            long busyTimeoutMs,
            long idleMs) {
        this(workers, rings, copyMode, heldChunks, busyTimeoutMs, idleMs, null);
    }

    public WorkerSettings withWorkers(int most) {
        return new WorkerSettings(
                most, rings, copyMode, heldChunks, busyTimeoutMs, idleMs, attachment);
    }

    public WorkerSettings withRings(RingSizes sizes) {
        return new WorkerSettings(
                workers, sizes, copyMode, heldChunks, busyTimeoutMs, idleMs, attachment);
    }

    /** The same, with frames of all ports taken in one way. */
    public WorkerSettings attached(@Nullable Attachment way) {
        return new WorkerSettings(workers, rings, copyMode, heldChunks, busyTimeoutMs, idleMs, way);
    }
}
