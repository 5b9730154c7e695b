package dev.sluice.proxy.http;

import dev.sluice.measure.Counter;
import dev.sluice.model.Redirect;
import dev.sluice.proxy.http.wire.BodyFraming;
import dev.sluice.proxy.http.wire.ChunkedEncoder;
import dev.sluice.proxy.http.wire.HeaderLines;
import dev.sluice.proxy.http.wire.Method;
import dev.sluice.proxy.http.wire.ResponseEdits;
import dev.sluice.proxy.http.wire.ResponseHead;
import dev.sluice.proxy.http.wire.StaticAnswers;
import dev.sluice.proxy.http.wire.Trouble;
import dev.sluice.proxy.http.wire.Violation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The way of an answer to the client: head, body, end. What is small is gathered in one buffer with
 * the head, so that most answers are one write. Owned by its flow.
 */
final class ResponseRelay {
    /**
     * Pieces up to this size are copied behind what is gathered; larger ones are passed on as they
     * are.
     */
    private static final int COPIED_BYTES = 4 << 10;

    private static final int GATHERED_BYTES = 2 << 10;

    private final HttpLoop http;
    private final Exchange exchange;
    private @Nullable ByteBuf gathered;
    private @Nullable GzipBody gzip;
    private BodyFraming framing = BodyFraming.NONE;
    private boolean written;

    ResponseRelay(HttpLoop http, Exchange exchange) {
        this.http = http;
        this.exchange = exchange;
    }

    /** An answer before the answer (RFC 9110 §15.2). HTTP/1.0 does not know them. */
    void interim(ResponseHead head) {
        if (exchange.head().versionMinor() == 0) {
            return;
        }
        ResponseEdits edits = http.responseEdits();
        edits.begin(1, true, BodyFraming.NONE);
        http.headWriter().response(head, edits, gathering());
    }

    /**
     * The head of the final answer.
     *
     * @param server the number of the server it came from
     */
    void head(ResponseHead head, int server) {
        int clientMinor = exchange.head().versionMinor();
        Compression compression = compression(head);
        gzip = compression == Compression.GZIP ? http.gzipBodies().take() : null;
        // How long it will be is not known before it is compressed.
        BodyFraming known = gzip == null ? head.framing() : BodyFraming.UNTIL_CLOSE;
        framing = known.toClient(clientMinor);
        if (framing == BodyFraming.UNTIL_CLOSE) {
            exchange.keepAlive(false);
        }
        ResponseEdits edits = http.responseEdits();
        edits.begin(clientMinor, exchange.keepAlive(), framing);
        exchange.stickAnswer(head, server, edits);
        if (gzip != null) {
            edits.gzip();
        } else if (compression != Compression.NONE) {
            edits.variesByEncoding();
        }
        http.headWriter().response(head, edits, gathering());
    }

    private Compression compression(ResponseHead head) {
        return exchange.http().config().gzip()
                ? Compression.of(exchange.head(), head)
                : Compression.NONE;
    }

    /** Whether the client takes the end of its connection for the end of the answer. */
    boolean endsByClosing() {
        return framing == BodyFraming.UNTIL_CLOSE;
    }

    /** The head of an answer after which both sides speak another protocol. */
    void switched(ResponseHead head) {
        ResponseEdits edits = http.responseEdits();
        edits.begin(1, true, BodyFraming.TUNNEL);
        http.headWriter().response(head, edits, gathering());
    }

    /** A piece of body, which is taken over. */
    void body(ByteBuf piece) {
        GzipBody by = gzip;
        pass(by == null ? piece : by.write(piece));
    }

    private void pass(ByteBuf piece) {
        int length = piece.readableBytes();
        if (length == 0) {
            piece.release();
            return;
        }
        exchange.bodySent(length);
        boolean chunked = framing == BodyFraming.CHUNKED;
        if (chunked) {
            ChunkedEncoder.chunkStart(gathering(), length);
        }
        if (length <= COPIED_BYTES) {
            gathering().writeBytes(piece);
            piece.release();
        } else {
            writeGathered();
            write(piece);
        }
        if (chunked) {
            ChunkedEncoder.chunkEnd(gathering());
        }
    }

    /** The end of the body, with the trailers of a chunked one that had some. */
    void end(@Nullable HeaderLines trailers) {
        GzipBody by = gzip;
        if (by != null) {
            pass(by.finish());
            giveGzip();
        }
        if (framing != BodyFraming.CHUNKED) {
            return;
        }
        if (trailers == null) {
            ChunkedEncoder.lastChunk(gathering());
        } else {
            ChunkedEncoder.lastChunk(gathering(), trailers);
        }
    }

    /** Says which rule of HTTP was broken. */
    void violation(Violation violation) {
        ours().violation(violation, gathering());
        exchange.bodySent(http.answers().bodyBytes());
    }

    /** Says why no server answers. */
    void trouble(Trouble trouble) {
        ours().trouble(trouble, gathering());
        exchange.bodySent(http.answers().bodyBytes());
    }

    /** Sends the client to the https listener, host, path and query kept. */
    void redirect(Redirect redirect) {
        byte[] host = exchange.http().headers().defaultHost();
        ours().redirect(redirect.code(), exchange.head(), redirect.https(), host, gathering());
        exchange.bodySent(http.answers().bodyBytes());
    }

    private StaticAnswers ours() {
        boolean headOnly = exchange.head().method() == Method.HEAD;
        return http.answers()
                .to(
                        exchange.head().versionMinor(),
                        exchange.keepAlive(),
                        headOnly,
                        exchange.requestId());
    }

    private ByteBuf gathering() {
        ByteBuf now = gathered;
        if (now == null) {
            now = http.allocator().buffer(GATHERED_BYTES);
            gathered = now;
        }
        return now;
    }

    private void writeGathered() {
        ByteBuf now = gathered;
        if (now != null) {
            gathered = null;
            write(now);
        }
    }

    private void write(ByteBuf piece) {
        exchange.counters().add(Counter.LISTENER_BYTES_OUT, piece.readableBytes());
        written = true;
        exchange.client().send(piece);
    }

    /** Sends what was written. */
    void flush() {
        GzipBody by = gzip;
        if (by != null) {
            pass(by.flush());
        }
        writeGathered();
        if (written) {
            written = false;
            exchange.client().flush();
        }
    }

    private void giveGzip() {
        GzipBody by = gzip;
        gzip = null;
        if (by != null) {
            http.gzipBodies().give(by);
        }
    }

    /** Lets go of what was not sent. */
    void drop() {
        giveGzip();
        ByteBuf now = gathered;
        gathered = null;
        written = false;
        if (now != null) {
            now.release();
        }
    }
}
