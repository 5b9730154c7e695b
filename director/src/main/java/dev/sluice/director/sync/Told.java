package dev.sluice.director.sync;

import java.nio.ByteBuffer;

/**
 * What a director tells its peers of its sessions: datagrams numbered without gaps, each sent when
 * it is full or has waited long enough, and again when a peer lacks it.
 */
final class Told {
    /** Kind of record: digests of the teller's own sessions, by range. */
    static final int DIGESTS = 20;

    /** Kind of record: digests of sessions that nobody answers for: node, category, sum. */
    static final int ORPHANS = 21;

    static final int ORPHAN_BYTES = 11;

    /** Several peers that lack the same ask at the same time. */
    private static final int AGAIN_AFTER_MS = 30;

    private final SyncSettings settings;
    private final Seal seal;
    private final Outlet outlet;
    private final SyncCounts counts;
    private final Safety safety;
    private final DatagramWriter writer;
    private final SendLog log;
    private final boolean isFromStart;
    private long pendingSinceMs;
    private boolean isPending;

    /**
     * @param isFromStart whether what is told is all there is; else a peer needs a bulk transfer
     */
    Told(
            SyncSettings settings,
            Seal seal,
            Outlet outlet,
            SyncCounts counts,
            Safety safety,
            boolean isFromStart) {
        this.settings = settings;
        this.seal = seal;
        this.outlet = outlet;
        this.counts = counts;
        this.safety = safety;
        this.writer =
                new DatagramWriter(
                        settings.datagramBytesMax(),
                        settings.cluster(),
                        settings.node(),
                        settings.epoch(),
                        seal);
        this.isFromStart = isFromStart;
        this.log = new SendLog(settings.logDatagrams(), isFromStart ? 0 : 1);
        begin();
    }

    /** Finds what is safe by now: what a live peer has acknowledged. */
    void cover(Peers peers) {
        safety.hasPeer(peers.anyIsLive());
        safety.cover(peers.acknowledged(log.oldest()));
    }

    /** The number of the newest datagram that was sent. */
    long last() {
        return log.last();
    }

    /** Who has nothing older than this lacks something that cannot be sent again. */
    long oldest() {
        return log.oldest();
    }

    /**
     * How old the oldest change is that somebody does not know.
     *
     * @param known the newest datagram that he knows all before of
     * @return 0 if there is none
     */
    long behindMs(long known, long nowMs) {
        if (known < log.last()) {
            return nowMs - log.sinceMs(Math.max(known + 1, log.oldest()));
        }
        return isPending ? nowMs - pendingSinceMs : 0;
    }

    boolean isFromStart() {
        return isFromStart && log.oldest() == 1;
    }

    /**
     * Tells a session.
     *
     * @return the number of the datagram that it is in
     */
    long tell(SyncedSession session, long nowMs) {
        ByteBuffer fields = record(SessionFields.kind(session), SessionFields.BYTES_MAX, nowMs);
        SessionFields.write(fields, session);
        writer.endRecord();
        counts.add(SyncCounts.Count.SESSIONS_TOLD);
        return log.last() + 1;
    }

    /** Tells digests, as of all that was told before. */
    void tell(Digests digests, Peers peers, long nowMs) {
        int bytes = SessionDigest.RANGES * Long.BYTES;
        ByteBuffer fields = record(DIGESTS, bytes, nowMs);
        for (long sum : digests.current(settings.node())) {
            fields.putLong(sum);
        }
        writer.endRecord();
        for (int node = 1; node <= Datagram.NODE_MAX; node++) {
            int category = peers.category(node);
            long sum = category == 0 ? digests.older(node) : digests.total(node);
            if (sum != 0) {
                fields = record(ORPHANS, ORPHAN_BYTES, nowMs);
                fields.putShort((short) node).put((byte) category).putLong(sum);
                writer.endRecord();
            }
        }
    }

    private ByteBuffer record(int kind, int bytes, long nowMs) {
        if (!writer.hasRoom(bytes)) {
            writer.fill();
            send(nowMs);
        }
        if (!isPending) {
            isPending = true;
            pendingSinceMs = nowMs;
        }
        return writer.record(kind);
    }

    /** Sends what has waited long enough. */
    void flush(long nowMs) {
        if (isPending && nowMs - pendingSinceMs >= settings.flushMs()) {
            send(nowMs);
        }
    }

    /** Sends what waits, however short. */
    void send(long nowMs) {
        if (!isPending) {
            return;
        }
        int length = writer.close();
        log.append(writer.bytes(), length, pendingSinceMs, nowMs);
        outlet.send(Outlet.ALL, writer.bytes(), length);
        counts.add(SyncCounts.Count.DATAGRAMS_SENT);
        begin();
    }

    /**
     * Sends again what a peer lacks, as far as it is there and was not just sent. It is sealed
     * anew: the secret may be another one by now, and the one before it unknown to the peer.
     */
    int sendAgain(int node, long first, long count, int limit, long nowMs) {
        int sent = 0;
        long end = Math.min(first + count - 1, log.last());
        for (long each = Math.max(first, log.oldest()); each <= end && sent < limit; each++) {
            if (nowMs - log.sentMs(each) >= AGAIN_AFTER_MS) {
                log.sentAgain(each, nowMs);
                byte[] datagram = log.datagram(each);
                int length = log.length(each);
                seal.close(datagram, 0, length - Seal.BYTES);
                outlet.send(node, datagram, length);
                sent++;
            }
        }
        counts.add(SyncCounts.Count.DATAGRAMS_SENT_AGAIN, sent);
        return sent;
    }

    private void begin() {
        isPending = false;
        writer.begin(Datagram.STATE, log.last() + 1);
        safety.begin(log.last() + 1);
    }
}
