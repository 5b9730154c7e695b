package dev.sluice.proxy.http.wire;

import java.nio.charset.StandardCharsets;

/**
 * What the Connection headers of a head say (RFC 9110 §7.6.1).
 *
 * <p>Headers that they name concern one connection and are not passed on, except known end-to-end
 * ones: naming Host, Content-Length or X-Forwarded-For must not make a server see less than the
 * client sent.
 */
final class ConnectionOptions {
    static final int CLOSE = 1;
    static final int KEEP_ALIVE = 2;
    static final int UPGRADE = 4;
    static final int BROKEN = -1;

    private static final int OTHER = 8;
    private static final int MOST_OPTIONS = 32;
    private static final byte[] CLOSE_NAME = bytes("close");
    private static final byte[] KEEP_ALIVE_NAME = bytes("keep-alive");
    private static final byte[] UPGRADE_NAME = bytes("upgrade");

    private ConnectionOptions() {}

    /** The options as bits, or {@link #BROKEN}; marks the header lines that they name. */
    static int read(HeaderLines lines) {
        int options = 0;
        int budget = MOST_OPTIONS;
        for (int i = lines.find(KnownHeader.CONNECTION); i >= 0; i = lines.next(i)) {
            int at = lines.valueStart(i);
            int end = lines.valueEnd(i);
            while (at < end) {
                int stop = tokenEnd(lines.bytes(), at, end);
                if (stop > at) {
                    if (--budget < 0) {
                        return BROKEN;
                    }
                    options |= option(lines, at, stop);
                }
                at = behindComma(lines.bytes(), stop, end);
                if (at < 0) {
                    return BROKEN;
                }
            }
        }
        return options;
    }

    static boolean keepAlive(int options, int versionMinor) {
        if ((options & CLOSE) != 0) {
            return false;
        }
        return versionMinor == 1 || (options & KEEP_ALIVE) != 0;
    }

    private static int option(HeaderLines lines, int from, int to) {
        byte[] array = lines.bytes();
        if (ByteClass.equalsIgnoreCase(array, from, to, KEEP_ALIVE_NAME)) {
            return KEEP_ALIVE;
        }
        if (ByteClass.equalsIgnoreCase(array, from, to, CLOSE_NAME)) {
            return CLOSE;
        }
        if (ByteClass.equalsIgnoreCase(array, from, to, UPGRADE_NAME)) {
            return UPGRADE;
        }
        for (int i = 0; i < lines.count(); i++) {
            if (lines.id(i) == 0
                    && ByteClass.equalsIgnoreCase(
                            array, from, to, lines.nameStart(i), lines.nameEnd(i))) {
                lines.markHopByHop(i);
            }
        }
        return OTHER;
    }

    private static int tokenEnd(byte[] array, int from, int end) {
        int i = from;
        while (i < end && ByteClass.isToken(array[i])) {
            i++;
        }
        return i;
    }

    /** Where the next element begins, {@code end} when there is none, or -1. */
    private static int behindComma(byte[] array, int from, int end) {
        int i = from;
        boolean comma = false;
        while (i < end && (ByteClass.isSpaceOrTab(array[i]) || array[i] == ',')) {
            comma |= array[i] == ',';
            i++;
        }
        return i == end || comma ? i : -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
