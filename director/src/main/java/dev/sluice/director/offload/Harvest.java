package dev.sluice.director.offload;

import dev.sluice.director.session.Session;

/**
 * Brings home what the program has counted of a worker's sessions, each packet once. Owned by the
 * worker; nothing is allocated.
 */
final class Harvest {
    private static final int FIN_OR_RST = 0x01 | 0x04;

    private final Passage passage;
    private final WorkerFlows flows;
    private final Ledger ledger;
    private long packets;
    private long bytes;

    Harvest(Passage passage, WorkerFlows flows, Ledger ledger) {
        this.passage = passage;
        this.flows = flows;
        this.ledger = ledger;
    }

    /** Takes what is new of a session; false if nothing is. */
    boolean take(int place, long at) {
        boolean any = passed(place, at, Session.FROM_CLIENT);
        any |= passed(place, at, Session.FROM_SERVER);
        return any;
    }

    private boolean passed(int place, long at, int direction) {
        if (!count(place, direction)) {
            return false;
        }
        passage.passed(
                ledger.id(place),
                at,
                direction,
                flows.tcpFlags(place, direction),
                flows.lastSeenMs(place, direction));
        return true;
    }

    /** Takes what is new of a session that leaves its place. */
    void takeLast(int place) {
        count(place, Session.FROM_CLIENT);
        count(place, Session.FROM_SERVER);
    }

    private boolean count(int place, int direction) {
        long newPackets = ledger.newPackets(place, direction, flows.packets(place, direction));
        if (newPackets == 0) {
            return false;
        }
        long newBytes = ledger.newBytes(place, direction, flows.bytes(place, direction));
        packets += newPackets;
        bytes += newBytes;
        passage.counted(ledger.listener(place), direction, newPackets, newBytes);
        return true;
    }

    /** Whether one of the two ends has begun to close a session's connection. */
    boolean isClosing(int place) {
        int flags = flows.tcpFlags(place, Session.FROM_CLIENT);
        flags |= flows.tcpFlags(place, Session.FROM_SERVER);
        return (flags & FIN_OR_RST) != 0;
    }

    /** How many packets the kernel has forwarded, as far as was looked. */
    long packets() {
        return packets;
    }

    /** Of how many bytes they were. */
    long bytes() {
        return bytes;
    }
}
