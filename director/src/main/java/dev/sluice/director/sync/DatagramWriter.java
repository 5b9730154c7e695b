package dev.sluice.director.sync;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes datagrams, one after the other, into the same memory. Owned by one thread; allocates
 * nothing after it was made.
 */
final class DatagramWriter {
    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final long cluster;
    private final int node;
    private final long epoch;
    private final Seal seal;
    private int recordAt;

    /**
     * @param bytesMax of a datagram
     */
    DatagramWriter(int bytesMax, long cluster, int node, long epoch, Seal seal) {
        this.bytes = new byte[bytesMax];
        this.buffer = ByteBuffer.wrap(bytes);
        this.cluster = cluster;
        this.node = node;
        this.epoch = epoch;
        this.seal = seal;
    }

    void begin(int kind, long sequence) {
        buffer.clear();
        buffer.putInt(Datagram.MAGIC);
        buffer.put((byte) Datagram.VERSION).put((byte) Datagram.LEAST);
        buffer.put((byte) kind).put((byte) 0);
        buffer.putLong(cluster).putShort((short) node).putShort((short) 0);
        buffer.putLong(epoch).putLong(sequence);
    }

    /** Whether a record of so many bytes fits in. */
    boolean hasRoom(int size) {
        return buffer.remaining() >= Datagram.RECORD_HEADER_BYTES + size + Seal.BYTES;
    }

    boolean isEmpty() {
        return buffer.position() <= Datagram.HEADER_BYTES;
    }

    /**
     * Begins a record; {@link #endRecord} ends it.
     *
     * @return where its fields go
     */
    ByteBuffer record(int kind) {
        recordAt = buffer.position();
        return buffer.put((byte) kind).putShort((short) 0);
    }

    void endRecord() {
        int size = buffer.position() - recordAt - Datagram.RECORD_HEADER_BYTES;
        buffer.putShort(recordAt + 1, (short) size);
    }

    /**
     * Fills it up: of datagrams of one length several can be sent at once. Where there is no room
     * for a record, it stays a little shorter.
     */
    void fill() {
        int rest = buffer.remaining() - Datagram.RECORD_HEADER_BYTES - Seal.BYTES;
        if (rest >= 0) {
            record(Datagram.NOTHING);
            Arrays.fill(bytes, buffer.position(), buffer.position() + rest, (byte) 0);
            buffer.position(buffer.position() + rest);
            endRecord();
        }
    }

    /**
     * Ends the datagram.
     *
     * @return its length
     */
    int close() {
        int end = buffer.position();
        buffer.putShort(Datagram.LENGTH_AT, (short) (end + Seal.BYTES));
        seal.close(bytes, 0, end);
        return end + Seal.BYTES;
    }

    /** The datagram that was closed last. */
    byte[] bytes() {
        return bytes;
    }
}
