package dev.sluice.proxy.http.wire;

/** Reason phrases of the statuses that are answered here (RFC 9110 §15, RFC 6585). */
final class Reason {
    private static final byte[][] BY_STATUS = new byte[600][];
    private static final byte[] UNNAMED = Scratch.ascii("Unnamed");

    static {
        name(301, "Moved Permanently");
        name(302, "Found");
        name(303, "See Other");
        name(307, "Temporary Redirect");
        name(308, "Permanent Redirect");
        name(400, "Bad Request");
        name(403, "Forbidden");
        name(404, "Not Found");
        name(408, "Request Timeout");
        name(411, "Length Required");
        name(413, "Content Too Large");
        name(414, "URI Too Long");
        name(417, "Expectation Failed");
        name(429, "Too Many Requests");
        name(431, "Request Header Fields Too Large");
        name(500, "Internal Server Error");
        name(501, "Not Implemented");
        name(502, "Bad Gateway");
        name(503, "Service Unavailable");
        name(504, "Gateway Timeout");
        name(505, "HTTP Version Not Supported");
    }

    private Reason() {}

    static byte[] of(int status) {
        byte[] phrase = status < BY_STATUS.length ? BY_STATUS[status] : null;
        return phrase == null ? UNNAMED : phrase;
    }

    private static void name(int status, String phrase) {
        BY_STATUS[status] = Scratch.ascii(phrase);
    }
}
