package dev.sluice.proxy.http.wire;

import io.netty.buffer.ByteBuf;

/**
 * Reads a chunked body (RFC 9112 §7.1), strictly, and hands its data on without copying it.
 *
 * <pre>
 *   5 CR LF hello CR LF   0 CR LF   Expires: … CR LF   CR LF
 *   `- a chunk --------'  last one  trailers           end
 * </pre>
 *
 * Reused: {@link #reset()} before each body. Owned by one event loop.
 */
public final class ChunkedDecoder {
    /** What the bytes are. */
    public enum Action {
        /**
         * The next {@link #dataLength()} bytes of the buffer are body. The caller moves the reader
         * index over all of them before the next call.
         */
        DATA,
        /** All bytes were taken; the body goes on. */
        NEED_MORE,
        /** The body is over; the reader index stands behind it. */
        END,
        /** {@link #violation()} says why; the connection is of no use any more. */
        VIOLATION
    }

    private static final int SIZE_LINE = 0;
    private static final int DATA = 1;
    private static final int DATA_CR = 2;
    private static final int DATA_LF = 3;
    private static final int TRAILERS = 4;
    private static final int ENDED = 5;
    private static final int BROKEN = 6;

    /** Bytes of a chunk's line that ask for no excuse. */
    private static final int PLAIN_LINE_BYTES = 16;

    /** How much larger than the data all extensions of one body may be. */
    private static final long MOST_EXCESS_BYTES = 16 * 1024;

    /** Most bodies have none. */
    private static final int TRAILERS_INITIAL_BYTES = 64;

    private final ChunkLine line = new ChunkLine();
    private final HeadBytes trailerBytes =
            new HeadBytes(HeadLimits.TRAILERS.headBytes(), TRAILERS_INITIAL_BYTES);
    private final HeaderLines trailers =
            new HeaderLines(trailerBytes, HeadLimits.TRAILERS.headers());
    private int state;
    private long remaining;
    private int dataLength;
    private long excessBytes;
    private Violation violation = Violation.NONE;

    /** Prepares for the next body. */
    public void reset() {
        line.reset();
        trailerBytes.reset();
        trailers.reset();
        state = SIZE_LINE;
        remaining = 0;
        dataLength = 0;
        excessBytes = 0;
        violation = Violation.NONE;
    }

    /** How many bytes of the buffer are body, after {@link Action#DATA}; at least one. */
    public int dataLength() {
        return dataLength;
    }

    /** The trailers, after {@link Action#END}. */
    public HeaderLines trailers() {
        return trailers;
    }

    public Violation violation() {
        return violation;
    }

    /** Reads on in {@code in}; called again until it says other than {@link Action#DATA}. */
    public Action decode(ByteBuf in) {
        while (state < TRAILERS) {
            if (!in.isReadable()) {
                return Action.NEED_MORE;
            }
            if (state == DATA) {
                return data(in);
            }
            takeByte(in.readByte());
        }
        if (state == TRAILERS) {
            return readTrailers(in);
        }
        return state == ENDED ? Action.END : Action.VIOLATION;
    }

    private Action data(ByteBuf in) {
        dataLength = (int) Math.min(remaining, in.readableBytes());
        remaining -= dataLength;
        if (remaining == 0) {
            state = DATA_CR;
        }
        return Action.DATA;
    }

    private void takeByte(byte b) {
        switch (state) {
            case SIZE_LINE -> takeLineByte(b);
            case DATA_CR -> expect(b, ByteClass.CR, DATA_LF);
            case DATA_LF -> expect(b, ByteClass.LF, SIZE_LINE);
            default -> throw new AssertionError("no byte is taken in state " + state);
        }
    }

    private void expect(byte b, byte wanted, int next) {
        if (b == wanted) {
            state = next;
        } else {
            refuse(Violation.CHUNK_END);
        }
    }

    private void takeLineByte(byte b) {
        int result = line.take(b);
        if (result == ChunkLine.BROKEN) {
            refuse(line.violation());
        } else if (result == ChunkLine.WHOLE) {
            beginChunk(line.size(), line.length());
            line.reset();
        }
    }

    /** Large extensions on tiny chunks would cost much and carry nothing. */
    private void beginChunk(long size, int lineLength) {
        excessBytes = Math.max(0, excessBytes + lineLength - PLAIN_LINE_BYTES - size);
        remaining = size;
        if (excessBytes > MOST_EXCESS_BYTES) {
            refuse(Violation.CHUNK_EXTENSION_TOO_LONG);
        } else {
            state = size == 0 ? TRAILERS : DATA;
        }
    }

    private Action readTrailers(ByteBuf in) {
        while (trailerBytes.pull(in)) {
            ParseResult result = HeaderSection.read(trailerBytes, trailers);
            if (result == ParseResult.COMPLETE) {
                trailerBytes.giveBack(in);
                return endOfTrailers();
            }
            if (result == ParseResult.VIOLATION) {
                return refuse(trailerViolation(trailerBytes.violation()));
            }
        }
        return Action.NEED_MORE;
    }

    private Action endOfTrailers() {
        for (int i = 0; i < trailers.count(); i++) {
            KnownHeader header = trailers.header(i);
            if (header.isFraming() || header == KnownHeader.HOST) {
                return refuse(Violation.TRAILER_FORBIDDEN);
            }
        }
        state = ENDED;
        return Action.END;
    }

    private static Violation trailerViolation(Violation kind) {
        return switch (kind) {
            case HEADERS_TOO_LARGE, HEADERS_TOO_MANY -> Violation.TRAILERS_TOO_LARGE;
            case HOST_REPEATED, LENGTH_REPEATED, CODING_REPEATED, EXPECTATION ->
                    Violation.TRAILER_FORBIDDEN;
            default -> kind;
        };
    }

    private Action refuse(Violation kind) {
        violation = kind;
        state = BROKEN;
        return Action.VIOLATION;
    }
}
