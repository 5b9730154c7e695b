package dev.sluice.proxy.http.wire;

/**
 * The head of a server's answer: its bytes, and what they mean.
 *
 * <p>Reused: {@link #expect} before each answer, and again after an interim one. Indexes are over
 * {@link #bytes()} and valid until then. Owned by one event loop.
 */
public final class ResponseHead {
    private final HeadBytes bytes;
    private final HeaderLines headers;

    private int requestMethod;
    private boolean upgradeAsked;
    private int versionMinor;
    private int status;
    private int statusLineEnd;
    private int headEnd;
    private long contentLength;
    private boolean chunked;
    private boolean keepAlive;

    public ResponseHead(HeadLimits limits) {
        this.bytes = new HeadBytes(limits.headBytes());
        this.headers = new HeaderLines(bytes, limits.headers());
        expect(Method.GET, false);
    }

    /**
     * Forgets everything and awaits the answer to a request.
     *
     * @param requestMethod a constant of {@link Method}
     * @param upgradeAsked whether the request asked for WebSocket, so that 101 may come
     */
    public void expect(int requestMethod, boolean upgradeAsked) {
        this.requestMethod = requestMethod;
        this.upgradeAsked = upgradeAsked;
        bytes.reset();
        headers.reset();
        versionMinor = 1;
        status = 0;
        statusLineEnd = 0;
        headEnd = 0;
        contentLength = -1;
        chunked = keepAlive = false;
    }

    /** Whether any byte of an answer has come. */
    public boolean hasBegun() {
        return bytes.filled() > 0;
    }

    /** What is wrong, after {@link ParseResult#VIOLATION}. */
    public Violation violation() {
        return bytes.violation();
    }

    public byte[] bytes() {
        return bytes.array();
    }

    public HeaderLines headers() {
        return headers;
    }

    /** The request's method: a constant of {@link Method}. */
    public int requestMethod() {
        return requestMethod;
    }

    /** 0 or 1, of HTTP/1.x. */
    public int versionMinor() {
        return versionMinor;
    }

    /** 100 to 999; 0 until the status line is whole. */
    public int status() {
        return status;
    }

    /** Whether another head follows to the same request: 1xx but 101. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    /** How many bytes the head took. */
    public int sizeBytes() {
        return headEnd;
    }

    /** What Content-Length says; -1 without it. */
    public long contentLength() {
        return contentLength;
    }

    public boolean isChunked() {
        return chunked;
    }

    public BodyFraming framing() {
        return BodyFraming.ofResponse(requestMethod, status, chunked, contentLength);
    }

    /** Whether the connection can take another request once the body has ended. */
    public boolean keepAlive() {
        return keepAlive;
    }

    boolean upgradeAsked() {
        return upgradeAsked;
    }

    HeadBytes headBytes() {
        return bytes;
    }

    /** Where the reason phrase ends; it begins with the status at byte 9. */
    int statusLineEnd() {
        return statusLineEnd;
    }

    void statusLine(int minor, int status, int end) {
        this.versionMinor = minor;
        this.status = status;
        this.statusLineEnd = end;
    }

    void framing(long contentLength, boolean chunked) {
        this.contentLength = contentLength;
        this.chunked = chunked;
    }

    void keepAlive(boolean keep) {
        this.keepAlive = keep;
    }

    void endsAt(int end) {
        this.headEnd = end;
    }
}
