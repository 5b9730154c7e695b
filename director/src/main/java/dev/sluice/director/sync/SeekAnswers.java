package dev.sluice.director.sync;

import dev.sluice.director.limit.TokenBucket;
import java.nio.ByteBuffer;

/**
 * Answers peers that ask for sessions. Who owns the session answers; others that know it answer
 * where its owner is not there, or has been asked in vain. Who was told nothing of it looks whether
 * its forwarding has it all the same, {@link LookUps}, and who does not know it says so. At a
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
    private final LookUps lookUps;
    private final TokenBucket rate = new TokenBucket();
    private final SyncedSession packet = new SyncedSession();
    private final SyncedSession session = new SyncedSession();

    SeekAnswers(
            SyncCounts counts,
            SessionBook book,
            Peers peers,
            Heard heard,
            Told told,
            SyncedSessions sessions,
            ControlWriter writer) {
        this.counts = counts;
        this.book = book;
        this.peers = peers;
        this.heard = heard;
        this.told = told;
        this.writer = writer;
        this.lookUps = new LookUps(sessions);
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
        int id = find(packet, isServers, nowMs);
        if (id == 0) {
            lookUp(number, isServers, peer.node, nowMs);
        } else if ((flags & SeekFields.AGAIN) != 0 || answersFor(session.owner, peer.node)) {
            found(id, number, peer.node);
        }
    }

    /** Reads the session of a packet that lives; 0 if there is none. */
    private int find(SyncedSession of, boolean isServers, long nowMs) {
        int id = isServers ? book.findByServer(of) : book.find(of);
        if (id == 0) {
            return 0;
        }
        book.read(id, session);
        session.livesMs = livesMs(id, nowMs);
        return session.isEnded || session.livesMs <= 0 ? 0 : id;
    }

    private void lookUp(long number, boolean isServers, int node, long nowMs) {
        int asked = lookUps.mayBegin(nowMs) ? lookUps.begin(packet, isServers, number, node) : -1;
        if (asked > 0) {
            counts.add(SyncCounts.Count.SEEKS_LOOKED_UP);
        } else if (asked == 0) {
            none(number, node);
        } else {
            counts.add(SyncCounts.Count.SEEKS_PASSED_OVER);
        }
    }

    /** Forwarding has looked, and told what it found. */
    void lookedUp(int question, long nowMs) {
        if (!lookUps.ends(question)) {
            return;
        }
        long number = lookUps.number(question);
        int node = lookUps.node(question);
        int id = find(lookUps.packet(question), lookUps.isServers(question), nowMs);
        if (id == 0) {
            none(number, node);
        } else {
            counts.add(SyncCounts.Count.SEEKS_LOOKED_UP_FOUND);
            found(id, number, node);
        }
    }

    /** Whether there is nobody else who should. */
    private boolean answersFor(int owner, int asker) {
        return owner == asker || peers.category(owner) != 0 || peers.isSelf(owner);
    }

    private void none(long number, int node) {
        writer.record(node, SeekFields.NONE, SeekFields.NONE_BYTES).putLong(number);
        writer.endRecord();
    }

    private void found(int id, long number, int node) {
        ByteBuffer fields = writer.record(node, SeekFields.FOUND, SeekFields.FOUND_BYTES_MAX);
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
