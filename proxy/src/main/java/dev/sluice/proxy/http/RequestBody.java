package dev.sluice.proxy.http;

import dev.sluice.proxy.http.wire.ChunkedDecoder;
import dev.sluice.proxy.http.wire.ChunkedEncoder;
import dev.sluice.proxy.http.wire.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way: takes it off the client's bytes, frames it anew for the server, and
 * keeps a copy of its beginning until the server has begun to answer, so that it can be sent once
 * more. Owned by its flow.
 */
final class RequestBody {
    /** How much is kept for a second try, and how much waits for a connection. */
    static final int KEPT_BYTES = 64 << 10;

    /** Pieces that may be kept as they are; the small ones after them are copied together. */
    private static final int KEPT_PIECES = 16;

    private static final int SMALL_BYTES = 4 << 10;

    private final ArrayDeque<ByteBuf> kept = new ArrayDeque<>(4);
    private final ChunkedDecoder decoder = new ChunkedDecoder();
    private @Nullable ByteBuf gathered;
    private int keptBytes;
    private boolean replayable;
    private boolean chunked;
    private long remaining;
    private long received;
    private boolean complete;
    private Violation violation = Violation.NONE;

    /**
     * Starts on the next request.
     *
     * @param contentLength in bytes; ignored when chunked; 0 for none
     */
    void begin(boolean isChunked, long contentLength) {
        chunked = isChunked;
        remaining = contentLength;
        received = 0;
        complete = !isChunked && contentLength == 0;
        replayable = true;
        violation = Violation.NONE;
        if (isChunked) {
            decoder.reset();
        }
    }

    /** Whether the whole body was taken off the client's bytes. */
    boolean complete() {
        return complete;
    }

    /** Bytes of body so far, without framing. */
    long received() {
        return received;
    }

    /** What is wrong with its framing. */
    Violation violation() {
        return violation;
    }

    /** Whether all of it so far is kept. */
    boolean replayable() {
        return replayable;
    }

    /** Whether no more may be taken before there is a connection to send it on. */
    boolean full() {
        return keptBytes >= KEPT_BYTES;
    }

    /**
     * Takes the next piece off {@code in}, framed for the server; {@link Unpooled#EMPTY_BUFFER}
     * when there is none yet. The caller owns it. Look at {@link #complete} and {@link #violation}
     * afterwards.
     */
    ByteBuf next(ByteBuf in, ByteBufAllocator allocator) {
        return chunked ? nextChunk(in, allocator) : nextOfLength(in);
    }

    private ByteBuf nextOfLength(ByteBuf in) {
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        received += length;
        complete = remaining == 0;
        return in.readRetainedSlice(length);
    }

    private ByteBuf nextChunk(ByteBuf in, ByteBufAllocator allocator) {
        return switch (decoder.decode(in)) {
            case DATA -> chunk(in, allocator);
            case NEED_MORE -> Unpooled.EMPTY_BUFFER;
            case END -> {
                complete = true;
                ByteBuf end = allocator.buffer();
                ChunkedEncoder.lastChunk(end, decoder.trailers());
                yield end;
            }
            case VIOLATION -> {
                violation = decoder.violation();
                yield Unpooled.EMPTY_BUFFER;
            }
        };
    }

    private ByteBuf chunk(ByteBuf in, ByteBufAllocator allocator) {
        int length = decoder.dataLength();
        received += length;
        ByteBuf piece = allocator.buffer(length + ChunkedEncoder.MOST_START_BYTES + 2);
        ChunkedEncoder.chunkStart(piece, length);
        piece.writeBytes(in, length);
        ChunkedEncoder.chunkEnd(piece);
        return piece;
    }

    /**
     * Keeps a piece: to be sent when there is a connection, or once more on another.
     *
     * @param sent whether a server gets it now, so that it need not be kept at any cost
     */
    void keep(ByteBuf piece, boolean sent, ByteBufAllocator allocator) {
        if (!replayable) {
            return;
        }
        int length = piece.readableBytes();
        if (sent && keptBytes + length > 2 * KEPT_BYTES) {
            forget();
            return;
        }
        keptBytes += length;
        if (kept.size() >= KEPT_PIECES && length < SMALL_BYTES) {
            gather(piece, allocator);
        } else {
            kept.add(piece.retainedDuplicate());
        }
    }

    /** A piece is a part of what was read at once: many small ones would hold on to much more. */
    private void gather(ByteBuf piece, ByteBufAllocator allocator) {
        ByteBuf last = gathered;
        if (last == null
                || last != kept.peekLast()
                || last.writableBytes() < piece.readableBytes()) {
            last = allocator.buffer(SMALL_BYTES, SMALL_BYTES);
            gathered = last;
            kept.add(last);
        }
        last.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
    }

    /** Gives all that was kept once more. */
    void replay(Consumer<ByteBuf> to) {
        for (ByteBuf piece : kept) {
            to.accept(piece.retainedDuplicate());
        }
    }

    /** Keeps nothing any more. */
    void forget() {
        replayable = false;
        keptBytes = 0;
        gathered = null;
        while (!kept.isEmpty()) {
            kept.poll().release();
        }
    }
}
