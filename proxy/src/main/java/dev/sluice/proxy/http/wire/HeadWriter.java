package dev.sluice.proxy.http.wire;

import io.netty.buffer.ByteBuf;

/**
 * Writes the heads that are sent on: a client's request to a server, a server's answer to a client.
 *
 * <p>Neighbouring lines that stay as they are, the first line included, are copied as one block:
 * most heads take one to three. What concerns one connection is left out; Content-Length and
 * Transfer-Encoding are never copied but written from what the parser understood, so no message
 * leaves with two framings. Owned by one event loop.
 */
public final class HeadWriter {
    private static final byte[] VERSION = Scratch.ascii("HTTP/1.1");
    private static final byte[] HOST = Scratch.ascii("Host: ");
    private static final byte[] CONTENT_LENGTH = Scratch.ascii("Content-Length: ");
    private static final byte[] CHUNKED = Scratch.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] REQUEST_ID = Scratch.ascii("X-Request-Id: ");
    private static final byte[] TRAILERS = Scratch.ascii("Connection: TE\r\nTE: trailers\r\n");
    private static final byte[] WEBSOCKET =
            Scratch.ascii("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] CLOSE = Scratch.ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Scratch.ascii("Connection: keep-alive\r\n");

    private static final int VERSION_BYTES = 8;
    private static final int STATUS_END = 12;

    private final Scratch scratch = new Scratch();

    /** Writes the head of a request to a server, always in origin form and as HTTP/1.1. */
    public void request(
            RequestHead head, ForwardedHeaders forwarded, RequestEdits edits, ByteBuf out) {
        scratch.clear();
        int run = requestLine(head);
        addHost(head, forwarded);
        HeaderLines lines = head.headers();
        byte[] bytes = head.bytes();
        int from = run < 0 ? bodyOfHead(lines, head.sizeBytes()) : run;
        boolean keepsHost = !head.isAbsolute();
        int start = from;
        for (int i = 0; i < lines.count(); i++) {
            if (!goesToServer(head, i, forwarded, edits, keepsHost)) {
                edits.value.copy(bytes, start, lines.nameStart(i), scratch);
                start = lines.lineEnd(i);
            }
        }
        edits.value.copy(bytes, start, head.sizeBytes() - 2, scratch);
        forwarded.write(lines, scratch);
        if (edits.requestId != null) {
            scratch.add(REQUEST_ID).add(edits.requestId).endLine();
        }
        requestFraming(head);
        scratch.endLine();
        out.writeBytes(scratch.array(), 0, scratch.length());
    }

    /** Writes the request line unless it can be copied; then says from where, else -1. */
    private int requestLine(RequestHead head) {
        if (!head.isAbsolute() && head.versionMinor() == 1) {
            return head.methodStart();
        }
        byte[] bytes = head.bytes();
        scratch.add(bytes, head.methodStart(), head.methodEnd())
                .add(ByteClass.SP)
                .add(bytes, head.targetStart(), head.targetEnd())
                .add(ByteClass.SP)
                .add(VERSION)
                .endLine();
        return -1;
    }

    /** RFC 9112 §3.2.2: the authority of an absolute target replaces what Host says. */
    private void addHost(RequestHead head, ForwardedHeaders forwarded) {
        if (head.isAbsolute()) {
            scratch.add(HOST)
                    .add(head.bytes(), head.authorityStart(), head.authorityEnd())
                    .endLine();
        } else if (head.authorityEnd() == head.authorityStart()) {
            scratch.add(HOST).add(forwarded.defaultHost()).endLine();
        }
    }

    private static int bodyOfHead(HeaderLines lines, int headEnd) {
        return lines.count() > 0 ? lines.nameStart(0) : headEnd - 2;
    }

    private static boolean goesToServer(
            RequestHead head,
            int index,
            ForwardedHeaders forwarded,
            RequestEdits edits,
            boolean keepsHost) {
        HeaderLines lines = head.headers();
        if (lines.isHopByHop(index)) {
            return false;
        }
        KnownHeader header = lines.header(index);
        return switch (header) {
            case OTHER -> true;
            case HOST -> keepsHost;
            case EXPECT -> edits.passesExpect && head.expectContinue();
            case X_REQUEST_ID -> edits.requestId == null && forwarded.trusted();
            default -> !header.isFraming() && (!header.isForwarding() || forwarded.keeps(header));
        };
    }

    private void requestFraming(RequestHead head) {
        if (head.isChunked()) {
            scratch.add(CHUNKED);
        } else if (head.contentLength() >= 0) {
            scratch.add(CONTENT_LENGTH).addDecimal(head.contentLength()).endLine();
        }
        if (head.upgradeWebSocket()) {
            scratch.add(WEBSOCKET);
        } else if (head.acceptsTrailers()) {
            scratch.add(TRAILERS);
        }
    }

    /** Writes the head of an answer to the client, always as HTTP/1.1. */
    public void response(ResponseHead head, ResponseEdits edits, ByteBuf out) {
        scratch.clear();
        HeaderLines lines = head.headers();
        byte[] bytes = head.bytes();
        int start = statusLine(head);
        for (int i = 0; i < lines.count(); i++) {
            if (!goesToClient(lines, i, edits)) {
                edits.value.copy(bytes, start, lines.nameStart(i), scratch);
                start = lines.lineEnd(i);
            } else if (edits.encoding.varies) {
                start = edits.encoding.copy(lines, i, start, edits.value, scratch);
            }
        }
        edits.value.copy(bytes, start, head.sizeBytes() - 2, scratch);
        if (edits.lines != null) {
            scratch.add(edits.lines);
        }
        edits.encoding.add(lines, scratch);
        responseFraming(head, edits);
        if (!head.isInterim()) {
            connection(edits);
        }
        scratch.endLine();
        out.writeBytes(scratch.array(), 0, scratch.length());
    }

    /** Writes the status line unless it can be copied; says from where copying begins. */
    private int statusLine(ResponseHead head) {
        boolean hasReason = head.statusLineEnd() > STATUS_END;
        if (head.versionMinor() == 1 && hasReason) {
            return 0;
        }
        scratch.add(VERSION).add(head.bytes(), VERSION_BYTES, head.statusLineEnd());
        if (!hasReason) {
            scratch.add(ByteClass.SP); // RFC 9112 §4: the space is there even without a reason
        }
        scratch.endLine();
        return head.statusLineEnd() + 2;
    }

    private static boolean goesToClient(HeaderLines lines, int index, ResponseEdits edits) {
        if (lines.isHopByHop(index)) {
            return false;
        }
        KnownHeader header = lines.header(index);
        return !header.isFraming()
                && header != KnownHeader.X_ACCEL
                && !edits.encoding.drops(header);
    }

    private void responseFraming(ResponseHead head, ResponseEdits edits) {
        switch (edits.framing) {
            case CHUNKED -> scratch.add(CHUNKED);
            case LENGTH -> contentLength(head.contentLength());
            case NONE -> lengthWithoutBody(head);
            case UNTIL_CLOSE, TUNNEL -> {}
        }
    }

    /** HEAD and 304 say how long the body would have been; 1xx and 204 never do. */
    private void lengthWithoutBody(ResponseHead head) {
        int status = head.status();
        if (status >= 200 && status != 204 && head.contentLength() >= 0) {
            contentLength(head.contentLength());
        }
    }

    private void contentLength(long length) {
        scratch.add(CONTENT_LENGTH).addDecimal(length).endLine();
    }

    private void connection(ResponseEdits edits) {
        if (edits.framing == BodyFraming.TUNNEL) {
            scratch.add(WEBSOCKET);
        } else if (!edits.keepAlive) {
            scratch.add(CLOSE);
        } else if (edits.clientMinor == 0) {
            scratch.add(KEEP_ALIVE);
        }
    }
}
