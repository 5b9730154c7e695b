package dev.sluice.director.sync;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes datagrams as they come: first whether one is of this cluster, then of whom and whether he
 * is there now, then whether it is new, and only then what it says.
 */
final class Intake {
    /** What waits for an answer is answered together with what comes next. */
    private static final int ANSWER_MS = 10;

    private static final long NOTHING_DUE = Long.MAX_VALUE;

    private final SyncSettings settings;
    private final Peers peers;
    private final Heard heard;
    private final Told told;
    private final Digests digests;
    private final Audit audit;
    private final ControlReader control;
    private final SyncCounts counts;
    private final DatagramReader reader;
    private final SyncedSession session = new SyncedSession();
    private long answerMs = NOTHING_DUE;

    Intake(
            SyncSettings settings,
            Seal seal,
            Peers peers,
            Heard heard,
            Told told,
            Digests digests,
            ControlReader control,
            SyncCounts counts) {
        this.settings = settings;
        this.peers = peers;
        this.heard = heard;
        this.told = told;
        this.digests = digests;
        this.control = control;
        this.counts = counts;
        this.audit = new Audit(digests, peers);
        this.reader = new DatagramReader(settings.cluster(), seal);
    }

    /**
     * A datagram has come, from whomever.
     *
     * @param from where it begins
     * @return the peer that it is of; 0 if it was not taken
     */
    int take(byte[] bytes, int from, int length, long nowMs) {
        Refusal refusal = reader.open(bytes, from, length);
        if (refusal == null) {
            refusal = take(nowMs);
        }
        if (refusal == null && reader.isMalformed()) {
            refusal = Refusal.MALFORMED;
        }
        if (refusal == null) {
            counts.add(SyncCounts.Count.DATAGRAMS_TAKEN);
            return reader.node();
        }
        counts.add(refusal);
        return 0;
    }

    private @Nullable Refusal take(long nowMs) {
        int node = reader.node();
        if (node == settings.node()) {
            return reader.epoch() == settings.epoch() ? Refusal.REPLAYED : Refusal.OWN_NUMBER;
        }
        Peer peer = peers.heard(node);
        if (peer == null) {
            return Refusal.TOO_MANY_PEERS;
        }
        boolean isControl = reader.kind() == Datagram.CONTROL;
        if (peer.isProven && peer.epoch == reader.epoch()) {
            return isControl ? takeControl(peer, nowMs) : takeState(peer, nowMs);
        }
        return askWho(peer, isControl, nowMs);
    }

    /** Takes from somebody who might be a recording only what shows that he is not. */
    private @Nullable Refusal askWho(Peer peer, boolean isControl, long nowMs) {
        peer.seenMs = nowMs;
        if (!peer.isAsked) {
            peer.isAsked = true;
            peer.askedMs = Peer.NEVER;
            answerSoon(nowMs);
        }
        if (isControl && control.take(reader, peer, nowMs)) {
            answerSoon(nowMs);
        }
        return peer.isProven && peer.epoch == reader.epoch() ? null : Refusal.UNPROVEN;
    }

    private @Nullable Refusal takeControl(Peer peer, long nowMs) {
        if (reader.sequence() <= peer.controlSequence) {
            return Refusal.REPLAYED;
        }
        peer.controlSequence = reader.sequence();
        isHeard(peer, nowMs);
        if (control.take(reader, peer, nowMs)) {
            answerSoon(nowMs);
        }
        told.cover(peers);
        return null;
    }

    private @Nullable Refusal takeState(Peer peer, long nowMs) {
        long sequence = reader.sequence();
        if (reader.kind() != Datagram.STATE || sequence <= 0) {
            return Refusal.MALFORMED;
        }
        if (peer.window.has(sequence)) {
            return Refusal.REPLAYED;
        }
        if (!peer.window.fits(sequence)) {
            peer.last = Math.max(peer.last, sequence);
            return Refusal.TOO_FAR;
        }
        isHeard(peer, nowMs);
        boolean hadRoom = takeSessions(peer, sequence, nowMs);
        boolean lacked = peer.lacks();
        peer.window.add(sequence);
        if (!hadRoom) {
            peer.isShort = true;
            peer.bulkMs = nowMs + settings.sweepMs();
        }
        if (!lacked && peer.lacks()) {
            peer.nakMs = nowMs + ANSWER_MS;
        }
        answerSoon(nowMs);
        return null;
    }

    private boolean takeSessions(Peer peer, long sequence, long nowMs) {
        boolean hadRoom = true;
        while (reader.next()) {
            ByteBuffer fields = reader.fields();
            switch (reader.record()) {
                case SessionFields.LIVES, SessionFields.ENDED -> {
                    if (SessionFields.read(reader.record(), fields, session)
                            && session.owner == peer.node) {
                        int generation = digests.generation(peer.node);
                        hadRoom &= heard.heard(session, generation, sequence, true, nowMs);
                    } else {
                        counts.add(Refusal.MALFORMED);
                    }
                }
                case Told.DIGESTS, Told.ORPHANS ->
                        audit.take(reader.record(), fields, peer, sequence);
                default -> {
                    // Of a later release.
                }
            }
        }
        return hadRoom;
    }

    private void isHeard(Peer peer, long nowMs) {
        peer.heardMs = nowMs;
        peer.isLive = true;
    }

    private void answerSoon(long nowMs) {
        answerMs = Math.min(answerMs, nowMs + ANSWER_MS);
    }

    /** Whether a peer waits for an answer, long enough. */
    boolean mustAnswer(long nowMs) {
        return nowMs >= answerMs;
    }

    /** All that peers waited for was sent. */
    void answered() {
        answerMs = NOTHING_DUE;
    }
}
