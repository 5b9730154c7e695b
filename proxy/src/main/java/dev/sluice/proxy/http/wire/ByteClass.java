package dev.sluice.proxy.http.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What a byte may be part of: tables of 256 entries, and searches eight bytes at a time. */
final class ByteClass {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SP = ' ';
    static final byte HTAB = '\t';

    /** RFC 9110 §5.6.2 {@code tchar}: the letter in lower case; 0 for what no token may hold. */
    private static final byte[] TOKEN_LOWER = tokens();

    /** Bytes of a request target: visible ASCII without {@code #}. */
    private static final boolean[] TARGET = targets();

    /** Bytes of a host name: letters, digits, {@code - . _}; the letter in lower case, else 0. */
    private static final byte[] HOST_LOWER = hosts();

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPACES = 0x2020202020202020L;
    private static final long DELETES = 0x7f7f7f7f7f7f7f7fL;

    private ByteClass() {}

    static byte tokenLower(byte b) {
        return TOKEN_LOWER[b & 0xff];
    }

    static boolean isToken(byte b) {
        return TOKEN_LOWER[b & 0xff] != 0;
    }

    static boolean isTarget(byte b) {
        return TARGET[b & 0xff];
    }

    static byte hostLower(byte b) {
        return HOST_LOWER[b & 0xff];
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isSpaceOrTab(byte b) {
        return b == SP || b == HTAB;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /**
     * The index of the first control byte (below 0x20 but not HTAB, or 0x7f) in {@code [from, to)},
     * or {@code to}.
     */
    static int firstControl(byte[] array, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to) {
            long hits = controls((long) LONG.get(array, i));
            if (hits == 0) {
                i += Long.BYTES;
                continue;
            }
            i += Long.numberOfTrailingZeros(hits) >>> 3;
            if (array[i] != HTAB) {
                return i;
            }
            i++;
        }
        while (i < to && !isControl(array[i])) {
            i++;
        }
        return i;
    }

    /**
     * The high bit of each byte below 0x20 or equal to 0x7f. A borrow can raise false bits only
     * above a true one, so the lowest is always right.
     */
    private static long controls(long word) {
        long low = (word - SPACES) & ~word;
        long x = word ^ DELETES;
        long delete = (x - ONES) & ~x;
        return (low | delete) & HIGH_BITS;
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < 0x20 && b != HTAB) || b == 0x7f;
    }

    /** Whether the range is {@code word}, which is in lower case, without regard to case. */
    static boolean equalsIgnoreCase(byte[] array, int from, int to, byte[] word) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (TOKEN_LOWER[array[from + i] & 0xff] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether two ranges of tokens are the same without regard to case. */
    static boolean equalsIgnoreCase(byte[] array, int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        for (int i = from, j = otherFrom; i < to; i++, j++) {
            if (tokenLower(array[i]) != tokenLower(array[j])) {
                return false;
            }
        }
        return true;
    }

    private static byte[] tokens() {
        byte[] table = new byte[256];
        for (char c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
            table[c] = (byte) c;
            table[Character.toUpperCase(c)] = (byte) c;
        }
        return table;
    }

    private static boolean[] targets() {
        boolean[] table = new boolean[256];
        for (int c = 0x21; c <= 0x7e; c++) {
            table[c] = c != '#';
        }
        return table;
    }

    private static byte[] hosts() {
        byte[] table = new byte[256];
        for (char c : "-._0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
            table[c] = (byte) c;
            table[Character.toUpperCase(c)] = (byte) c;
        }
        return table;
    }
}
