package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;

/**
 * Decides what becomes of frames. A pure function over bytes, sessions, a table and the time: no
 * sockets, no clock, no threads of its own. Owned by one worker.
 */
public final class Forwarder {
    private ForwardingTable table = ForwardingTable.EMPTY;
    private NextHops hops = NextHops.EMPTY;

    /** Forwards by this table from now on. Between two batches. */
    public void use(ForwardingTable newest) {
        table = newest;
    }

    /** Finds neighbours by this snapshot from now on. Between two batches. */
    public void use(NextHops newest) {
        hops = newest;
    }

    /**
     * Gives every frame of a batch its outcome, and adds frames of its own where answers are due.
     *
     * @param nowMs the machine's monotonic clock
     */
    public void forward(Batch batch, long nowMs) {
        for (int i = 0; i < batch.received(); i++) {
            batch.drop(i, Drop.NO_LISTENER);
        }
    }

    /**
     * Ends sessions whose time is over. To be called every few milliseconds, between two batches.
     */
    public void expire(long nowMs) {
        assert table.revision() >= 0 && hops.ports() >= 0 && nowMs >= 0;
    }
}
