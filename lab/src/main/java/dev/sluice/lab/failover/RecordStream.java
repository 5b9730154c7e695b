package dev.sluice.lab.failover;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds the records in what one connection receives, however it was cut. */
final class RecordStream {
    /** Who takes the records. */
    interface Taker {
        /** Takes the record that begins there; false ends the search. */
        boolean take(ByteBuffer buffer, int at);
    }

    private byte @Nullable [] rest;

    /** Begins a reading: puts what was left over into a buffer that all connections share. */
    void begin(ByteBuffer buffer) {
        buffer.clear();
        if (rest != null) {
            buffer.put(rest);
            rest = null;
        }
    }

    /**
     * Hands over the whole records in the buffer, and keeps what is left.
     *
     * @return false when something stood there that is no record, or the taker would have no more
     */
    boolean end(ByteBuffer buffer, NumberedRecord records, Taker taker) {
        buffer.flip();
        int at = 0;
        while (buffer.limit() - at >= NumberedRecord.LEAST_BYTES) {
            int bytes = NumberedRecord.bytes(buffer, at);
            if (!NumberedRecord.isLength(bytes)) {
                return false;
            }
            if (buffer.limit() - at < bytes) {
                break;
            }
            if (!records.isRight(buffer, at) || !taker.take(buffer, at)) {
                return false;
            }
            at += bytes;
        }
        if (at < buffer.limit()) {
            rest = new byte[buffer.limit() - at];
            buffer.get(at, rest);
        }
        return true;
    }
}
