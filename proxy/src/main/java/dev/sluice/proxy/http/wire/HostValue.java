package dev.sluice.proxy.http.wire;

/**
 * Host and authority values: {@code name}, {@code 192.0.2.1} or {@code [2001:db8::1]}, each with an
 * optional {@code :port}.
 *
 * <p>Narrower than RFC 3986 §3.2.2 on purpose: no user, no percent-encoding, no sub-delimiters, no
 * empty label; a name is letters, digits, {@code - . _}, at most 255 bytes.
 */
final class HostValue {
    private static final int MOST_BYTES = 255;
    private static final int MOST_PORT_DIGITS = 5;
    private static final int MOST_PORT = 65535;
    private static final int NO_PORT = -1;
    private static final int BAD_PORT = -2;

    private HostValue() {}

    /** Checks the head's authority and sets its host and port; false when it is not valid. */
    static boolean read(RequestHead head) {
        int start = head.authorityStart();
        int end = head.authorityEnd();
        int hostEnd = portColon(head.bytes(), start, end);
        if (hostEnd < 0) {
            return false;
        }
        int port = port(head.bytes(), hostEnd, end);
        int nameEnd = head.bytes()[hostEnd - 1] == '.' ? hostEnd - 1 : hostEnd;
        HeadBytes bytes = head.headBytes();
        int lower = bytes.filled();
        bytes.append(start, nameEnd);
        byte[] array = bytes.array();
        for (int i = lower; i < bytes.filled(); i++) {
            if (array[i] >= 'A' && array[i] <= 'Z') {
                array[i] |= 0x20;
            }
        }
        head.host(lower, bytes.filled(), port);
        return true;
    }

    /** Where the host ends and its port begins with a colon, if any; -1 when it is not valid. */
    static int portColon(byte[] array, int start, int end) {
        if (start == end) {
            return -1;
        }
        int hostEnd =
                array[start] == '[' ? addressEnd(array, start, end) : nameEnd(array, start, end);
        return hostEnd >= 0 && port(array, hostEnd, end) != BAD_PORT ? hostEnd : -1;
    }

    private static int addressEnd(byte[] array, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (array[i] == ']') {
                return Ipv6Literal.isValid(array, start + 1, i) ? i + 1 : -1;
            }
        }
        return -1;
    }

    private static int nameEnd(byte[] array, int start, int end) {
        int i = start;
        boolean dotAllowed = false;
        while (i < end && ByteClass.hostLower(array[i]) != 0) {
            boolean dot = array[i] == '.';
            if (dot && !dotAllowed) {
                return -1;
            }
            dotAllowed = !dot;
            i++;
        }
        return i > start && i - start <= MOST_BYTES ? i : -1;
    }

    private static int port(byte[] array, int colon, int end) {
        if (colon == end) {
            return NO_PORT;
        }
        if (array[colon] != ':' || end - colon - 1 > MOST_PORT_DIGITS) {
            return BAD_PORT;
        }
        int value = 0;
        for (int i = colon + 1; i < end; i++) {
            if (!ByteClass.isDigit(array[i])) {
                return BAD_PORT;
            }
            value = value * 10 + array[i] - '0';
        }
        if (value > MOST_PORT) {
            return BAD_PORT;
        }
        return end == colon + 1 ? NO_PORT : value; // RFC 3986 §3.2.3 lets it be empty
    }
}
