package dev.sluice.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses one body at a time as a gzip member (RFC 1952 §2.3), piece by piece.
 *
 * <pre>
 *   1f 8b 08 00 | 00 00 00 00 | 00 ff | deflated blocks (RFC 1951) | CRC-32 | size mod 2³²
 *   magic CM FLG    no MTIME   XFL OS: unknown                        little-endian, of what came in
 * </pre>
 *
 * What comes out is gathered, and given away when there is enough of it or at a {@link #flush}. The
 * state, some 256 KiB outside the heap, is used again for other bodies. Owned by one event loop.
 */
final class GzipBody {
    /** Fast, and within a few percent of the default level's size on text. */
    private static final int LEVEL = 4;

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final byte[] NOTHING = {};

    /** What comes out is given away from this size on. */
    private static final int PIECE_BYTES = 16 << 10;

    private static final int INITIAL_BYTES = 4 << 10;

    /** With less room than 7 bytes, a flush would be repeated for ever. */
    private static final int ROOM_BYTES = 256;

    private final ByteBufAllocator allocator;
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 crc = new CRC32();
    private @Nullable ByteBuf out;
    private boolean headerWritten;
    private boolean flushed = true;

    GzipBody(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Takes over a piece of body.
     *
     * @return what is to be sent; may be empty
     */
    ByteBuf write(ByteBuf piece) {
        if (piece.isReadable()) {
            writeHeader();
            flushed = false;
            deflate(piece);
        }
        piece.release();
        ByteBuf now = out;
        return now != null && now.readableBytes() >= PIECE_BYTES ? take() : Unpooled.EMPTY_BUFFER;
    }

    private void deflate(ByteBuf piece) {
        int size = piece.readableBytes();
        ByteBuffer in =
                piece.nioBufferCount() == 1
                        ? piece.internalNioBuffer(piece.readerIndex(), size)
                        : piece.nioBuffer();
        int start = in.position();
        crc.update(in);
        in.position(start);
        deflater.setInput(in);
        deflate(Deflater.NO_FLUSH);
        // The view is shared with others who use these bytes: it must not be looked at again.
        deflater.setInput(NOTHING);
    }

    /** Brings out all that came in, so that the client can read it now. */
    ByteBuf flush() {
        if (!flushed) {
            flushed = true;
            deflate(Deflater.SYNC_FLUSH);
        }
        return take();
    }

    /** Brings out the rest and the member's end. */
    ByteBuf finish() {
        writeHeader();
        deflater.finish();
        deflate(Deflater.NO_FLUSH);
        gathering().writeIntLE((int) crc.getValue()).writeIntLE((int) deflater.getBytesRead());
        return take();
    }

    private void writeHeader() {
        if (!headerWritten) {
            headerWritten = true;
            gathering().writeBytes(HEADER);
        }
    }

    private void deflate(int flush) {
        ByteBuf to = gathering();
        do {
            to.ensureWritable(ROOM_BYTES);
            int from = to.writerIndex();
            ByteBuffer room = to.internalNioBuffer(from, to.writableBytes());
            to.writerIndex(from + deflater.deflate(room, flush));
            // With room left, everything that came in was worked on.
        } while (!to.isWritable());
    }

    private ByteBuf gathering() {
        ByteBuf now = out;
        if (now == null) {
            now = allocator.buffer(INITIAL_BYTES);
            out = now;
        }
        return now;
    }

    private ByteBuf take() {
        ByteBuf now = out;
        out = null;
        return now == null ? Unpooled.EMPTY_BUFFER : now;
    }

    /** Forgets this body, so that another can begin. */
    void reset() {
        take().release();
        deflater.reset();
        crc.reset();
        headerWritten = false;
        flushed = true;
    }

    /** Gives its memory back; it is of no use any more. */
    void end() {
        take().release();
        deflater.end();
    }
}
