package dev.sluice.director.worker;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.linux.xdp.ChunkStack;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Moves frames. {@link #doWork} is one round and reads as what a worker does; a thread repeats it.
 * Everything in it belongs to that thread but the mailbox.
 */
public final class ForwardingWorker {
    /** How often what is due is looked after: sessions that end, frames that are sent again. */
    private static final long EXPIRE_MS = 2;

    /** More than all rings of a worker hold. */
    private static final int WAITING_MAX = 1 << 16;

    private final FrameWork frames;
    private final Batch batch;
    private final PortQueue[] queues;
    private final PortQueue[] outByPort;
    private final HandOver handOver;
    private final Mailbox mailbox;
    private final ChunkStack free;
    private final WorkerCounts counts;
    private final LongSupplier nowMs;
    private volatile boolean stale;
    private FrameTap tap = FrameTap.NONE;
    private int first;
    private long expireAtMs;

    /**
     * @param queues those that the worker owns, of all ports
     * @param outByPort which of them a port's frames are sent by
     */
    ForwardingWorker(
            FrameWork frames,
            Batch batch,
            PortQueue[] queues,
            PortQueue[] outByPort,
            HandOver handOver,
            Mailbox mailbox,
            ChunkStack free,
            WorkerCounts counts,
            LongSupplier nowMs) {
        this.frames = frames;
        this.batch = batch;
        this.queues = queues;
        this.outByPort = outByPort;
        this.handOver = handOver;
        this.mailbox = mailbox;
        this.free = free;
        this.counts = counts;
        this.nowMs = nowMs;
        this.expireAtMs = nowMs.getAsLong();
        refill();
    }

    /**
     * One round: a command if one waits, what others left, a batch of what has come, what is due,
     * and away with it.
     *
     * @return 0 when there was nothing to do
     */
    public int doWork() {
        long now = nowMs.getAsLong();
        int work = mailbox.deliver() + frames.takeIn(now);
        collect();
        if (stale) {
            stale = false;
            dropWaiting();
        }
        batch.clear();
        work += receive();
        boolean due = now - expireAtMs >= 0;
        if (batch.received() > 0 || due) {
            tap.received(batch, now);
            frames.forward(batch, now);
            tap.forwarded(batch, now);
            dispatch();
        }
        flush();
        if (due) {
            frames.expire(now);
            expireAtMs = now + EXPIRE_MS;
        }
        return work;
    }

    /** Takes back chunks of frames that were sent, and settles with the other workers. */
    private void collect() {
        for (PortQueue queue : queues) {
            queue.collect();
        }
        handOver.settle();
    }

    /** Fills the batch: first with what others gave, then from the queues, each in its turn. */
    private int receive() {
        int received = handOver.take(batch);
        int own = 0;
        for (int i = 0; i < queues.length && !batch.isFull(); i++) {
            own += queues[(first + i) % queues.length].receive(batch);
        }
        first = (first + 1) % queues.length;
        for (int i = received; i < received + own; i++) {
            counts.received(batch.port(i), batch.length(i));
        }
        if (own > 0) {
            refill();
        }
        return received + own;
    }

    /** Drops what has come by now; what comes meanwhile is not followed for ever. */
    private void dropWaiting() {
        int received = 1;
        for (int total = 0; received > 0 && total < WAITING_MAX; total += received) {
            batch.clear();
            received = receive();
            for (int i = 0; i < received; i++) {
                drop(i, Drop.STALE);
            }
        }
    }

    private void refill() {
        for (PortQueue queue : queues) {
            queue.refill();
        }
    }

    private void dispatch() {
        for (int i = 0; i < batch.size(); i++) {
            switch (batch.outcome(i)) {
                case Batch.TRANSMIT -> transmit(i);
                case Batch.HAND_OVER -> handOver(i);
                case Batch.HOLD -> {}
                case Batch.DROP -> drop(i, batch.reason(i));
                default -> throw new AssertionError("a frame was left undecided");
            }
        }
    }

    private void transmit(int i) {
        PortQueue out = outByPort[batch.to(i)];
        if (out.transmit(batch.frame(i), batch.length(i))) {
            counts.sent(out.port(), batch.length(i));
        } else {
            drop(i, Drop.TRANSMIT_FULL);
        }
    }

    private void handOver(int i) {
        if (handOver.give(batch.to(i), batch.frame(i), batch.length(i), batch.port(i))) {
            counts.handedOver();
        } else {
            drop(i, Drop.HAND_OVER_FULL);
        }
    }

    private void drop(int i, Drop why) {
        if (why != Drop.NONE) {
            counts.dropped(why);
        }
        free.give(batch.chunk(i));
    }

    private void flush() {
        for (PortQueue queue : queues) {
            queue.flush();
        }
        handOver.flush();
    }

    /** The free chunks. Only while its thread does not run. */
    ChunkStack free() {
        return free;
    }

    /** The queues. Only while its thread does not run. */
    List<PortQueue> queues() {
        return List.of(queues);
    }

    /** Whether another thread left something to do. */
    boolean isWorkWaiting() {
        return stale || !mailbox.isEmpty() || handOver.isWaiting() || frames.isWaiting();
    }

    /** Whether frames wait that a port could not send. */
    boolean isHeldUp() {
        for (PortQueue queue : queues) {
            if (queue.isHeldUp()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Has something done on the worker's thread between two batches. Any other thread.
     *
     * @return completed when it is done; with false if the worker ended before
     */
    public CompletableFuture<Boolean> between(Runnable command) {
        return mailbox.send(command);
    }

    /** Has it drop all that waits in its queues, in its next round. Any thread. */
    void discard() {
        stale = true;
    }

    /** Shows its frames to a tap from now on; on the worker's thread. */
    public void show(FrameTap newest) {
        tap = newest;
        frames.watched(newest != FrameTap.NONE);
    }
}
