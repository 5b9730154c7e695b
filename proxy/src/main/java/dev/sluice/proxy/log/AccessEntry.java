package dev.sluice.proxy.log;

/**
 * What the log says of one request. Filled by the loop that served it, then written by {@link
 * AccessLogBuffer#write}; what was not set is left out of the line.
 *
 * <p>The texts' arrays are read when the line is written and not kept.
 */
public final class AccessEntry {
    static final int TEXTS = 14;

    private static final int ABSENT = -1;

    public final TextSlice loadBalancer = new TextSlice();
    public final TextSlice listener = new TextSlice();
    public final TextSlice rule = new TextSlice();
    public final TextSlice clientIp = new TextSlice();
    public final TextSlice host = new TextSlice();
    public final TextSlice method = new TextSlice();
    public final TextSlice requestUri = new TextSlice();
    public final TextSlice protocol = new TextSlice();
    public final TextSlice userAgent = new TextSlice();
    public final TextSlice referer = new TextSlice();
    public final TextSlice requestId = new TextSlice();
    public final TextSlice upstreamAddress = new TextSlice();
    public final TextSlice tlsProtocol = new TextSlice();
    public final TextSlice tlsCipher = new TextSlice();

    private final TextSlice[] texts = {
        loadBalancer,
        listener,
        rule,
        clientIp,
        host,
        method,
        requestUri,
        protocol,
        userAgent,
        referer,
        requestId,
        upstreamAddress,
        tlsProtocol,
        tlsCipher
    };

    long timeMs;
    int clientPort;
    int status;
    int upstreamStatus;
    int tries;
    long requestBytes;
    long bodyBytesSent;
    long requestNs;
    long upstreamNs;
    long upstreamConnectNs;
    Termination termination = Termination.NONE;

    AccessEntry() {
        clear();
    }

    void clear() {
        for (TextSlice text : texts) {
            text.clear();
        }
        timeMs = 0;
        clientPort = ABSENT;
        status = ABSENT;
        upstreamStatus = ABSENT;
        tries = ABSENT;
        requestBytes = ABSENT;
        bodyBytesSent = ABSENT;
        requestNs = ABSENT;
        upstreamNs = ABSENT;
        upstreamConnectNs = ABSENT;
        termination = Termination.NONE;
    }

    /**
     * When it ended and how long it took.
     *
     * @param endMs when the answer ended, in milliseconds since 1970
     * @param durationNs since the first byte of the request
     */
    public void time(long endMs, long durationNs) {
        timeMs = endMs;
        requestNs = durationNs;
    }

    public void clientPort(int port) {
        clientPort = port;
    }

    /** Bytes of the request, head and body. */
    public void requestBytes(long bytes) {
        requestBytes = bytes;
    }

    /**
     * What the client got.
     *
     * @param bodyBytes bytes of its body that were sent to the client
     */
    public void answer(int status, long bodyBytes, Termination termination) {
        this.status = status;
        this.bodyBytesSent = bodyBytes;
        this.termination = termination;
    }

    /**
     * What the server did; called only when one was tried.
     *
     * @param status 0 when it did not answer
     * @param tries how many servers were tried
     * @param responseNs from sending the request to its answer; 0 without one
     * @param connectNs how long connecting took; 0 for a connection that was there
     */
    public void upstream(int status, int tries, long responseNs, long connectNs) {
        this.upstreamStatus = status == 0 ? ABSENT : status;
        this.tries = tries;
        this.upstreamNs = responseNs == 0 ? ABSENT : responseNs;
        this.upstreamConnectNs = connectNs == 0 ? ABSENT : connectNs;
    }

    TextSlice[] texts() {
        return texts;
    }

    int textBytes() {
        int sum = 0;
        for (TextSlice text : texts) {
            sum += Math.min(text.length(), JsonLine.MOST_TEXT_BYTES);
        }
        return sum;
    }
}
