package dev.sluice.proxy.http.wire;

import java.nio.charset.StandardCharsets;

/** What the header lines of a whole response head mean together. */
final class ResponseRules {
    private static final byte[] WEBSOCKET = "websocket".getBytes(StandardCharsets.US_ASCII);

    private ResponseRules() {}

    static ParseResult finish(ResponseHead head) {
        head.endsAt(head.headBytes().lineStart());
        Violation violation = framing(head);
        if (violation == Violation.NONE) {
            violation = connection(head);
        }
        return violation == Violation.NONE
                ? ParseResult.COMPLETE
                : head.headBytes().refuse(violation);
    }

    private static Violation framing(ResponseHead head) {
        HeaderLines lines = head.headers();
        int coding = lines.find(KnownHeader.TRANSFER_ENCODING);
        int length = lines.find(KnownHeader.CONTENT_LENGTH);
        if (coding >= 0) {
            if (length >= 0) {
                return Violation.LENGTH_AND_CODING;
            }
            if (head.versionMinor() == 0) {
                return Violation.CODING_IN_HTTP_1_0;
            }
            head.framing(-1, true);
            return TransferCoding.check(lines, coding);
        }
        if (length < 0) {
            return Violation.NONE;
        }
        long value = ContentLength.parse(lines, length);
        head.framing(value, false);
        return value >= 0 ? Violation.NONE : ContentLength.violation(value);
    }

    private static Violation connection(ResponseHead head) {
        int options = ConnectionOptions.read(head.headers());
        if (options < 0) {
            return Violation.CONNECTION_OPTIONS;
        }
        if (head.status() == 101) {
            return upgrade(head, options);
        }
        boolean keep = ConnectionOptions.keepAlive(options, head.versionMinor());
        head.keepAlive(
                keep && head.framing() != BodyFraming.UNTIL_CLOSE && !announcesForbiddenBody(head));
        return Violation.NONE;
    }

    private static Violation upgrade(ResponseHead head, int options) {
        if (!head.upgradeAsked()) {
            return Violation.UPGRADE_NOT_ASKED;
        }
        int index = head.headers().find(KnownHeader.UPGRADE);
        boolean webSocket =
                (options & ConnectionOptions.UPGRADE) != 0
                        && index >= 0
                        && head.headers().next(index) < 0
                        && head.headers().valueIs(index, WEBSOCKET);
        return webSocket ? Violation.NONE : Violation.UPGRADE_MALFORMED;
    }

    /** RFC 9112 §6.1 and RFC 9110 §8.6: a server that sends this in 1xx or 204 may send a body. */
    private static boolean announcesForbiddenBody(ResponseHead head) {
        boolean bodiless = head.status() < 200 || head.status() == 204;
        return bodiless && (head.isChunked() || head.contentLength() > 0);
    }
}
