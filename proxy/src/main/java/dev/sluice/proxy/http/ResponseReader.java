package dev.sluice.proxy.http;

import dev.sluice.proxy.http.wire.BodyFraming;
import dev.sluice.proxy.http.wire.ChunkedDecoder;
import dev.sluice.proxy.http.wire.ParseResult;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.http.wire.ResponseHead;
import dev.sluice.proxy.http.wire.ResponseParser;
import dev.sluice.proxy.http.wire.Violation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Cuts answers off a server's bytes and gives them to the {@link RequestFlow} that waits for them,
 * piece by piece. Owned by its connection.
 *
 * <pre>
 *   NOTHING → HEAD → LENGTH | CHUNKED | UNTIL_CLOSE → NOTHING
 *                  ↘ NOTHING, the connection becomes a tunnel
 * </pre>
 */
final class ResponseReader {
    /** What comes next. */
    private enum Part {
        NOTHING,
        HEAD,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final HttpLoop http;
    private final UpstreamConnection connection;
    private Part part = Part.NOTHING;
    private @Nullable ResponseHead head;
    private @Nullable ChunkedDecoder decoder;
    private long remaining;
    private boolean keepAlive;

    ResponseReader(HttpLoop http, UpstreamConnection connection) {
        this.http = http;
        this.connection = connection;
    }

    /** The answer to a request comes next. */
    void expect(RequestHead request) {
        ResponseHead reading = http.takeResponseHead();
        reading.expect(request.method(), request.upgradeWebSocket());
        head = reading;
        part = Part.HEAD;
    }

    /** Whether nothing has come yet of the answer that is waited for. */
    boolean isUnanswered() {
        ResponseHead reading = head;
        return reading != null && !reading.hasBegun();
    }

    /** Whether the head of an answer is waited for, or comes. */
    boolean isAtHead() {
        return part == Part.HEAD;
    }

    /** Whether an answer has begun that only the end of the connection ends. */
    boolean endsByClosing() {
        return part == Part.UNTIL_CLOSE;
    }

    /** Reads nothing more. */
    void end() {
        part = Part.NOTHING;
        giveHead();
    }

    private void giveHead() {
        ResponseHead reading = head;
        head = null;
        if (reading != null) {
            http.giveResponseHead(reading);
        }
    }

    /** Takes what it can of the bytes at hand, which are some; whether there is more to do. */
    boolean step(ByteBuf in, RequestFlow of) {
        return switch (part) {
            case HEAD -> readHead(in, of);
            case LENGTH -> readLength(in, of);
            case CHUNKED -> readChunks(in, of);
            case UNTIL_CLOSE -> {
                of.responseBody(in.readRetainedSlice(in.readableBytes()));
                yield false;
            }
            case NOTHING -> {
                connection.breakOff();
                yield false;
            }
        };
    }

    private boolean readHead(ByteBuf in, RequestFlow of) {
        ResponseHead reading = head;
        if (reading == null) {
            throw new AssertionError("a head is prepared when a request is sent");
        }
        ParseResult result = ResponseParser.parse(in, reading);
        if (result == ParseResult.NEED_MORE) {
            return false;
        }
        if (result == ParseResult.VIOLATION) {
            garbage(of, reading.violation());
            return false;
        }
        if (reading.isInterim()) {
            of.interim(reading);
            reading.expect(reading.requestMethod(), of.upgradeAsked());
            return true;
        }
        return beginBody(in, of, reading);
    }

    private boolean beginBody(ByteBuf in, RequestFlow of, ResponseHead reading) {
        keepAlive = reading.keepAlive();
        BodyFraming framing = reading.framing();
        if (framing == BodyFraming.TUNNEL) {
            part = Part.NOTHING;
            of.switched(reading, connection);
            giveHead();
            return false;
        }
        of.responseHead(reading);
        remaining = reading.contentLength();
        giveHead();
        if (!connection.isLentTo(of)) {
            return false;
        }
        switch (framing) {
            case LENGTH -> part = Part.LENGTH;
            case CHUNKED -> beginChunks();
            case UNTIL_CLOSE -> part = Part.UNTIL_CLOSE;
            case NONE, TUNNEL -> {
                end(in, of);
                return false;
            }
        }
        return true;
    }

    private void beginChunks() {
        part = Part.CHUNKED;
        ChunkedDecoder chunks = decoder;
        if (chunks == null) {
            decoder = new ChunkedDecoder();
        } else {
            chunks.reset();
        }
    }

    private boolean readLength(ByteBuf in, RequestFlow of) {
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        of.responseBody(in.readRetainedSlice(length));
        if (remaining == 0 && connection.isLentTo(of)) {
            end(in, of);
        }
        return false;
    }

    private boolean readChunks(ByteBuf in, RequestFlow of) {
        ChunkedDecoder chunks = decoder;
        if (chunks == null) {
            throw new AssertionError("chunked bodies have a decoder");
        }
        return switch (chunks.decode(in)) {
            case DATA -> {
                of.responseBody(in.readRetainedSlice(chunks.dataLength()));
                yield connection.isLentTo(of);
            }
            case NEED_MORE -> false;
            case END -> {
                of.responseTrailers(chunks.trailers());
                end(in, of);
                yield false;
            }
            case VIOLATION -> {
                garbage(of, chunks.violation());
                yield false;
            }
        };
    }

    private void end(ByteBuf in, RequestFlow of) {
        part = Part.NOTHING;
        of.responseEnd(keepAlive && !in.isReadable());
    }

    private void garbage(RequestFlow of, Violation violation) {
        connection.drop();
        of.upstreamGarbage(violation);
    }
}
