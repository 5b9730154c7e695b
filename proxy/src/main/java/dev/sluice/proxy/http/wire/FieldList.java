package dev.sluice.proxy.http.wire;

/**
 * Searches headers whose value is a list (RFC 9110 §5.6.1), over all lines of that name.
 *
 * <pre>
 *   Cache-Control: max-age=60, private="a, b", no-transform
 *                  ^           ^               ^ an element begins with its name
 * </pre>
 */
public final class FieldList {
    private FieldList() {}

    /**
     * Whether an element has that name.
     *
     * @param lowerCaseName a token
     */
    public static boolean has(HeaderLines lines, KnownHeader header, byte[] lowerCaseName) {
        return endOfName(lines, header, lowerCaseName) >= 0;
    }

    /**
     * Where the name of the first such element ends, or -1 without one. What follows is never
     * beyond the line: a CR stops every reader of it.
     */
    static int endOfName(HeaderLines lines, KnownHeader header, byte[] lowerCaseName) {
        for (int line = lines.find(header); line >= 0; line = lines.next(line)) {
            int found = endOfName(lines, line, lowerCaseName);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    private static int endOfName(HeaderLines lines, int line, byte[] lowerCaseName) {
        byte[] array = lines.bytes();
        int end = lines.valueEnd(line);
        int i = lines.valueStart(line);
        while (i < end) {
            while (i < end && (ByteClass.isSpaceOrTab(array[i]) || array[i] == ',')) {
                i++;
            }
            int start = i;
            while (i < end && ByteClass.isToken(array[i])) {
                i++;
            }
            if (ByteClass.equalsIgnoreCase(array, start, i, lowerCaseName)) {
                return i;
            }
            i = endOfElement(array, i, end);
        }
        return -1;
    }

    /** The next comma that no quotes hold, or {@code end}. */
    private static int endOfElement(byte[] array, int from, int end) {
        boolean quoted = false;
        int i = from;
        while (i < end && (quoted || array[i] != ',')) {
            if (array[i] == '"') {
                quoted = !quoted;
            } else if (quoted && array[i] == '\\') {
                i++;
            }
            i++;
        }
        return Math.min(i, end);
    }
}
