package dev.sluice.proxy.http.wire;

/**
 * Understands a request line (RFC 9112 §3).
 *
 * <pre>
 *   GET SP /path?query SP HTTP/1.1
 * </pre>
 */
final class RequestLine {
    private static final int MOST_METHOD_BYTES = 32;
    private static final int VERSION_BYTES = 8;

    private RequestLine() {}

    static Violation read(RequestHead head, int start, int cr) {
        byte[] array = head.bytes();
        int methodEnd = start;
        while (ByteClass.isToken(array[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == cr) {
            return Violation.REQUEST_LINE;
        }
        if (methodEnd == start || methodEnd - start > MOST_METHOD_BYTES) {
            return Violation.METHOD;
        }
        if (array[methodEnd] != ByteClass.SP) {
            boolean tab = array[methodEnd] == ByteClass.HTAB;
            return tab ? Violation.REQUEST_LINE : Violation.METHOD;
        }
        int targetStart = methodEnd + 1;
        int targetEnd = targetStart;
        while (ByteClass.isTarget(array[targetEnd])) {
            targetEnd++;
        }
        if (array[targetEnd] != ByteClass.SP || targetEnd == targetStart) {
            boolean oddByte = targetEnd < cr && array[targetEnd] != ByteClass.SP;
            return oddByte ? Violation.TARGET : Violation.REQUEST_LINE;
        }
        if (targetEnd - targetStart > head.limits().targetBytes()) {
            return Violation.TARGET_TOO_LONG;
        }
        int minor = version(array, targetEnd + 1, cr);
        if (minor < 0) {
            return minor == UNSUPPORTED
                    ? Violation.VERSION_UNSUPPORTED
                    : Violation.VERSION_MALFORMED;
        }
        int method = Method.of(array, start, methodEnd);
        if (method == Method.CONNECT) {
            return Violation.METHOD_CONNECT;
        }
        head.requestLine(method, start, methodEnd, minor);
        return RequestTarget.read(head, targetStart, targetEnd);
    }

    static final int MALFORMED = -1;
    static final int UNSUPPORTED = -2;

    /** The minor version of {@code HTTP/1.x}, {@link #MALFORMED} or {@link #UNSUPPORTED}. */
    static int version(byte[] array, int from, int to) {
        if (to - from != VERSION_BYTES || !isVersion(array, from)) {
            return MALFORMED;
        }
        int minor = array[from + 7] - '0';
        return array[from + 5] == '1' && minor <= 1 ? minor : UNSUPPORTED;
    }

    private static boolean isVersion(byte[] array, int at) {
        return array[at] == 'H'
                && array[at + 1] == 'T'
                && array[at + 2] == 'T'
                && array[at + 3] == 'P'
                && array[at + 4] == '/'
                && ByteClass.isDigit(array[at + 5])
                && array[at + 6] == '.'
                && ByteClass.isDigit(array[at + 7]);
    }
}
