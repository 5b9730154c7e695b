package dev.sluice.proxy.http.wire;

/**
 * What changes in an answer's head when its body is, or for other clients would be, compressed.
 *
 * <pre>
 *   ETag: "a"             ETag: W/"a"                     other bytes, same meaning: RFC 9110 §8.8.1
 *   Vary: Origin      →   Vary: Origin, Accept-Encoding   RFC 9110 §12.5.5
 *   Accept-Ranges: bytes                                  ranges would be of other bytes
 *                         Content-Encoding: gzip
 * </pre>
 */
final class EncodingEdit {
    private static final byte[] GZIP = Scratch.ascii("Content-Encoding: gzip\r\n");
    private static final byte[] WEAK = Scratch.ascii("W/");
    private static final byte[] VARY = Scratch.ascii("Vary: Accept-Encoding\r\n");
    private static final byte[] ALSO = Scratch.ascii(", Accept-Encoding");
    private static final byte[] ACCEPT_ENCODING = Scratch.ascii("accept-encoding");
    private static final byte[] EVERYTHING = Scratch.ascii("*");

    boolean gzip;
    boolean varies;

    void clear() {
        gzip = false;
        varies = false;
    }

    boolean drops(KnownHeader header) {
        return gzip && header == KnownHeader.ACCEPT_RANGES;
    }

    /**
     * Copies up to where something is put into a line, if anything is, and puts it there.
     *
     * @param start from where on nothing was copied yet
     * @return from where copying goes on
     */
    int copy(HeaderLines lines, int index, int start, ValueEdit value, Scratch out) {
        return switch (lines.header(index)) {
            case ETAG -> copyEtag(lines, index, start, value, out);
            case VARY -> copyVary(lines, index, start, value, out);
            default -> start;
        };
    }

    private int copyEtag(HeaderLines lines, int index, int start, ValueEdit value, Scratch out) {
        int at = lines.valueStart(index);
        boolean strong = lines.bytes()[at] == '"';
        if (!gzip || !strong) {
            return start;
        }
        value.copy(lines.bytes(), start, at, out);
        out.add(WEAK);
        return at;
    }

    private int copyVary(HeaderLines lines, int index, int start, ValueEdit value, Scratch out) {
        if (!varies || index != lines.find(KnownHeader.VARY) || !saysSomething(lines, index)) {
            return start;
        }
        if (FieldList.has(lines, KnownHeader.VARY, ACCEPT_ENCODING)
                || FieldList.has(lines, KnownHeader.VARY, EVERYTHING)) {
            return start;
        }
        int at = lines.valueEnd(index);
        value.copy(lines.bytes(), start, at, out);
        out.add(ALSO);
        return at;
    }

    /** Adds the lines that {@link #copy} had no place for. */
    void add(HeaderLines lines, Scratch out) {
        if (gzip) {
            out.add(GZIP);
        }
        if (!varies) {
            return;
        }
        int vary = lines.find(KnownHeader.VARY);
        if (vary < 0 || !saysSomething(lines, vary)) {
            out.add(VARY);
        }
    }

    private static boolean saysSomething(HeaderLines lines, int index) {
        return lines.valueEnd(index) > lines.valueStart(index);
    }
}
