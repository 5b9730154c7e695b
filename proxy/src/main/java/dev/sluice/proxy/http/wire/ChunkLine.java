package dev.sluice.proxy.http.wire;

/**
 * Reads the line before a chunk, byte by byte (RFC 9112 §7.1 and §7.1.1).
 *
 * <pre>
 *   1a2b ; name ; name = token ; name = "quoted \" string" CR LF
 * </pre>
 *
 * Extensions are checked and forgotten. Whitespace is taken only where the grammar has it: around
 * {@code ;} and {@code =}, never between the size and the line's end.
 */
final class ChunkLine {
    /** The line goes on. */
    static final int MORE = 0;

    /** The line is whole. */
    static final int WHOLE = 1;

    /** {@link #violation()} says why. */
    static final int BROKEN = 2;

    private static final int MOST_SIZE_DIGITS = 15;
    private static final int MOST_LINE_BYTES = 1024;

    private static final int SIZE = 0;
    private static final int BEFORE_SEMICOLON = 1;
    private static final int BEFORE_NAME = 2;
    private static final int NAME = 3;
    private static final int AFTER_NAME = 4;
    private static final int BEFORE_VALUE = 5;
    private static final int VALUE = 6;
    private static final int QUOTED = 7;
    private static final int QUOTED_PAIR = 8;
    private static final int AFTER_QUOTED = 9;
    private static final int LINE_FEED = 10;

    private int state;
    private long size;
    private int digits;
    private int length;
    private Violation violation = Violation.NONE;

    void reset() {
        state = SIZE;
        size = 0;
        digits = 0;
        length = 0;
        violation = Violation.NONE;
    }

    /** The chunk's size in bytes, once the line is whole. */
    long size() {
        return size;
    }

    /** How many bytes the line has. */
    int length() {
        return length;
    }

    Violation violation() {
        return violation;
    }

    /** Takes the next byte. */
    int take(byte b) {
        if (++length > MOST_LINE_BYTES) {
            return broken(Violation.CHUNK_EXTENSION_TOO_LONG);
        }
        if (state == LINE_FEED) {
            return b == ByteClass.LF ? WHOLE : broken(Violation.BARE_CR);
        }
        if (b == ByteClass.LF) {
            return broken(Violation.BARE_LF);
        }
        int next = state == SIZE ? afterSizeByte(b) : afterExtensionByte(b);
        if (next < 0) {
            return violation == Violation.NONE ? broken(Violation.CHUNK_EXTENSION) : BROKEN;
        }
        state = next;
        return MORE;
    }

    private int afterSizeByte(byte b) {
        int digit = ByteClass.hexDigit(b);
        if (digit >= 0) {
            if (++digits > MOST_SIZE_DIGITS) {
                broken(Violation.CHUNK_SIZE_OVERFLOW);
                return -1;
            }
            size = size << 4 | digit;
            return SIZE;
        }
        if (digits == 0) {
            broken(Violation.CHUNK_SIZE);
            return -1;
        }
        int next = b == ByteClass.CR ? LINE_FEED : beforeSemicolon(b);
        if (next < 0) {
            broken(Violation.CHUNK_SIZE);
        }
        return next;
    }

    private int afterExtensionByte(byte b) {
        boolean space = ByteClass.isSpaceOrTab(b);
        return switch (state) {
            case BEFORE_SEMICOLON -> beforeSemicolon(b);
            case BEFORE_NAME -> space ? BEFORE_NAME : ByteClass.isToken(b) ? NAME : -1;
            case NAME -> ByteClass.isToken(b) ? NAME : afterName(b);
            case AFTER_NAME -> b == ByteClass.CR ? -1 : afterName(b);
            case BEFORE_VALUE ->
                    space ? BEFORE_VALUE : b == '"' ? QUOTED : ByteClass.isToken(b) ? VALUE : -1;
            case VALUE -> ByteClass.isToken(b) ? VALUE : afterValue(b);
            case QUOTED -> b == '"' ? AFTER_QUOTED : b == '\\' ? QUOTED_PAIR : quoted(b);
            case QUOTED_PAIR -> quoted(b);
            case AFTER_QUOTED -> afterValue(b);
            default -> throw new AssertionError("no such state: " + state);
        };
    }

    private static int beforeSemicolon(byte b) {
        return b == ';' ? BEFORE_NAME : ByteClass.isSpaceOrTab(b) ? BEFORE_SEMICOLON : -1;
    }

    private static int afterName(byte b) {
        if (b == '=') {
            return BEFORE_VALUE;
        }
        if (ByteClass.isSpaceOrTab(b)) {
            return AFTER_NAME;
        }
        return b == ';' ? BEFORE_NAME : b == ByteClass.CR ? LINE_FEED : -1;
    }

    private static int afterValue(byte b) {
        return b == ByteClass.CR ? LINE_FEED : beforeSemicolon(b);
    }

    /** Bytes of a quoted string: HTAB, visible ASCII with space, and bytes above it. */
    private static int quoted(byte b) {
        boolean text = b == ByteClass.HTAB || b < 0 || (b >= ByteClass.SP && b != 0x7f);
        return text ? QUOTED : -1;
    }

    private int broken(Violation kind) {
        violation = kind;
        return BROKEN;
    }
}
