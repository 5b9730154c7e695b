package dev.sluice.director.sync;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Asks peers for bulk transfers, one at a time, and takes in the answers. */
final class BulkQuestion {
    private static final int SILENT_MS = 3_000;
    private static final int AGAIN_MS = 200;
    private static final int AGAIN_MAX_MS = 10_000;

    private final SyncSettings settings;
    private final Outlet outlet;
    private final SyncCounts counts;
    private final RandomGenerator random;
    private final SessionBook book;
    private final Peers peers;
    private final Heard heard;
    private final SyncedSessions sessions;
    private final DatagramWriter writer;
    private final DatagramReader reader;
    private final SyncedSession session = new SyncedSession();
    private final byte[] part = new byte[Datagram.BYTES_MAX];
    private final long[] vectorEpoch = new long[Datagram.NODE_MAX + 1];
    private final long[] vectorKnown = new long[Datagram.NODE_MAX + 1];
    private int length;
    private @Nullable Peer source;
    private long sourceEpoch;
    private long number;
    private long ranges;
    private int owner;
    private long expected;
    private long position;
    private boolean hadRoom;
    private long progressMs;
    private int bulks;

    /** Until then peers are met, so that one transfer can cover them all. */
    private final long beginMs;

    BulkQuestion(
            SyncSettings settings,
            Seal seal,
            Outlet outlet,
            SyncCounts counts,
            RandomGenerator random,
            SessionBook book,
            Peers peers,
            Heard heard,
            SyncedSessions sessions,
            long nowMs) {
        this.settings = settings;
        this.outlet = outlet;
        this.counts = counts;
        this.random = random;
        this.book = book;
        this.peers = peers;
        this.heard = heard;
        this.sessions = sessions;
        this.beginMs = nowMs + settings.discoveryMs() / 4;
        this.writer =
                new DatagramWriter(
                        settings.datagramBytesMax(),
                        settings.cluster(),
                        settings.node(),
                        settings.epoch(),
                        seal);
        this.reader = new DatagramReader(settings.cluster(), seal);
    }

    /** Asks whoever can fill in what is missing; gives up what gets nowhere. */
    void run(long nowMs) {
        if (source != null) {
            if (nowMs - progressMs > SILENT_MS || !source.isLive) {
                outlet.closeBulk();
                failed(nowMs);
            }
            return;
        }
        if (nowMs < beginMs) {
            return;
        }
        Peer whole = wholesale(nowMs);
        if (whole != null) {
            ask(whole, Bulk.ALL_RANGES, Bulk.ALL_OWNERS, nowMs);
            return;
        }
        List<Peer> all = peers.all();
        for (int i = 0; i < all.size() && source == null; i++) {
            repair(all.get(i), nowMs);
        }
    }

    /**
     * Who is to be asked for everything: somebody complete first, for he knows the others', too.
     */
    private @Nullable Peer wholesale(long nowMs) {
        Peer found = null;
        List<Peer> all = peers.all();
        for (int i = 0; i < all.size(); i++) {
            Peer peer = all.get(i);
            boolean may = peer.isLive && peer.needsBulk() && nowMs >= peer.bulkMs;
            if (may && (found == null || (peer.isComplete && !found.isComplete))) {
                found = peer;
            }
        }
        return found;
    }

    private void repair(Peer peer, long nowMs) {
        if (!peer.isLive || nowMs < peer.bulkMs) {
            return;
        }
        if (peer.differs != 0) {
            counts.add(SyncCounts.Count.RANGES_REPAIRED, Long.bitCount(peer.differs));
            long differs = peer.differs;
            peer.differs = 0;
            ask(peer, differs, Bulk.ALL_OWNERS, nowMs);
            return;
        }
        int orphans = peer.nextOrphans();
        if (orphans != 0) {
            ask(peer, Bulk.ALL_RANGES, orphans, nowMs);
        }
    }

    private void ask(Peer peer, long ofRanges, int ofOwner, long nowMs) {
        source = peer;
        sourceEpoch = peer.epoch;
        number = random.nextLong();
        ranges = ofRanges;
        owner = ofOwner;
        expected = 1;
        position = -1;
        hadRoom = true;
        length = 0;
        progressMs = nowMs;
        bulks++;
        Arrays.fill(vectorKnown, -1);
        counts.add(SyncCounts.Count.BULKS_ASKED_FOR);
        writer.begin(Datagram.BULK, 1);
        ByteBuffer fields = writer.record(Bulk.ASK);
        fields.putLong(number).putLong(ranges).putShort((short) owner);
        writer.endRecord();
        outlet.openBulk(peer.node, writer.bytes(), writer.close());
    }

    /** Bytes of the answer, cut anywhere. */
    void take(byte[] bytes, int from, int count, long nowMs) {
        int at = from;
        int end = from + count;
        while (at < end && source != null) {
            int wanted = length < Datagram.EPOCH_AT ? Datagram.EPOCH_AT : partLength();
            int taken = Math.min(wanted - length, end - at);
            System.arraycopy(bytes, at, part, length, taken);
            at += taken;
            length += taken;
            if (length < Datagram.EPOCH_AT) {
                return;
            }
            if (partLength() < Datagram.BYTES_MIN) {
                refuse(Refusal.MALFORMED, nowMs);
            } else if (length == partLength()) {
                progressMs = nowMs;
                length = 0;
                takePart(nowMs);
            }
        }
    }

    private int partLength() {
        return (part[Datagram.LENGTH_AT] & 0xFF) << 8 | (part[Datagram.LENGTH_AT + 1] & 0xFF);
    }

    private void takePart(long nowMs) {
        Peer from = source;
        Refusal refusal = reader.open(part, 0, partLength());
        if (refusal != null || from == null) {
            refuse(refusal == null ? Refusal.BULK_OUT_OF_PLACE : refusal, nowMs);
            return;
        }
        boolean isExpected =
                reader.kind() == Datagram.BULK
                        && reader.node() == from.node
                        && reader.epoch() == sourceEpoch
                        && from.epoch == sourceEpoch
                        && reader.sequence() == expected
                        && reader.next()
                        && reader.record() == Bulk.PART
                        && reader.fields().remaining() >= Bulk.PART_BYTES
                        && reader.fields().getLong() == number;
        if (!isExpected) {
            refuse(Refusal.BULK_OUT_OF_PLACE, nowMs);
            return;
        }
        expected++;
        while (source != null && reader.next()) {
            takeRecord(reader.record(), reader.fields(), from, nowMs);
        }
        if (reader.isMalformed() && source != null) {
            refuse(Refusal.MALFORMED, nowMs);
        }
    }

    private void takeRecord(int kind, ByteBuffer fields, Peer from, long nowMs) {
        switch (kind) {
            case Bulk.BEGIN -> {
                if (fields.remaining() >= Bulk.BEGIN_BYTES) {
                    position = fields.getLong();
                }
            }
            case Bulk.VECTOR -> takeVector(fields);
            case SessionFields.LIVES, SessionFields.ENDED -> {
                if (SessionFields.read(kind, fields, session)) {
                    takeSession(from, nowMs);
                } else {
                    refuse(Refusal.MALFORMED, nowMs);
                }
            }
            case Bulk.END -> finish(from, nowMs);
            default -> {
                // Of a later release.
            }
        }
    }

    private void takeVector(ByteBuffer fields) {
        if (fields.remaining() < Bulk.VECTOR_BYTES) {
            return;
        }
        int node = fields.getShort() & 0xFFFF;
        if (node <= Datagram.NODE_MAX) {
            vectorEpoch[node] = fields.getLong();
            vectorKnown[node] = fields.getLong();
        }
    }

    private void takeSession(Peer from, long nowMs) {
        int of = session.owner;
        boolean isFromOwner = of == from.node;
        long known = isFromOwner ? position : vectorKnown[of];
        int generation = 0;
        if (session.isCurrent && of == settings.node()) {
            if (vectorKnown[of] >= 0 && vectorEpoch[of] == settings.epoch()) {
                return; // What this director itself has told, it knows better.
            }
        } else if (session.isCurrent) {
            Peer told = peers.proven(of, isFromOwner ? sourceEpoch : vectorEpoch[of]);
            if (told != null && known >= 0) {
                if (!isFromOwner && told.known() > known && book.find(session) == 0) {
                    return; // It has ended since.
                }
                generation = book.digests().generation(of);
            }
        }
        hadRoom &= heard.heard(session, generation, Math.max(0, known), isFromOwner, nowMs);
        int id = book.find(session);
        if (id != 0) {
            book.mark(id, bulks);
            if (isFromOwner && session.isCurrent && !session.isEnded) {
                heard.insist(id, session, nowMs);
            }
        }
    }

    private void finish(Peer from, long nowMs) {
        source = null;
        outlet.closeBulk();
        counts.add(SyncCounts.Count.BULKS_FINISHED);
        from.bulkFailures = 0;
        forgetWhatEnded(from);
        if (ranges != Bulk.ALL_RANGES || owner != Bulk.ALL_OWNERS) {
            from.bulkMs = nowMs + AGAIN_MS;
            return;
        }
        if (!hadRoom || position < 0) {
            from.bulkMs = nowMs + AGAIN_MAX_MS;
            return;
        }
        from.window.raise(position);
        from.isWhole = true;
        from.isShort = false;
        from.wantsAll = false;
        List<Peer> all = peers.all();
        for (int i = 0; i < all.size(); i++) {
            Peer peer = all.get(i);
            boolean isCovered =
                    peer != from
                            && peer.isProven
                            && vectorKnown[peer.node] > 0
                            && vectorEpoch[peer.node] == peer.epoch;
            if (isCovered) {
                peer.window.raise(vectorKnown[peer.node]);
                peer.isWhole = true;
                peer.isShort = false;
                peer.wantsAll = false;
            }
        }
    }

    /** What the source has told, and is not among what it has now, ended unheard. */
    private void forgetWhatEnded(Peer from) {
        if (owner != Bulk.ALL_OWNERS || position < 0) {
            return;
        }
        int current = book.digests().generation(from.node);
        for (int id = book.after(0); id != 0; id = book.after(id)) {
            if (book.mark(id) == bulks || book.generation(id) != current) {
                continue;
            }
            book.read(id, session);
            boolean isGone =
                    session.owner == from.node
                            && book.sequence(id) <= position
                            && Bulk.isAskedFor(session, ranges, owner);
            if (isGone) {
                book.remove(id);
                if (!session.isEnded) {
                    sessions.delete(session);
                }
            }
        }
    }

    private void refuse(Refusal refusal, long nowMs) {
        counts.add(refusal);
        outlet.closeBulk();
        failed(nowMs);
    }

    /** The connection has ended. */
    void failed(long nowMs) {
        Peer from = source;
        if (from == null) {
            return;
        }
        source = null;
        counts.add(SyncCounts.Count.BULKS_FAILED);
        int wait = AGAIN_MS << Math.min(from.bulkFailures, 5);
        from.bulkFailures++;
        from.bulkMs = nowMs + Math.min(wait, AGAIN_MAX_MS);
    }
}
