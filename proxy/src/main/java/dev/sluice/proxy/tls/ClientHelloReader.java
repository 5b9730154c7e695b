package dev.sluice.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Finds a whole ClientHello at the start of a connection's bytes, without taking them: BoringSSL
 * reads them again. Owned by one connection's event loop.
 *
 * <p>A record is {@code type (1) = 22, version (2) = 3.x, length (2), fragment}; the message that
 * fragments make up is {@code type (1) = 1, length (3), body} (RFC 8446 §4, §5.1). Both lengths and
 * the number of records are bounded, so that a client that sends one byte a packet costs little.
 */
final class ClientHelloReader {
    /** What the bytes so far amount to. */
    enum Status {
        NEED_MORE,
        COMPLETE,
        NOT_TLS,
        MALFORMED,
        TOO_LONG
    }

    static final int MAX_HELLO_BYTES = 16 * 1024;
    private static final int MAX_RECORDS = 32;
    private static final int RECORD_HEADER_BYTES = 5;
    private static final int MESSAGE_HEADER_BYTES = 4;
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;

    private @Nullable ClientHello hello;

    /** The message, once {@link #read} said {@code COMPLETE}. */
    @Nullable ClientHello hello() {
        return hello;
    }

    /** Looks at all bytes of the connection so far; indexes stay as they are. */
    Status read(ByteBuf bytes, ByteBufAllocator allocator) {
        int at = bytes.readerIndex();
        int records = 0;
        int fragments = 0;
        while (bytes.writerIndex() - at >= RECORD_HEADER_BYTES) {
            if (!startsRecord(bytes, at)) {
                return records == 0 ? Status.NOT_TLS : Status.MALFORMED;
            }
            int length = bytes.getUnsignedShort(at + 3);
            if (length == 0 || length > MAX_HELLO_BYTES) {
                return Status.MALFORMED;
            }
            if (++records > MAX_RECORDS || fragments > MAX_HELLO_BYTES) {
                return Status.TOO_LONG;
            }
            if (bytes.writerIndex() - at - RECORD_HEADER_BYTES < length) {
                return Status.NEED_MORE;
            }
            fragments += length;
            at += RECORD_HEADER_BYTES + length;
            Status status = message(bytes, records, fragments, allocator);
            if (status != Status.NEED_MORE) {
                return status;
            }
        }
        return bytes.isReadable() && bytes.getByte(bytes.readerIndex()) != HANDSHAKE_RECORD
                ? Status.NOT_TLS
                : Status.NEED_MORE;
    }

    private static boolean startsRecord(ByteBuf bytes, int at) {
        return bytes.getByte(at) == HANDSHAKE_RECORD && bytes.getByte(at + 1) == 3;
    }

    /** Looks whether the fragments of the first records make up the message. */
    private Status message(ByteBuf bytes, int records, int fragments, ByteBufAllocator allocator) {
        if (fragments < MESSAGE_HEADER_BYTES) {
            return Status.NEED_MORE;
        }
        if (records == 1) {
            return message(bytes.slice(bytes.readerIndex() + RECORD_HEADER_BYTES, fragments));
        }
        ByteBuf joined = allocator.heapBuffer(fragments);
        try {
            int at = bytes.readerIndex();
            for (int i = 0; i < records; i++) {
                int length = bytes.getUnsignedShort(at + 3);
                joined.writeBytes(bytes, at + RECORD_HEADER_BYTES, length);
                at += RECORD_HEADER_BYTES + length;
            }
            return message(joined);
        } finally {
            joined.release();
        }
    }

    private Status message(ByteBuf fragments) {
        if (fragments.readUnsignedByte() != CLIENT_HELLO) {
            return Status.MALFORMED;
        }
        int length = fragments.readUnsignedMedium();
        if (length > MAX_HELLO_BYTES) {
            return Status.TOO_LONG;
        }
        if (fragments.readableBytes() < length) {
            return Status.NEED_MORE;
        }
        hello = ClientHello.parse(fragments.readSlice(length));
        return hello == null ? Status.MALFORMED : Status.COMPLETE;
    }
}
