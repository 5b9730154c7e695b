package dev.sluice.director.sync;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What directors say besides sessions, again and again, so that none of it need arrive.
 *
 * <pre>
 *   10 heartbeat   newest datagram (8), oldest that can be sent again (8), flags (1)
 *   11 ack         node (2), its boot epoch (8), all up to this datagram are known (8)
 *   12 nak         node (2), its boot epoch (8), { first missing (8), how many (4) } ...
 *   13 hello       node (2), a number to be repeated (8): who are you now?
 *   14 repeat      node (2), that number (8)
 *   15 to 17       see {@link SeekFields}
 *
 *   flags  1: complete    2: what is told is all there is, from datagram 1 on
 * </pre>
 */
final class Control {
    static final int HEARTBEAT = 10;
    static final int ACK = 11;
    static final int NAK = 12;
    static final int HELLO = 13;
    static final int REPEAT = 14;

    static final int HEARTBEAT_BYTES = 17;
    static final int ACK_BYTES = 18;
    static final int NAK_BYTES = 10;
    static final int NAK_RANGE_BYTES = 12;
    static final int HELLO_BYTES = 10;

    static final int COMPLETE = 1;
    static final int FROM_START = 2;

    /** Gaps that are asked for at once. */
    private static final int RANGES_MAX = 32;

    /** Between two questions for the same gaps. */
    private static final int NAK_AGAIN_MS = 50;

    /** Between two questions who a peer is. */
    private static final int HELLO_AGAIN_MS = 100;

    /** For which the same number is asked to be repeated: answers may take a while. */
    private static final int NONCE_MS = 2_000;

    private final Outlet outlet;
    private final SyncCounts counts;
    private final RandomGenerator random;
    private final Peers peers;
    private final Told told;
    private final Digests digests;
    private final DatagramWriter writer;
    private long sequence;

    Control(
            SyncSettings settings,
            Seal seal,
            Outlet outlet,
            SyncCounts counts,
            RandomGenerator random,
            Peers peers,
            Told told,
            Digests digests) {
        this.outlet = outlet;
        this.counts = counts;
        this.random = random;
        this.peers = peers;
        this.told = told;
        this.digests = digests;
        this.writer =
                new DatagramWriter(
                        settings.datagramBytesMax(),
                        settings.cluster(),
                        settings.node(),
                        settings.epoch(),
                        seal);
    }

    /** Says all there is to say. */
    void send(boolean isComplete, long nowMs) {
        writer.begin(Datagram.CONTROL, ++sequence);
        sayWho(nowMs);
        ByteBuffer fields = record(HEARTBEAT, HEARTBEAT_BYTES);
        fields.putLong(told.last()).putLong(told.oldest());
        boolean tellsAll = told.isFromStart() && !peers.anyOrphan(digests);
        int flags = (isComplete ? COMPLETE : 0) | (tellsAll ? FROM_START : 0);
        fields.put((byte) flags);
        writer.endRecord();
        List<Peer> all = peers.all();
        for (int i = 0; i < all.size(); i++) {
            acknowledge(all.get(i));
        }
        for (int i = 0; i < all.size(); i++) {
            askForGaps(all.get(i), nowMs);
        }
        close();
    }

    /** The number of the next datagram, whoever writes it. */
    long nextSequence() {
        return ++sequence;
    }

    private void sayWho(long nowMs) {
        List<Peer> all = peers.all();
        for (int i = 0; i < all.size(); i++) {
            Peer peer = all.get(i);
            if (peer.owesRepeat) {
                peer.owesRepeat = false;
                name(REPEAT, peer.node, peer.repeat);
            }
            if (peer.isAsked && nowMs - peer.askedMs >= HELLO_AGAIN_MS) {
                peer.askedMs = nowMs;
                if (nowMs - peer.nonceMs >= NONCE_MS) {
                    peer.nonceMs = nowMs;
                    peer.nonce = random.nextLong();
                }
                name(HELLO, peer.node, peer.nonce);
            }
        }
    }

    private void name(int kind, int node, long number) {
        record(kind, HELLO_BYTES).putShort((short) node).putLong(number);
        writer.endRecord();
    }

    private void acknowledge(Peer peer) {
        if (peer.isProven && peer.isLive) {
            ByteBuffer fields = record(ACK, ACK_BYTES);
            fields.putShort((short) peer.node).putLong(peer.epoch).putLong(peer.known());
            writer.endRecord();
        }
    }

    private void askForGaps(Peer peer, long nowMs) {
        // What a bulk transfer brings need not come a second time, and all of it at once.
        boolean comesInBulk = !peer.isWhole && peer.bulkFailures == 0;
        if (!peer.isLive || comesInBulk || !peer.lacks() || nowMs < peer.nakMs) {
            return;
        }
        long end = Math.max(peer.last, peer.window.highest()) + 1;
        long first = Math.max(peer.window.missing(0), peer.oldest);
        if (first >= end) {
            return;
        }
        peer.nakMs = nowMs + NAK_AGAIN_MS;
        ByteBuffer fields = record(NAK, NAK_BYTES + RANGES_MAX * NAK_RANGE_BYTES);
        fields.putShort((short) peer.node).putLong(peer.epoch);
        for (int ranges = 0; ranges < RANGES_MAX && first < end; ranges++) {
            long after = Math.min(peer.window.highest() < first ? end : present(peer, first), end);
            fields.putLong(first).putInt((int) Math.min(after - first, Integer.MAX_VALUE));
            counts.add(SyncCounts.Count.GAPS_ASKED_FOR);
            first = after >= end ? end : peer.window.missing(after);
        }
        writer.endRecord();
    }

    private static long present(Peer peer, long first) {
        long after = peer.window.present(first);
        return after > peer.window.highest() ? Long.MAX_VALUE : after;
    }

    private ByteBuffer record(int kind, int bytes) {
        if (!writer.hasRoom(bytes)) {
            close();
            writer.begin(Datagram.CONTROL, ++sequence);
        }
        return writer.record(kind);
    }

    private void close() {
        if (!writer.isEmpty()) {
            int length = writer.close();
            outlet.send(Outlet.ALL, writer.bytes(), length);
            counts.add(SyncCounts.Count.DATAGRAMS_SENT);
        }
    }
}
