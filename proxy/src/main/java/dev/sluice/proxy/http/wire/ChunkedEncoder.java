package dev.sluice.proxy.http.wire;

import io.netty.buffer.ByteBuf;

/**
 * Writes the frame of a chunked body (RFC 9112 §7.1) around data that is written by others.
 *
 * <pre>
 *   chunkStart(5) · hello · chunkEnd · … · lastChunk
 * </pre>
 */
public final class ChunkedEncoder {
    /** The most that {@link #chunkStart} writes, in bytes. */
    public static final int MOST_START_BYTES = 8 + 2;

    private static final int CRLF = '\r' << 8 | '\n';
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private ChunkedEncoder() {}

    /**
     * Writes what comes before a chunk's data.
     *
     * @param size in bytes; more than 0, because a chunk of 0 would end the body
     */
    public static void chunkStart(ByteBuf out, int size) {
        if (size <= 0) {
            throw new AssertionError("a chunk of " + size + " bytes");
        }
        int shift = (31 - Integer.numberOfLeadingZeros(size)) & ~3;
        for (; shift >= 0; shift -= 4) {
            out.writeByte(HEX[size >>> shift & 0xf]);
        }
        out.writeShort(CRLF);
    }

    /** Writes what comes behind a chunk's data. */
    public static void chunkEnd(ByteBuf out) {
        out.writeShort(CRLF);
    }

    /** Ends a body that has no trailers. */
    public static void lastChunk(ByteBuf out) {
        out.writeByte('0');
        out.writeShort(CRLF);
        out.writeShort(CRLF);
    }

    /**
     * Ends a body with its trailers. Those that concern one connection, or that no trailer may be
     * (RFC 9110 §6.5.1: routing, authentication, who the client is, cookies), are left out.
     */
    public static void lastChunk(ByteBuf out, HeaderLines trailers) {
        out.writeByte('0');
        out.writeShort(CRLF);
        for (int i = 0; i < trailers.count(); i++) {
            if (mayBeTrailer(trailers, i)) {
                int start = trailers.nameStart(i);
                out.writeBytes(trailers.bytes(), start, trailers.lineEnd(i) - start);
            }
        }
        out.writeShort(CRLF);
    }

    private static boolean mayBeTrailer(HeaderLines trailers, int index) {
        return switch (trailers.header(index)) {
            case OTHER, ETAG, DATE, SERVER, VIA -> !trailers.isHopByHop(index);
            default -> false;
        };
    }
}
