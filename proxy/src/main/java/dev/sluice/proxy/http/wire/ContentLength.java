package dev.sluice.proxy.http.wire;

/** The value of Content-Length: digits and nothing else (RFC 9110 §8.6). */
final class ContentLength {
    private static final long NOT_A_NUMBER = -2;
    private static final long TOO_LARGE = -3;

    /** 18 digits always fit a long; nothing real is longer, leading zeros included. */
    private static final int MOST_DIGITS = 18;

    private ContentLength() {}

    /** The length, or a negative number for {@link #violation}. */
    static long parse(HeaderLines lines, int index) {
        byte[] array = lines.bytes();
        int start = lines.valueStart(index);
        int end = lines.valueEnd(index);
        if (start == end) {
            return NOT_A_NUMBER;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            if (!ByteClass.isDigit(array[i])) {
                return NOT_A_NUMBER;
            }
            if (i - start < MOST_DIGITS) {
                value = value * 10 + array[i] - '0';
            }
        }
        return end - start > MOST_DIGITS ? TOO_LARGE : value;
    }

    static Violation violation(long negative) {
        return negative == TOO_LARGE ? Violation.LENGTH_OVERFLOW : Violation.LENGTH_INVALID;
    }
}
