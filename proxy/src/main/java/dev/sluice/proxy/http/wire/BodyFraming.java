package dev.sluice.proxy.http.wire;

/** How a message's body ends (RFC 9112 §6.3). */
public enum BodyFraming {
    /** There is no body. */
    NONE,
    /** After as many bytes as Content-Length says. */
    LENGTH,
    /** After the last chunk. */
    CHUNKED,
    /** When the connection is closed; responses only. */
    UNTIL_CLOSE,
    /** Never: the connection speaks another protocol from here on. */
    TUNNEL;

    public static BodyFraming ofRequest(RequestHead head) {
        if (head.isChunked()) {
            return CHUNKED;
        }
        return head.contentLength() > 0 ? LENGTH : NONE;
    }

    /**
     * How the body of a response ends.
     *
     * @param requestMethod a constant of {@link Method}: what was asked
     * @param contentLength -1 without one
     */
    public static BodyFraming ofResponse(
            int requestMethod, int status, boolean chunked, long contentLength) {
        if (status == 101) {
            return TUNNEL;
        }
        if (!mayHaveBody(requestMethod, status)) {
            return NONE;
        }
        if (chunked) {
            return CHUNKED;
        }
        if (contentLength < 0) {
            return UNTIL_CLOSE;
        }
        return contentLength > 0 ? LENGTH : NONE;
    }

    /** How the same body is framed for a client of HTTP/1.{@code clientMinor}. */
    public BodyFraming toClient(int clientMinor) {
        return switch (this) {
            case CHUNKED, UNTIL_CLOSE -> clientMinor == 0 ? UNTIL_CLOSE : CHUNKED;
            case NONE, LENGTH, TUNNEL -> this;
        };
    }

    static boolean mayHaveBody(int requestMethod, int status) {
        return requestMethod != Method.HEAD && status >= 200 && status != 204 && status != 304;
    }
}
