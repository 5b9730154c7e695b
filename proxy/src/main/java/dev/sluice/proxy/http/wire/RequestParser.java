package dev.sluice.proxy.http.wire;

import io.netty.buffer.ByteBuf;

/**
 * Reads request heads (RFC 9112 §3 and §5), strictly.
 *
 * <p>It has no state: what is known of an unfinished head lies in the {@link RequestHead}. The
 * outcome does not depend on how the bytes were cut.
 */
public final class RequestParser {
    /** Room for the method, two spaces, the version and the line end around the target. */
    private static final int BESIDE_TARGET = 64;

    private RequestParser() {}

    /**
     * Goes on reading a head.
     *
     * <p>On {@link ParseResult#NEED_MORE} all bytes of {@code in} were taken. On {@link
     * ParseResult#COMPLETE} its reader index stands on the first byte of the body. On {@link
     * ParseResult#VIOLATION}, {@link RequestHead#violation()} says why.
     *
     * @param head reset before the first bytes of a request
     */
    public static ParseResult parse(ByteBuf in, RequestHead head) {
        HeadBytes bytes = head.headBytes();
        while (bytes.pull(in)) {
            ParseResult result = step(head, bytes);
            if (result == ParseResult.COMPLETE) {
                bytes.giveBack(in);
                return RequestRules.finish(head);
            }
            if (result == ParseResult.VIOLATION) {
                return result;
            }
        }
        return ParseResult.NEED_MORE;
    }

    private static ParseResult step(RequestHead head, HeadBytes bytes) {
        while (!head.hasRequestLine()) {
            int start = bytes.lineStart();
            int lineLimit = start + head.limits().targetBytes() + BESIDE_TARGET;
            int cr = bytes.endOfLine(lineLimit, Violation.TARGET_TOO_LONG);
            if (cr < 0) {
                return cr == HeadBytes.MORE ? ParseResult.NEED_MORE : ParseResult.VIOLATION;
            }
            bytes.nextLine(cr);
            if (cr == 0) {
                continue; // RFC 9112 §2.2: one empty line before the request line is ignored
            }
            Violation violation = RequestLine.read(head, start, cr);
            if (violation != Violation.NONE) {
                return bytes.refuse(violation);
            }
        }
        return HeaderSection.read(bytes, head.headers());
    }
}
