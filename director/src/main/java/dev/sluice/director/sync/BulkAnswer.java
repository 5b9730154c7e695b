package dev.sluice.director.sync;

import java.nio.ByteBuffer;

/**
 * The answer to a question for a bulk transfer, made while it is sent: sessions that change
 * meanwhile are told in the usual way besides. To be used by the thread that owns the {@link
 * SessionSync}, between other calls.
 */
public final class BulkAnswer {
    private final SessionBook book;
    private final Peers peers;
    private final Heard heard;
    private final long position;
    private final long number;
    private final long ranges;
    private final int owner;
    private final DatagramWriter writer;
    private final SyncedSession session = new SyncedSession();
    private int[] vectorNodes = new int[0];
    private long[] vectorEpochs = new long[0];
    private long[] vectorKnown = new long[0];
    private long sequence;
    private int row;
    private int vector;
    private boolean isBegun;
    private boolean isEnded;
    private long sessions;

    BulkAnswer(
            SyncSettings settings,
            Seal seal,
            SessionBook book,
            Peers peers,
            Heard heard,
            long position,
            long number,
            long ranges,
            int owner) {
        this.book = book;
        this.peers = peers;
        this.heard = heard;
        this.position = position;
        this.number = number;
        this.ranges = ranges;
        this.owner = owner;
        this.writer =
                new DatagramWriter(
                        Bulk.DATAGRAM_BYTES_MAX,
                        settings.cluster(),
                        settings.node(),
                        settings.epoch(),
                        seal);
    }

    /**
     * How long a question is that has begun to come.
     *
     * @return 0 if too little has come to tell
     */
    public static int questionBytes(byte[] bytes, int length) {
        return length < Datagram.EPOCH_AT
                ? 0
                : (bytes[Datagram.LENGTH_AT] & 0xFF) << 8 | (bytes[Datagram.LENGTH_AT + 1] & 0xFF);
    }

    /**
     * Makes the next part.
     *
     * @return its length in {@link #bytes}; 0 when all has been made
     */
    public int next(long nowMs) {
        if (isEnded) {
            return 0;
        }
        writer.begin(Datagram.BULK, ++sequence);
        writer.record(Bulk.PART).putLong(number);
        writer.endRecord();
        if (!isBegun) {
            isBegun = true;
            writer.record(Bulk.BEGIN).putLong(position);
            writer.endRecord();
            takeVector();
        }
        writeVector();
        if (vector == vectorNodes.length) {
            writeSessions(nowMs);
        }
        return writer.close();
    }

    /** The part that was made last. */
    public byte[] bytes() {
        return writer.bytes();
    }

    /** As of the beginning: what becomes known later need not be among the sessions. */
    private void takeVector() {
        int size = peers.all().size();
        vectorNodes = new int[size];
        vectorEpochs = new long[size];
        vectorKnown = new long[size];
        for (int i = 0; i < size; i++) {
            Peer peer = peers.all().get(i);
            vectorNodes[i] = peer.node;
            vectorEpochs[i] = peer.epoch;
            vectorKnown[i] = peer.isProven ? peer.known() : -1;
        }
    }

    private void writeVector() {
        for (; vector < vectorNodes.length && writer.hasRoom(Bulk.VECTOR_BYTES); vector++) {
            if (vectorKnown[vector] >= 0) {
                ByteBuffer fields = writer.record(Bulk.VECTOR);
                fields.putShort((short) vectorNodes[vector]);
                fields.putLong(vectorEpochs[vector]).putLong(vectorKnown[vector]);
                writer.endRecord();
            }
        }
    }

    private void writeSessions(long nowMs) {
        while (writer.hasRoom(SessionFields.BYTES_MAX)) {
            row = book.after(row);
            if (row == 0) {
                writer.record(Bulk.END).putLong(sessions);
                writer.endRecord();
                isEnded = true;
                return;
            }
            book.read(row, session);
            if (Bulk.isAskedFor(session, ranges, owner)) {
                write(nowMs);
            }
        }
    }

    private void write(long nowMs) {
        long livesMs = book.untilMs(row) - nowMs;
        if (!session.isEnded && heard.isOwn(row, session)) {
            livesMs = Math.max(livesMs, 0) + session.timeoutMs;
        }
        if (livesMs <= 0) {
            return;
        }
        session.livesMs = (int) livesMs;
        session.isCurrent = book.generation(row) == book.digests().generation(session.owner);
        SessionFields.write(writer.record(SessionFields.kind(session)), session);
        writer.endRecord();
        sessions++;
    }
}
