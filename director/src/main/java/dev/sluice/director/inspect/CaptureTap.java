package dev.sluice.director.inspect;

import dev.sluice.director.inspect.TrafficFilter.Moment;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.worker.FrameTap;
import java.util.function.LongSupplier;

/**
 * Copies a worker's matching frames into a ring: what comes in, with what becomes of it, and what
 * goes out. A frame that is handed over is seen at the worker that gets it. Owned by the worker.
 */
final class CaptureTap implements FrameTap {
    private final TrafficFilter filter;
    private final CaptureRing ring;
    private final LongSupplier timeNs;
    private final FrameHeads heads = new FrameHeads();
    private final long[] copies = new long[Batch.FRAMES_MAX];
    private final boolean wantsIncoming;

    /**
     * @param timeNs the time of day, in ns since 1970
     */
    CaptureTap(TrafficFilter filter, CaptureRing ring, LongSupplier timeNs) {
        this.filter = filter;
        this.ring = ring;
        this.timeNs = timeNs;
        this.wantsIncoming = filter.wants(Moment.IN) || filter.wants(Moment.DROPPED);
    }

    @Override
    public void received(Batch batch, long nowMs) {
        if (!wantsIncoming || batch.received() == 0) {
            return;
        }
        long now = timeNs.getAsLong();
        for (int i = 0; i < batch.received(); i++) {
            copies[i] = isWanted(batch, i) ? copy(batch, i, batch.port(i), now, false) : -1;
        }
    }

    private boolean isWanted(Batch batch, int i) {
        return heads.match(filter, batch.memory(), batch.frame(i), batch.length(i));
    }

    private long copy(Batch batch, int i, int port, long now, boolean outgoing) {
        return ring.add(batch.memory(), batch.frame(i), batch.length(i), now, port, outgoing);
    }

    @Override
    public void forwarded(Batch batch, long nowMs) {
        if (wantsIncoming) {
            for (int i = 0; i < batch.received(); i++) {
                if (copies[i] >= 0) {
                    tell(batch, i);
                }
            }
        }
        if (filter.wants(Moment.OUT)) {
            outgoing(batch);
        }
        ring.publish();
    }

    private void tell(Batch batch, int i) {
        byte outcome = batch.outcome(i);
        boolean dropped = outcome == Batch.DROP && batch.reason(i) != Drop.NONE;
        if (outcome == Batch.HAND_OVER || (filter.wantsOnlyDropped() && !dropped)) {
            return;
        }
        ring.tell(
                copies[i],
                outcome,
                outcome == Batch.DROP ? batch.reason(i).ordinal() : batch.to(i));
    }

    private void outgoing(Batch batch) {
        if (batch.size() == 0) {
            return;
        }
        long now = timeNs.getAsLong();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.outcome(i) == Batch.TRANSMIT && isWanted(batch, i)) {
                long at = copy(batch, i, batch.to(i), now, true);
                if (at >= 0) {
                    ring.tell(at, Batch.TRANSMIT, batch.to(i));
                }
            }
        }
    }
}
