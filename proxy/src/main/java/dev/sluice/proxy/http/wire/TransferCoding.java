package dev.sluice.proxy.http.wire;

import java.nio.charset.StandardCharsets;

/**
 * The value of Transfer-Encoding: {@code chunked} alone is understood (RFC 9112 §6.1).
 *
 * <p>A list that does not end in chunked has no known end and is a bad request; one that does but
 * names another coding before it is not implemented.
 */
final class TransferCoding {
    private static final byte[] CHUNKED = "chunked".getBytes(StandardCharsets.US_ASCII);

    private TransferCoding() {}

    static Violation check(HeaderLines lines, int index) {
        byte[] array = lines.bytes();
        int end = lines.valueEnd(index);
        int i = lines.valueStart(index);
        int codings = 0;
        int chunked = 0;
        boolean lastIsChunked = false;
        while (true) {
            int nameEnd = i;
            while (nameEnd < end && ByteClass.isToken(array[nameEnd])) {
                nameEnd++;
            }
            if (nameEnd == i) {
                return Violation.CODING_INVALID;
            }
            lastIsChunked = ByteClass.equalsIgnoreCase(array, i, nameEnd, CHUNKED);
            chunked += lastIsChunked ? 1 : 0;
            codings++;
            i = skipSpace(array, nameEnd, end);
            if (i == end) {
                break;
            }
            if (array[i] != ',') {
                return Violation.CODING_INVALID;
            }
            i = skipSpace(array, i + 1, end);
        }
        if (chunked > 1) {
            return Violation.CODING_REPEATED;
        }
        if (!lastIsChunked) {
            return Violation.CODING_NOT_CHUNKED;
        }
        return codings > 1 ? Violation.CODING_UNKNOWN : Violation.NONE;
    }

    private static int skipSpace(byte[] array, int from, int end) {
        int i = from;
        while (i < end && ByteClass.isSpaceOrTab(array[i])) {
            i++;
        }
        return i;
    }
}
