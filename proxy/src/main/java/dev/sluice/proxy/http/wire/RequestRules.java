package dev.sluice.proxy.http.wire;

import java.nio.charset.StandardCharsets;

/** What the header lines of a whole request head mean together. */
final class RequestRules {
    private static final byte[] CONTINUE = bytes("100-continue");
    private static final byte[] WEBSOCKET = bytes("websocket");
    private static final byte[] TRAILERS = bytes("trailers");

    private RequestRules() {}

    static ParseResult finish(RequestHead head) {
        head.endsAt(head.headBytes().lineStart());
        Violation violation = host(head);
        if (violation == Violation.NONE) {
            violation = framing(head);
        }
        if (violation == Violation.NONE) {
            violation = expectation(head);
        }
        if (violation == Violation.NONE) {
            violation = connection(head);
        }
        if (violation != Violation.NONE) {
            return head.headBytes().refuse(violation);
        }
        RequestTargetForm.makeOrigin(head);
        return ParseResult.COMPLETE;
    }

    private static Violation host(RequestHead head) {
        HeaderLines lines = head.headers();
        int index = lines.find(KnownHeader.HOST);
        if (index < 0) {
            // RFC 9112 §3.2: only HTTP/1.1 clients must send one.
            if (head.versionMinor() > 0) {
                return Violation.HOST_MISSING;
            }
            return head.isAbsolute() ? authority(head) : Violation.NONE;
        }
        int start = lines.valueStart(index);
        int end = lines.valueEnd(index);
        if (head.isAbsolute()) {
            boolean valid = HostValue.portColon(head.bytes(), start, end) >= 0;
            return valid ? authority(head) : Violation.HOST_INVALID;
        }
        head.authority(start, end);
        return authority(head);
    }

    private static Violation authority(RequestHead head) {
        return HostValue.read(head) ? Violation.NONE : Violation.HOST_INVALID;
    }

    private static Violation framing(RequestHead head) {
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

    private static Violation expectation(RequestHead head) {
        int index = head.headers().find(KnownHeader.EXPECT);
        if (index < 0) {
            return Violation.NONE;
        }
        if (!head.headers().valueIs(index, CONTINUE)) {
            return Violation.EXPECTATION;
        }
        // RFC 9110 §10.1.1: of no meaning in HTTP/1.0, and without a body nothing waits.
        head.expectContinue(head.versionMinor() == 1 && head.hasBody());
        return Violation.NONE;
    }

    private static Violation connection(RequestHead head) {
        HeaderLines lines = head.headers();
        int options = ConnectionOptions.read(lines);
        if (options < 0) {
            return Violation.CONNECTION_OPTIONS;
        }
        boolean keepAlive = ConnectionOptions.keepAlive(options, head.versionMinor());
        int te = lines.find(KnownHeader.TE);
        boolean trailers = te >= 0 && lines.valueIs(te, TRAILERS);
        head.connection(keepAlive, asksForWebSocket(head, options), trailers);
        return Violation.NONE;
    }

    private static boolean asksForWebSocket(RequestHead head, int options) {
        int index = head.headers().find(KnownHeader.UPGRADE);
        return (options & ConnectionOptions.UPGRADE) != 0
                && index >= 0
                && head.headers().next(index) < 0
                && head.method() == Method.GET
                && head.versionMinor() == 1
                && !head.hasBody()
                && head.headers().valueIs(index, WEBSOCKET);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
