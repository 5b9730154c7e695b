package dev.sluice.director.sync;

import dev.sluice.director.limit.TokenBucket;
import java.nio.ByteBuffer;

/**
 * Answers peers that ask for sessions. Who owns the session answers; others that know it answer
 * where its owner is not there, or has been asked in vain. Who does not know it says so. At a
 * bounded rate: what is asked beyond that has no answer.
 */
final class SeekAnswers {
    private static final int PER_SECOND = 20_000;
    private static final int BURST_MS = 50;

    private final SyncCounts counts;
    private final SessionBook book;
    private final Peers peers;
    private final Heard heard;
    private final Told told;
    private final ControlWriter writer;
    private final TokenBucket rate = new TokenBucket();
    private final SyncedSession packet = new SyncedSession();
    private final SyncedSession session = new SyncedSession();

    SeekAnswers(
            SyncCounts counts,
            SessionBook book,
            Peers peers,
            Heard heard,
            Told told,
            ControlWriter writer) {
        this.counts = counts;
        this.book = book;
        this.peers = peers;
        this.heard = heard;
        this.told = told;
        this.writer = writer;
    }

    /** A peer asks; {@link #send} follows. */
    void take(ByteBuffer fields, Peer peer, long nowMs) {
        if (fields.remaining() < SeekFields.SEEK_BYTES) {
            counts.add(Refusal.MALFORMED);
            return;
        }
        long number = fields.getLong();
        int flags = fields.get();
        if (!SeekFields.read(fields, packet)) {
            counts.add(Refusal.MALFORMED);
        } else if (rate.take(nowMs, 1, PER_SECOND, BURST_MS)) {
            answer(number, flags, peer, nowMs);
        } else {
            counts.add(SyncCounts.Count.SEEKS_PASSED_OVER);
        }
    }

    private void answer(long number, int flags, Peer peer, long nowMs) {
        boolean isServers = (flags & SeekFields.SERVERS) != 0;
        int id = isServers ? book.findByServer(packet) : book.find(packet);
        if (id != 0) {
            book.read(id, session);
            session.livesMs = livesMs(id, nowMs);
        }
        if (id == 0 || session.isEnded || session.livesMs <= 0) {
            writer.record(peer.node, SeekFields.NONE, SeekFields.NONE_BYTES).putLong(number);
            writer.endRecord();
        } else if ((flags & SeekFields.AGAIN) != 0 || answersFor(session.owner, peer)) {
            found(id, number, peer);
        }
    }

    /** Whether there is nobody else who should. */
    private boolean answersFor(int owner, Peer asker) {
        return owner == asker.node || peers.category(owner) != 0 || peers.isSelf(owner);
    }

    private void found(int id, long number, Peer peer) {
        ByteBuffer fields = writer.record(peer.node, SeekFields.FOUND, SeekFields.FOUND_BYTES_MAX);
        fields.putLong(number).putLong(told.last() + 1);
        session.isCurrent = book.generation(id) == book.digests().generation(session.owner);
        SessionFields.write(fields, session);
        writer.endRecord();
        counts.add(SyncCounts.Count.SEEKS_ANSWERED);
    }

    private int livesMs(int id, long nowMs) {
        long leftMs = Math.max(0, book.untilMs(id) - nowMs);
        boolean isOwn = heard.isOwn(id, session);
        return (int) (isOwn ? leftMs + session.timeoutMs : leftMs);
    }

    /** Sends the answers. */
    void send() {
        writer.send();
    }
}
