package dev.sluice.director.sync;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads datagrams. Whatever the bytes are, it never throws. Owned by one thread; allocates nothing
 * but a view of memory that it has not seen before.
 */
final class DatagramReader {
    private final long cluster;
    private final Seal seal;
    private byte[] bytes = new byte[0];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int start;
    private int next;
    private int end;
    private int record;
    private boolean isMalformed;

    DatagramReader(long cluster, Seal seal) {
        this.cluster = cluster;
        this.seal = seal;
    }

    /**
     * Begins a datagram.
     *
     * @return null if it is one of this cluster's
     */
    @Nullable Refusal open(byte[] memory, int from, int length) {
        if (length < Datagram.BYTES_MIN || length > Datagram.BYTES_MAX) {
            return Refusal.TRUNCATED;
        }
        if (!seal.isIntact(memory, from, from + length - Seal.BYTES)) {
            return Refusal.NOT_AUTHENTIC;
        }
        if (memory != bytes) {
            bytes = memory;
            buffer = ByteBuffer.wrap(memory);
        }
        buffer.clear();
        return check(from, length);
    }

    private @Nullable Refusal check(int from, int length) {
        if (buffer.getInt(from) != Datagram.MAGIC) {
            return Refusal.NOT_SYNC;
        }
        int version = buffer.get(from + Datagram.VERSION_AT) & 0xFF;
        int least = buffer.get(from + Datagram.LEAST_AT) & 0xFF;
        if (version < Datagram.OLDEST || least > Datagram.VERSION) {
            return Refusal.UNKNOWN_VERSION;
        }
        if (buffer.getLong(from + Datagram.CLUSTER_AT) != cluster) {
            return Refusal.FOREIGN_CLUSTER;
        }
        start = from;
        next = from + Datagram.HEADER_BYTES;
        end = from + length - Seal.BYTES;
        isMalformed = false;
        int node = node();
        boolean isSound =
                (buffer.getShort(from + Datagram.LENGTH_AT) & 0xFFFF) == length
                        && node > 0
                        && node <= Datagram.NODE_MAX;
        return isSound ? null : Refusal.MALFORMED;
    }

    int kind() {
        return buffer.get(start + Datagram.KIND_AT) & 0xFF;
    }

    int node() {
        return buffer.getShort(start + Datagram.NODE_AT) & 0xFFFF;
    }

    long epoch() {
        return buffer.getLong(start + Datagram.EPOCH_AT);
    }

    long sequence() {
        return buffer.getLong(start + Datagram.SEQUENCE_AT);
    }

    /**
     * Goes to the next record.
     *
     * @return false if there is none, or none that can be read: see {@link #isMalformed}
     */
    boolean next() {
        if (next == end) {
            return false;
        }
        if (end - next < Datagram.RECORD_HEADER_BYTES) {
            isMalformed = true;
            return false;
        }
        buffer.limit(end);
        int at = next + Datagram.RECORD_HEADER_BYTES;
        int size = buffer.getShort(next + 1) & 0xFFFF;
        if (size > end - at) {
            isMalformed = true;
            return false;
        }
        record = buffer.get(next) & 0xFF;
        buffer.position(at).limit(at + size);
        next = at + size;
        return true;
    }

    /** Whether the records ended in the middle of one. */
    boolean isMalformed() {
        return isMalformed;
    }

    /** Kind of the record in hand. */
    int record() {
        return record;
    }

    /** The fields of the record in hand, from its position to its limit. */
    ByteBuffer fields() {
        return buffer;
    }
}
