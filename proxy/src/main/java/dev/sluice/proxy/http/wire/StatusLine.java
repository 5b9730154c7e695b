package dev.sluice.proxy.http.wire;

/**
 * Understands a status line (RFC 9112 §4).
 *
 * <pre>
 *   HTTP/1.1 SP 200 SP reason phrase
 *   0        8  9   12 13
 * </pre>
 */
final class StatusLine {
    static final int STATUS = 9;
    private static final int STATUS_END = 12;

    private StatusLine() {}

    static Violation read(ResponseHead head, int cr) {
        byte[] array = head.bytes();
        if (cr < STATUS_END || array[STATUS - 1] != ByteClass.SP) {
            return Violation.STATUS_LINE;
        }
        int minor = RequestLine.version(array, 0, STATUS - 1);
        if (minor < 0) {
            return minor == RequestLine.UNSUPPORTED
                    ? Violation.VERSION_UNSUPPORTED
                    : Violation.STATUS_LINE;
        }
        int status = status(array);
        if (status < 100 || (cr > STATUS_END && array[STATUS_END] != ByteClass.SP)) {
            return Violation.STATUS_LINE;
        }
        head.statusLine(minor, status, cr);
        return Violation.NONE;
    }

    private static int status(byte[] array) {
        int value = 0;
        for (int i = STATUS; i < STATUS_END; i++) {
            if (!ByteClass.isDigit(array[i])) {
                return -1;
            }
            value = value * 10 + array[i] - '0';
        }
        return value;
    }
}
