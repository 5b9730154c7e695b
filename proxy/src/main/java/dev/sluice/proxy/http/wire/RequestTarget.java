package dev.sluice.proxy.http.wire;

import java.nio.charset.StandardCharsets;

/**
 * Tells the forms of a request target apart (RFC 9112 §3.2).
 *
 * <pre>
 *   /path?query              origin form
 *   http://host:1/path?query absolute form: its authority replaces Host
 *   *                        asterisk form, OPTIONS only
 *   host:1                   authority form, CONNECT only: refused
 * </pre>
 */
final class RequestTarget {
    private static final byte[] HTTP = "http://".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTPS = "https://".getBytes(StandardCharsets.US_ASCII);

    private RequestTarget() {}

    static Violation read(RequestHead head, int start, int end) {
        byte[] array = head.bytes();
        if (array[start] == '/') {
            head.target(start, end, pathEnd(array, start, end));
            return Violation.NONE;
        }
        if (end - start == 1 && array[start] == '*') {
            head.target(start, end, end);
            return head.method() == Method.OPTIONS ? Violation.NONE : Violation.TARGET;
        }
        int authority = authorityStart(array, start, end);
        return authority < 0 ? Violation.TARGET : absolute(head, authority, end);
    }

    private static Violation absolute(RequestHead head, int authorityStart, int end) {
        byte[] array = head.bytes();
        int authorityEnd = authorityStart;
        while (authorityEnd < end && array[authorityEnd] != '/' && array[authorityEnd] != '?') {
            authorityEnd++;
        }
        if (authorityEnd == authorityStart) {
            return Violation.TARGET;
        }
        head.absoluteAuthority(authorityStart, authorityEnd);
        head.target(authorityEnd, end, pathEnd(array, authorityEnd, end));
        return Violation.NONE;
    }

    private static int pathEnd(byte[] array, int start, int end) {
        int i = start;
        while (i < end && array[i] != '?') {
            i++;
        }
        return i;
    }

    private static int authorityStart(byte[] array, int start, int end) {
        if (begins(HTTP, array, start, end)) {
            return start + HTTP.length;
        }
        return begins(HTTPS, array, start, end) ? start + HTTPS.length : -1;
    }

    private static boolean begins(byte[] scheme, byte[] array, int start, int end) {
        if (end - start < scheme.length) {
            return false;
        }
        for (int i = 0; i < scheme.length; i++) {
            byte b = array[start + i];
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != scheme[i]) {
                return false;
            }
        }
        return true;
    }
}
