package dev.sluice.proxy.http.wire;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Answers that are made here: errors with a small honest body, and redirects.
 *
 * <pre>
 *   502 bad gateway: the server answered something that is not HTTP
 *   request 01J…
 * </pre>
 *
 * {@link #to} says who is answered; then one of the others writes the answer. Owned by one event
 * loop.
 */
public final class StaticAnswers {
    private static final byte[] VERSION = Scratch.ascii("HTTP/1.1 ");
    private static final byte[] DATE = Scratch.ascii("Date: ");
    private static final byte[] FIXED =
            Scratch.ascii("Content-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n");
    private static final byte[] REQUEST_ID = Scratch.ascii("X-Request-Id: ");
    private static final byte[] LENGTH = Scratch.ascii("Content-Length: ");
    private static final byte[] CLOSE = Scratch.ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Scratch.ascii("Connection: keep-alive\r\n");
    private static final byte[] LOCATION = Scratch.ascii("Location: https://");
    private static final byte[] REQUEST = Scratch.ascii("request ");
    private static final byte[] COLON = Scratch.ascii(": ");
    private static final byte[] SEE = Scratch.ascii("this is served over https");
    private static final int HTTPS_PORT = 443;

    /** RFC 9110 §5.6.7, with two digits for the day. */
    private static final DateTimeFormatter DATE_FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final Scratch head = new Scratch();
    private final Scratch body = new Scratch();
    private byte[] date = {};
    private long dateSecond = Long.MIN_VALUE;

    private int clientMinor = 1;
    private boolean keepAlive;
    private boolean headOnly;
    private byte[] requestId = {};
    private int bodyBytes;

    public StaticAnswers(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Says who is answered.
     *
     * @param clientMinor the client's HTTP/1.x
     * @param keepAlive whether its connection stays open; never after a violation
     * @param headOnly whether it asked with HEAD
     * @param requestId the request's id, empty for none; not kept beyond the answer
     */
    public StaticAnswers to(
            int clientMinor, boolean keepAlive, boolean headOnly, byte[] requestId) {
        this.clientMinor = clientMinor;
        this.keepAlive = keepAlive;
        this.headOnly = headOnly;
        this.requestId = requestId;
        return this;
    }

    /** Answers a request that broke a rule; the connection closes. */
    public void violation(Violation violation, ByteBuf out) {
        keepAlive = false;
        error(violation.status(), violation.sentenceBytes(), out);
    }

    /** Answers a request that nobody else answers. */
    public void trouble(Trouble trouble, ByteBuf out) {
        error(trouble.status(), trouble.sentence(), out);
    }

    /**
     * Sends the client to the same host, path and query over https.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param defaultHost for requests that name no host
     */
    public void redirect(
            int status, RequestHead request, int port, byte[] defaultHost, ByteBuf out) {
        compose(status, SEE);
        begin(status);
        head.add(LOCATION);
        if (request.hostEnd() > request.hostStart()) {
            head.add(request.bytes(), request.hostStart(), request.hostEnd());
        } else {
            head.add(defaultHost);
        }
        if (port != HTTPS_PORT) {
            head.add((byte) ':').addDecimal(port);
        }
        if (request.bytes()[request.targetStart()] == '/') {
            head.add(request.bytes(), request.targetStart(), request.targetEnd());
        } else {
            head.add((byte) '/');
        }
        head.endLine();
        finish(out);
    }

    /** How many bytes the last answer's body had. */
    public int bodyBytes() {
        return bodyBytes;
    }

    private void error(int status, byte[] sentence, ByteBuf out) {
        compose(status, sentence);
        begin(status);
        finish(out);
    }

    private void compose(int status, byte[] sentence) {
        body.clear();
        body.addDecimal(status).add(ByteClass.SP);
        for (byte b : Reason.of(status)) {
            body.add(b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b);
        }
        body.add(COLON).add(sentence).add(ByteClass.LF);
        if (requestId.length > 0) {
            body.add(REQUEST).add(requestId).add(ByteClass.LF);
        }
    }

    private void begin(int status) {
        head.clear();
        head.add(VERSION).addDecimal(status).add(ByteClass.SP).add(Reason.of(status)).endLine();
        head.add(DATE).add(date()).endLine();
    }

    private void finish(ByteBuf out) {
        head.add(FIXED);
        if (requestId.length > 0) {
            head.add(REQUEST_ID).add(requestId).endLine();
        }
        head.add(LENGTH).addDecimal(body.length()).endLine();
        if (!keepAlive) {
            head.add(CLOSE);
        } else if (clientMinor == 0) {
            head.add(KEEP_ALIVE);
        }
        head.endLine();
        out.writeBytes(head.array(), 0, head.length());
        bodyBytes = headOnly ? 0 : body.length();
        out.writeBytes(body.array(), 0, bodyBytes);
    }

    private byte[] date() {
        Instant now = clock.instant();
        if (now.getEpochSecond() != dateSecond) {
            dateSecond = now.getEpochSecond();
            date = Scratch.ascii(DATE_FORMAT.format(now));
        }
        return date;
    }
}
