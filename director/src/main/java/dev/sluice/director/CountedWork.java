package dev.sluice.director;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.offload.Offload;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.worker.FrameWork;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;

/** A forwarder as its worker sees it; now and then its sessions are counted. */
final class CountedWork implements FrameWork {
    private final Forwarder forwarder;
    private final CounterRow counts;

    CountedWork(Forwarder forwarder, Measure measure) {
        this.forwarder = forwarder;
        this.counts = measure.row(Scope.PROCESS);
    }

    @Override
    public void forward(Batch batch, long nowMs) {
        forwarder.forward(batch, nowMs);
    }

    @Override
    public void expire(long nowMs) {
        forwarder.expire(nowMs);
        count(Counter.HALF_OPEN_SESSIONS, forwarder.sessions().halfOpen());
        count(Counter.HALF_OPEN_SESSIONS_EVICTED, forwarder.evicted());
        count(Counter.SESSIONS_SOUGHT, forwarder.sought().asked());
        count(Counter.SESSIONS_SOUGHT_FOUND, forwarder.sought().found());
        count(Counter.SESSIONS_RECOMPUTED, forwarder.sought().recomputed());
        count(Counter.UNKNOWN_RESETS, forwarder.sought().reset());
        Offload offload = forwarder.offload();
        if (offload != null) {
            count(Counter.OFFLOADED_SESSIONS, offload.size());
            count(Counter.OFFLOAD_PLACES, offload.places());
            count(Counter.SESSIONS_OFFLOADED, offload.installed());
            count(Counter.SESSIONS_REVOKED, offload.revoked());
            count(Counter.OFFLOADS_WITHOUT_PLACE, offload.full());
            count(Counter.OFFLOADED_PACKETS, offload.packets());
            count(Counter.OFFLOADED_BYTES, offload.bytes());
        }
    }

    @Override
    public void watched(boolean is) {
        Offload offload = forwarder.offload();
        if (offload != null) {
            offload.watched(is);
        }
    }

    @Override
    public int takeIn(long nowMs) {
        return forwarder.takeIn(nowMs);
    }

    @Override
    public boolean isWaiting() {
        return forwarder.isWaiting();
    }

    private void count(Counter counter, long now) {
        long before = counts.value(counter);
        if (now != before) {
            counts.add(counter, now - before);
        }
    }
}
