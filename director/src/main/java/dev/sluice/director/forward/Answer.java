package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.table.VirtualMacs;

/**
 * Sends a frame back to where it came from, after it was made into the answer to itself. An address
 * of ours is not the kernel's, so whatever is asked about it is answered here.
 */
final class Answer {
    private final Workbench bench;

    Answer(Workbench bench) {
        this.bench = bench;
    }

    /** The port's MAC. */
    long ownMac(int i) {
        return bench.hops.sourceMac(bench.batch.port(i));
    }

    /** The MAC of an address of ours, as far as the asker on the wire is concerned. */
    long macOf(int i, long high, long low) {
        long virtual = bench.table.virtualMacs().of(bench.batch.port(i), high, low);
        return virtual == VirtualMacs.NONE ? ownMac(i) : virtual;
    }

    /** Sends the frame to the MAC that it came from. */
    void back(int i) {
        EthernetHeader.turnRound(bench.batch.memory(), bench.batch.frame(i), ownMac(i));
        out(i);
    }

    /** Sends the frame, whose Ethernet header is written, out by the port that it came in by. */
    void out(int i) {
        Batch batch = bench.batch;
        batch.transmit(i, batch.port(i));
    }
}
