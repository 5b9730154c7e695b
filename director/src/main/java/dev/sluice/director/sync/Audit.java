package dev.sluice.director.sync;

import java.nio.ByteBuffer;

/**
 * Compares what is known of a peer's sessions with what the peer says it is. The peer's digests
 * stand among its sessions, so they are of exactly those that were told before: who has all of
 * these, and nothing later, must come to the same. What differs twice is fetched again.
 */
final class Audit {
    private final Digests digests;
    private final Peers peers;

    Audit(Digests digests, Peers peers) {
        this.digests = digests;
        this.peers = peers;
    }

    /** Takes in a record of {@link Told}, if it can be compared. */
    void take(int kind, ByteBuffer fields, Peer peer, long sequence) {
        boolean isComparable =
                peer.isWhole
                        && peer.window.contiguous() == sequence - 1
                        && peer.window.highest() < sequence;
        if (!isComparable) {
            return;
        }
        if (kind == Told.DIGESTS) {
            peer.nextAudit();
            compareOwn(fields, peer);
        } else {
            compareOrphans(fields, peer);
        }
    }

    private void compareOwn(ByteBuffer fields, Peer peer) {
        if (fields.remaining() < SessionDigest.RANGES * Long.BYTES) {
            return;
        }
        long mask = 0;
        long[] sums = digests.current(peer.node);
        for (int range = 0; range < SessionDigest.RANGES; range++) {
            if (fields.getLong() != sums[range]) {
                mask |= 1L << range;
            }
        }
        peer.differs = mask & peer.differed;
        peer.differed = mask;
    }

    private void compareOrphans(ByteBuffer fields, Peer peer) {
        if (fields.remaining() < Told.ORPHAN_BYTES) {
            return;
        }
        int node = fields.getShort() & 0xFFFF;
        int category = fields.get();
        long sum = fields.getLong();
        if (node > Datagram.NODE_MAX || category != peers.category(node)) {
            return;
        }
        long mine = category == 0 ? digests.older(node) : digests.total(node);
        if (sum == mine) {
            return;
        }
        peer.orphansDiffer.set(node);
        if (peer.orphansDiffered.get(node)) {
            peer.orphansWanted.set(node);
        }
    }
}
