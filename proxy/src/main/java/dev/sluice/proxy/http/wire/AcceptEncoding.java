package dev.sluice.proxy.http.wire;

/**
 * Which content codings a client takes (RFC 9110 §12.5.3).
 *
 * <pre>
 *   Accept-Encoding: br, gzip;q=0.8, *;q=0
 *                        ^    ^ its weight, 0 to 1 with three decimals; 1 without; 0 is a refusal
 *                        coding; * stands for all that are not named
 * </pre>
 */
public final class AcceptEncoding {
    private static final byte[] GZIP = Scratch.ascii("gzip");
    private static final byte[] X_GZIP = Scratch.ascii("x-gzip"); // the same, RFC 9110 §8.4.1.3
    private static final byte[] ANY = Scratch.ascii("*");
    private static final byte[] IDENTITY = Scratch.ascii("identity");
    private static final int UNSAID = -1;
    private static final int DECIMALS = 3;
    private static final int WHOLE = 1000;

    private AcceptEncoding() {}

    /**
     * Whether the client takes gzip, and does not like it less than what is not coded at all. A
     * weight that breaks the grammar counts as 0, because everybody understands what is not coded.
     */
    public static boolean takesGzip(HeaderLines lines) {
        int gzip = weight(lines, GZIP);
        if (gzip == UNSAID) {
            gzip = weight(lines, X_GZIP);
        }
        if (gzip == UNSAID) {
            gzip = weight(lines, ANY);
        }
        return gzip > 0 && gzip >= weight(lines, IDENTITY);
    }

    private static int weight(HeaderLines lines, byte[] coding) {
        int end = FieldList.endOfName(lines, KnownHeader.ACCEPT_ENCODING, coding);
        return end < 0 ? UNSAID : weight(lines.bytes(), end);
    }

    /** The weight in thousandths of the element whose name ends at {@code nameEnd}. */
    private static int weight(byte[] array, int nameEnd) {
        int i = skipSpace(array, nameEnd);
        if (endsElement(array[i])) {
            return WHOLE;
        }
        if (array[i] != ';') {
            return 0;
        }
        i = skipSpace(array, i + 1);
        if ((array[i] | 0x20) != 'q' || array[i + 1] != '=') {
            return 0;
        }
        return thousandths(array, i + 2);
    }

    private static int thousandths(byte[] array, int from) {
        if (array[from] != '0' && array[from] != '1') {
            return 0;
        }
        int weight = (array[from] - '0') * WHOLE;
        int i = from + 1;
        if (array[i] == '.') {
            i++;
            int unit = WHOLE / 10;
            for (int n = 0; n < DECIMALS && ByteClass.isDigit(array[i]); n++, i++) {
                weight += (array[i] - '0') * unit;
                unit /= 10;
            }
        }
        return weight <= WHOLE && endsElement(array[skipSpace(array, i)]) ? weight : 0;
    }

    private static int skipSpace(byte[] array, int from) {
        int i = from;
        while (ByteClass.isSpaceOrTab(array[i])) {
            i++;
        }
        return i;
    }

    private static boolean endsElement(byte b) {
        return b == ',' || b == ByteClass.CR;
    }
}
