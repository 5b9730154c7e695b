package dev.sluice.director.worker;

import dev.sluice.director.packet.Batch;

/**
 * Sees a worker's frames: as they came, and what became of them. On the worker's thread; it must
 * not keep what it sees, and be quick.
 */
public interface FrameTap {
    /** Sees nothing. */
    FrameTap NONE = new FrameTap() {};

    /** The received frames of a batch, before they are forwarded. */
    default void received(Batch batch, long nowMs) {}

    /** All frames of a batch with their outcomes. */
    default void forwarded(Batch batch, long nowMs) {}
}
