package dev.sluice.director.sync;

import java.nio.ByteBuffer;

/** Takes in what peers say besides sessions; {@link Control} tells how it looks. */
final class ControlReader {
    /** Datagrams that are sent again for one peer at once. */
    private static final int AGAIN_MAX = 512;

    /** Datagrams come out of order; what is late by less is not asked for. */
    private static final int NAK_AFTER_MS = 10;

    private final SyncSettings settings;
    private final Told told;
    private final Digests digests;
    private final Seeks seeks;
    private final SeekAnswers answers;

    ControlReader(
            SyncSettings settings, Told told, Digests digests, Seeks seeks, SeekAnswers answers) {
        this.settings = settings;
        this.told = told;
        this.digests = digests;
        this.seeks = seeks;
        this.answers = answers;
    }

    /**
     * Takes in a datagram.
     *
     * @return whether something in it wants an answer soon
     */
    boolean take(DatagramReader reader, Peer peer, long nowMs) {
        boolean wantsAnswer = false;
        while (reader.next()) {
            ByteBuffer fields = reader.fields();
            switch (reader.record()) {
                case Control.HELLO -> wantsAnswer |= hello(fields, peer);
                case Control.REPEAT -> repeat(fields, reader, peer, nowMs);
                default -> {
                    if (peer.isProven && peer.epoch == reader.epoch()) {
                        take(reader.record(), fields, peer, nowMs);
                    }
                }
            }
        }
        answers.send();
        return wantsAnswer;
    }

    private boolean hello(ByteBuffer fields, Peer peer) {
        if (fields.remaining() < Control.HELLO_BYTES || !isForMe(fields)) {
            return false;
        }
        peer.repeat = fields.getLong();
        peer.owesRepeat = true;
        return true;
    }

    /** The peer has repeated a number that was just made up: it is there now. */
    private void repeat(ByteBuffer fields, DatagramReader reader, Peer peer, long nowMs) {
        if (fields.remaining() < Control.HELLO_BYTES
                || !isForMe(fields)
                || !peer.isAsked
                || peer.nonceMs == Peer.NEVER
                || fields.getLong() != peer.nonce) {
            return;
        }
        if (peer.isProven && peer.epoch == reader.epoch()) {
            peer.isAsked = false;
            return;
        }
        if (peer.isProven) {
            digests.restarted(peer.node);
        }
        peer.begins(reader.epoch(), reader.sequence());
        peer.heardMs = nowMs;
        peer.isLive = true;
    }

    private void take(int kind, ByteBuffer fields, Peer peer, long nowMs) {
        switch (kind) {
            case Control.HEARTBEAT -> heartbeat(fields, peer, nowMs);
            case Control.ACK -> acknowledged(fields, peer);
            case Control.NAK -> asked(fields, peer, nowMs);
            case SeekFields.SEEK -> answers.take(fields, peer, nowMs);
            case SeekFields.FOUND -> seeks.found(fields, peer, nowMs);
            case SeekFields.NONE -> seeks.none(fields, peer);
            default -> {
                // Of a later release.
            }
        }
    }

    private void heartbeat(ByteBuffer fields, Peer peer, long nowMs) {
        if (fields.remaining() < Control.HEARTBEAT_BYTES) {
            return;
        }
        boolean lacked = peer.lacks();
        peer.last = Math.max(peer.last, fields.getLong());
        peer.oldest = fields.getLong();
        int flags = fields.get();
        peer.isComplete = (flags & Control.COMPLETE) != 0;
        peer.tellsAll = (flags & Control.FROM_START) != 0;
        if (peer.target < 0) {
            peer.target = peer.last;
        }
        if (!lacked && peer.lacks()) {
            peer.nakMs = nowMs + NAK_AFTER_MS;
        }
    }

    private void acknowledged(ByteBuffer fields, Peer peer) {
        if (fields.remaining() >= Control.ACK_BYTES && isForMe(fields) && isMyEpoch(fields)) {
            peer.knowsMe = true;
            peer.isWhole |= peer.tellsAll;
            long sequence = fields.getLong();
            if (sequence >= 0 && sequence <= told.last()) {
                peer.acknowledged = sequence;
            }
        }
    }

    private void asked(ByteBuffer fields, Peer peer, long nowMs) {
        if (fields.remaining() < Control.NAK_BYTES || !isForMe(fields) || !isMyEpoch(fields)) {
            return;
        }
        int limit = AGAIN_MAX;
        while (fields.remaining() >= Control.NAK_RANGE_BYTES && limit > 0) {
            long first = fields.getLong();
            long count = fields.getInt() & 0xFFFF_FFFFL;
            if (first > 0 && first <= told.last()) {
                limit -= told.sendAgain(peer.node, first, count, limit, nowMs);
            }
        }
    }

    private boolean isForMe(ByteBuffer fields) {
        return (fields.getShort() & 0xFFFF) == settings.node();
    }

    private boolean isMyEpoch(ByteBuffer fields) {
        return fields.getLong() == settings.epoch();
    }
}
