package dev.sluice.proxy.http.wire;

/** Reads header lines up to the empty line that ends them: the same for heads and trailers. */
final class HeaderSection {
    private HeaderSection() {}

    /** Takes in all whole lines there are; when complete, {@code bytes} stands behind the last. */
    static ParseResult read(HeadBytes bytes, HeaderLines lines) {
        while (true) {
            int cr = bytes.endOfLine(Integer.MAX_VALUE, Violation.HEADERS_TOO_LARGE);
            if (cr < 0) {
                return cr == HeadBytes.MORE ? ParseResult.NEED_MORE : ParseResult.VIOLATION;
            }
            int start = bytes.lineStart();
            bytes.nextLine(cr);
            if (cr == start) {
                return ParseResult.COMPLETE;
            }
            Violation violation = lines.add(start, cr);
            if (violation != Violation.NONE) {
                return bytes.refuse(violation);
            }
        }
    }
}
