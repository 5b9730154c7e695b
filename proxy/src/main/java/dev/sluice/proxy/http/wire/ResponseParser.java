package dev.sluice.proxy.http.wire;

import io.netty.buffer.ByteBuf;

/**
 * Reads the heads of servers' answers (RFC 9112 §4 and §5), as strictly as requests.
 *
 * <p>Tolerated, because servers in the wild need it and it has one reading only: a status line
 * without reason phrase and even without the space before it; Content-Length or Transfer-Encoding
 * in 1xx and 204, which have no body (the connection is then not used again unless the length is
 * 0).
 */
public final class ResponseParser {
    private ResponseParser() {}

    /**
     * Goes on reading a head. Results are those of {@link RequestParser#parse}.
     *
     * @param head prepared by {@link ResponseHead#expect} before the first bytes of the answer
     */
    public static ParseResult parse(ByteBuf in, ResponseHead head) {
        HeadBytes bytes = head.headBytes();
        while (bytes.pull(in)) {
            ParseResult result = step(head, bytes);
            if (result == ParseResult.COMPLETE) {
                bytes.giveBack(in);
                return ResponseRules.finish(head);
            }
            if (result == ParseResult.VIOLATION) {
                return result;
            }
        }
        return ParseResult.NEED_MORE;
    }

    private static ParseResult step(ResponseHead head, HeadBytes bytes) {
        if (head.status() == 0) {
            int cr = bytes.endOfLine(Integer.MAX_VALUE, Violation.HEADERS_TOO_LARGE);
            if (cr < 0) {
                return cr == HeadBytes.MORE ? ParseResult.NEED_MORE : ParseResult.VIOLATION;
            }
            Violation violation = StatusLine.read(head, cr);
            if (violation != Violation.NONE) {
                return bytes.refuse(violation);
            }
            bytes.nextLine(cr);
        }
        return HeaderSection.read(bytes, head.headers());
    }
}
