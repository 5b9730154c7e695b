package dev.sluice.proxy.http.wire;

/**
 * One request's head: its bytes, and what they mean.
 *
 * <p>Reused: {@link #reset()} before each request. All indexes are over {@link #bytes()}, which may
 * be another array after each call of the parser, and are valid until the next reset. Owned by one
 * event loop.
 */
public final class RequestHead {
    private final HeadLimits limits;
    private final HeadBytes bytes;
    private final HeaderLines headers;

    private int method;
    private int methodStart;
    private int methodEnd;
    private int versionMinor;
    private int targetStart;
    private int targetEnd;
    private int pathEnd;
    private int authorityStart;
    private int authorityEnd;
    private boolean absolute;

    private int hostStart;
    private int hostEnd;
    private int port;
    private int headEnd;
    private long contentLength;
    private boolean chunked;
    private boolean keepAlive;
    private boolean expectContinue;
    private boolean upgradeWebSocket;
    private boolean acceptsTrailers;

    public RequestHead(HeadLimits limits) {
        this.limits = limits;
        this.bytes = new HeadBytes(limits.headBytes());
        this.headers = new HeaderLines(bytes, limits.headers());
        reset();
    }

    /** Forgets everything, so that the next request can be read. */
    public void reset() {
        bytes.reset();
        headers.reset();
        method = Method.OTHER;
        methodStart = methodEnd = 0;
        versionMinor = 1;
        targetStart = targetEnd = pathEnd = 0;
        authorityStart = authorityEnd = 0;
        absolute = false;
        hostStart = hostEnd = 0;
        port = -1;
        headEnd = 0;
        contentLength = -1;
        chunked = keepAlive = expectContinue = upgradeWebSocket = acceptsTrailers = false;
    }

    /** Whether any byte of a request has come; an idle connection has none. */
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

    /** One of the constants of {@link Method}. */
    public int method() {
        return method;
    }

    public int methodStart() {
        return methodStart;
    }

    /** Equal to {@link #methodStart()} until the request line is whole. */
    public int methodEnd() {
        return methodEnd;
    }

    /** 0 or 1, of HTTP/1.x. */
    public int versionMinor() {
        return versionMinor;
    }

    /** Where the target in origin or asterisk form begins: what is sent to a server. */
    public int targetStart() {
        return targetStart;
    }

    public int targetEnd() {
        return targetEnd;
    }

    /** Where the path ends, which begins with the target; a query follows with its {@code ?}. */
    public int pathEnd() {
        return pathEnd;
    }

    /** Whether the client sent a whole URL, whose authority stands for Host. */
    public boolean isAbsolute() {
        return absolute;
    }

    /** The authority as the client wrote it, port included; empty in HTTP/1.0 without Host. */
    public int authorityStart() {
        return authorityStart;
    }

    public int authorityEnd() {
        return authorityEnd;
    }

    /**
     * The host in lower case, without port and last dot, IPv6 addresses in brackets; empty in
     * HTTP/1.0 without Host.
     */
    public int hostStart() {
        return hostStart;
    }

    public int hostEnd() {
        return hostEnd;
    }

    /** The port that the client named with the host; -1 for none. */
    public int port() {
        return port;
    }

    /** How many bytes the head took, an empty line before it included. */
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

    public boolean hasBody() {
        return chunked || contentLength > 0;
    }

    /** Whether the client keeps the connection open after the answer (RFC 9112 §9.3). */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** Whether the client waits for {@code 100 Continue} before it sends its body. */
    public boolean expectContinue() {
        return expectContinue;
    }

    /** Whether the client asks to go on as WebSocket (RFC 6455 §4.1). */
    public boolean upgradeWebSocket() {
        return upgradeWebSocket;
    }

    /** Whether the client said {@code TE: trailers}. */
    public boolean acceptsTrailers() {
        return acceptsTrailers;
    }

    HeadBytes headBytes() {
        return bytes;
    }

    HeadLimits limits() {
        return limits;
    }

    boolean hasRequestLine() {
        return methodEnd > methodStart;
    }

    void requestLine(int method, int start, int end, int minor) {
        this.method = method;
        this.methodStart = start;
        this.methodEnd = end;
        this.versionMinor = minor;
    }

    void target(int start, int end, int pathEnd) {
        this.targetStart = start;
        this.targetEnd = end;
        this.pathEnd = pathEnd;
    }

    void absoluteAuthority(int start, int end) {
        this.absolute = true;
        authority(start, end);
    }

    void authority(int start, int end) {
        this.authorityStart = start;
        this.authorityEnd = end;
    }

    void host(int start, int end, int port) {
        this.hostStart = start;
        this.hostEnd = end;
        this.port = port;
    }

    void framing(long contentLength, boolean chunked) {
        this.contentLength = contentLength;
        this.chunked = chunked;
    }

    void connection(boolean keepAlive, boolean upgradeWebSocket, boolean acceptsTrailers) {
        this.keepAlive = keepAlive;
        this.upgradeWebSocket = upgradeWebSocket;
        this.acceptsTrailers = acceptsTrailers;
    }

    void expectContinue(boolean expected) {
        this.expectContinue = expected;
    }

    void endsAt(int end) {
        this.headEnd = end;
    }
}
