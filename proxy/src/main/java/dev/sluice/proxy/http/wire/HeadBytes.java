package dev.sluice.proxy.http.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The bytes of one head and how far they were read.
 *
 * <pre>
 *   array  | lines read | the line in hand | copied, not looked at |  free  |
 *          0        lineStart           scanned                  filled   limit
 * </pre>
 *
 * Bytes are copied out of the network buffer once and read here. A line is looked for first and
 * understood only when it is whole, so the outcome cannot depend on how the bytes were cut into
 * packets; what was scanned for a line's end is never scanned again. Bytes copied beyond the head's
 * end are never looked at and are given back.
 */
final class HeadBytes {
    static final int MORE = -1;
    static final int BROKEN = -2;

    private static final int INITIAL_BYTES = 4 * 1024;
    private static final int KEPT_BYTES = 16 * 1024;
    private static final int PULL_BYTES = 1024;

    private final int limit;
    private byte[] array;
    private int filled;
    private int lineStart;
    private int scanned;
    private Violation violation = Violation.NONE;

    HeadBytes(int limit) {
        this(limit, INITIAL_BYTES);
    }

    HeadBytes(int limit, int initialBytes) {
        this.limit = limit;
        this.array = new byte[Math.min(initialBytes, limit)];
    }

    void reset() {
        if (array.length > KEPT_BYTES) {
            array = new byte[INITIAL_BYTES];
        }
        filled = 0;
        lineStart = 0;
        scanned = 0;
        violation = Violation.NONE;
    }

    byte[] array() {
        return array;
    }

    int lineStart() {
        return lineStart;
    }

    Violation violation() {
        return violation;
    }

    /** Copies the next bytes of {@code in}; false when there are none. */
    boolean pull(ByteBuf in) {
        int wanted = Math.min(in.readableBytes(), limit - filled);
        wanted = Math.min(wanted, Math.max(PULL_BYTES, filled));
        if (wanted <= 0) {
            return false;
        }
        ensureRoom(filled, wanted);
        in.readBytes(array, filled, wanted);
        filled += wanted;
        return true;
    }

    /** Sets the reader index of {@code in} back to the first byte that is not of this head. */
    void giveBack(ByteBuf in) {
        in.readerIndex(in.readerIndex() - (filled - lineStart));
        filled = lineStart;
    }

    /**
     * The index of the CR that ends the line in hand, or {@link #MORE}, or {@link #BROKEN} with
     * {@link #violation()} set.
     *
     * @param lineLimit index by which the line must have ended, CR and LF included
     * @param tooLong what it is when it has not
     */
    int endOfLine(int lineLimit, Violation tooLong) {
        int bound = Math.min(lineLimit, limit);
        int end = Math.min(filled, bound);
        int cr = ByteClass.firstControl(array, scanned, end);
        scanned = cr;
        if (cr + 1 < end) {
            return array[cr] == ByteClass.CR && array[cr + 1] == ByteClass.LF
                    ? cr
                    : broken(kindOf(array[cr]));
        }
        if (cr < end && array[cr] != ByteClass.CR) {
            return broken(kindOf(array[cr]));
        }
        return end == bound
                ? broken(bound == lineLimit ? tooLong : Violation.HEADERS_TOO_LARGE)
                : MORE;
    }

    /** Goes on to the line after the one that ends at {@code cr}. */
    void nextLine(int cr) {
        lineStart = cr + 2;
        scanned = lineStart;
    }

    /** Appends a byte behind the head, once the head is whole and the rest was given back. */
    void append(byte b) {
        ensureRoom(filled, 1);
        array[filled++] = b;
    }

    /** Appends a range of this head behind it; see {@link #append(byte)}. */
    void append(int from, int to) {
        ensureRoom(filled, to - from);
        System.arraycopy(array, from, array, filled, to - from);
        filled += to - from;
    }

    int filled() {
        return filled;
    }

    private void ensureRoom(int used, int more) {
        if (used + more > array.length) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, used + more));
        }
    }

    /** Records what is wrong; the head is of no use then. */
    ParseResult refuse(Violation kind) {
        violation = kind;
        return ParseResult.VIOLATION;
    }

    private int broken(Violation kind) {
        violation = kind;
        return BROKEN;
    }

    private static Violation kindOf(byte control) {
        return switch (control) {
            case ByteClass.CR -> Violation.BARE_CR;
            case ByteClass.LF -> Violation.BARE_LF;
            default -> Violation.CONTROL_BYTE;
        };
    }
}
