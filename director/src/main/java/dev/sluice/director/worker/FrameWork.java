package dev.sluice.director.worker;

import dev.sluice.director.packet.Batch;

/** What a worker does with frames: the forwarder, or in tests something simpler. One thread. */
public interface FrameWork {
    /**
     * Gives every frame of a batch its outcome, and may add frames of its own.
     *
     * @param nowMs the machine's monotonic clock
     */
    void forward(Batch batch, long nowMs);

    /** Does what is due, every few milliseconds, between two batches. */
    void expire(long nowMs);

    /**
     * Takes in some of what others left for the worker. In each round, between two batches.
     *
     * @return 0 when there was nothing
     */
    default int takeIn(long nowMs) {
        return 0;
    }

    /** Whether somebody wants to see all frames from now on, or not any more. */
    default void watched(boolean is) {}

    /** Whether there is something to take in. */
    default boolean isWaiting() {
        return false;
    }
}
