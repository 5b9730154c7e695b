package dev.sluice.director.worker;

import dev.sluice.director.packet.Batch;
import dev.sluice.linux.xdp.ChunkStack;

/**
 * A worker's end of the rings by which workers give each other frames of sessions that another one
 * owns. Owned by that worker.
 *
 * <p>A frame's chunk goes with it. For each frame that it takes a worker owes the giver a free
 * chunk, any one, and pays as soon as it has one: so no worker runs out of chunks because frames
 * came to it that were another's, and every chunk stays accounted for.
 *
 * <pre>
 *   giver ──frames──▶ taker        one ring for each pair and direction
 *   giver ◀──chunks── taker
 * </pre>
 */
final class HandOver {
    private final int self;
    private final LongRing[][] frames;
    private final LongRing[][] chunks;
    private final Sleeper[] sleepers;
    private final ChunkStack free;
    private final int[] owed;
    private final boolean[] given;
    private int first;

    /**
     * @param frames rings of frames, by giver and taker
     * @param chunks rings of free chunks, by who pays and who is paid
     * @param sleepers of all workers
     */
    HandOver(
            int self,
            LongRing[][] frames,
            LongRing[][] chunks,
            Sleeper[] sleepers,
            ChunkStack free) {
        this.self = self;
        this.frames = frames;
        this.chunks = chunks;
        this.sleepers = sleepers;
        this.free = free;
        this.owed = new int[sleepers.length];
        this.given = new boolean[sleepers.length];
    }

    /** Rings of one capacity for each pair of workers. */
    static LongRing[][] rings(int workers, int capacity) {
        var rings = new LongRing[workers][workers];
        for (LongRing[] row : rings) {
            for (int i = 0; i < workers; i++) {
                row[i] = new LongRing(capacity);
            }
        }
        return rings;
    }

    /** Gives a frame away; false when the taker's ring is full. The taker sees it after flush. */
    boolean give(int worker, long frame, int length, int port) {
        if (worker == self || !frames[self][worker].put(FrameWord.of(frame, length, port))) {
            return false;
        }
        given[worker] = true;
        return true;
    }

    /** Lets the takers see what was given, and wakes those that sleep. */
    void flush() {
        for (int worker = 0; worker < given.length; worker++) {
            if (given[worker]) {
                given[worker] = false;
                frames[self][worker].publish();
                sleepers[worker].wakeIfAsleep();
            }
        }
    }

    /**
     * Adds frames that others gave to a batch, each giver's in order.
     *
     * @return how many
     */
    int take(Batch batch) {
        int taken = 0;
        for (int i = 0; i < frames.length; i++) {
            int giver = (first + i) % frames.length;
            if (giver != self) {
                taken += takeFrom(giver, batch);
            }
        }
        first = (first + 1) % frames.length;
        return taken;
    }

    private int takeFrom(int giver, Batch batch) {
        LongRing ring = frames[giver][self];
        int count = ring.available(Batch.FRAMES_MAX - batch.received());
        for (int i = 0; i < count; i++) {
            long word = ring.take();
            batch.add(FrameWord.frame(word), FrameWord.length(word), FrameWord.port(word));
        }
        if (count > 0) {
            ring.release();
            owed[giver] += count;
        }
        return count;
    }

    /** Pays what is owed, as far as there are free chunks, and takes in what others paid. */
    void settle() {
        for (int worker = 0; worker < owed.length; worker++) {
            if (worker != self) {
                pay(worker);
                collect(chunks[worker][self]);
            }
        }
    }

    private void pay(int worker) {
        if (owed[worker] == 0) {
            return;
        }
        LongRing ring = chunks[self][worker];
        while (owed[worker] > 0 && free.size() > 0) {
            long chunk = free.take();
            if (!ring.put(chunk)) {
                free.give(chunk);
                break;
            }
            owed[worker]--;
        }
        ring.publish();
    }

    private void collect(LongRing ring) {
        int count = ring.available(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            free.give(ring.take());
        }
        if (count > 0) {
            ring.release();
        }
    }

    /** Whether somebody gave a frame that was not taken yet. */
    boolean isWaiting() {
        for (int giver = 0; giver < frames.length; giver++) {
            if (giver != self && frames[giver][self].available(1) > 0) {
                return true;
            }
        }
        return false;
    }
}
