package dev.sluice.proxy.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Messages as test text, and texts out of parsed heads. */
final class Wire {
    private Wire() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] array, int from, int to) {
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }

    static String text(ByteBuf buffer) {
        return buffer.toString(StandardCharsets.ISO_8859_1);
    }

    static ByteBuf buffer(String text) {
        return Unpooled.wrappedBuffer(bytes(text));
    }

    /** A head read in one piece. */
    static RequestHead request(String text) {
        RequestHead head = new RequestHead(HeadLimits.DEFAULT);
        requestInto(head, bytes(text));
        return head;
    }

    /** Feeds the pieces one after the other until the outcome is clear. */
    static ParseResult requestInto(RequestHead head, byte[]... pieces) {
        ParseResult result = ParseResult.NEED_MORE;
        for (byte[] piece : pieces) {
            ByteBuf in = Unpooled.wrappedBuffer(piece);
            result = RequestParser.parse(in, head);
            if (result != ParseResult.NEED_MORE) {
                return result;
            }
        }
        return result;
    }

    static ParseResult responseInto(ResponseHead head, byte[]... pieces) {
        ParseResult result = ParseResult.NEED_MORE;
        for (byte[] piece : pieces) {
            ByteBuf in = Unpooled.wrappedBuffer(piece);
            result = ResponseParser.parse(in, head);
            if (result != ParseResult.NEED_MORE) {
                return result;
            }
        }
        return result;
    }

    static ResponseHead response(String text) {
        return response(Method.GET, text);
    }

    static ResponseHead response(int requestMethod, String text) {
        ResponseHead head = new ResponseHead(HeadLimits.DEFAULT);
        head.expect(requestMethod, false);
        responseInto(head, bytes(text));
        return head;
    }

    static byte[][] cut(byte[] whole, int at) {
        return new byte[][] {
            java.util.Arrays.copyOfRange(whole, 0, at),
            java.util.Arrays.copyOfRange(whole, at, whole.length)
        };
    }

    static byte[][] singles(byte[] whole) {
        byte[][] pieces = new byte[whole.length][];
        for (int i = 0; i < whole.length; i++) {
            pieces[i] = new byte[] {whole[i]};
        }
        return pieces;
    }

    static String target(RequestHead head) {
        return text(head.bytes(), head.targetStart(), head.targetEnd());
    }

    static String path(RequestHead head) {
        return text(head.bytes(), head.targetStart(), head.pathEnd());
    }

    static String host(RequestHead head) {
        return text(head.bytes(), head.hostStart(), head.hostEnd());
    }

    static String authority(RequestHead head) {
        return text(head.bytes(), head.authorityStart(), head.authorityEnd());
    }

    static String value(HeaderLines lines, int index) {
        return text(lines.bytes(), lines.valueStart(index), lines.valueEnd(index));
    }

    static String name(HeaderLines lines, int index) {
        return text(lines.bytes(), lines.nameStart(index), lines.nameEnd(index));
    }

    /** All that a parsed request means, as one text: equal texts are equal meanings. */
    static String meaning(ParseResult result, RequestHead head) {
        if (result != ParseResult.COMPLETE) {
            return result + " " + head.violation();
        }
        StringBuilder text = new StringBuilder();
        text.append(text(head.bytes(), head.methodStart(), head.methodEnd()))
                .append(' ')
                .append(head.method())
                .append(' ')
                .append(target(head))
                .append(' ')
                .append(path(head))
                .append(" 1.")
                .append(head.versionMinor())
                .append(" host ")
                .append(host(head))
                .append(" authority ")
                .append(authority(head))
                .append(" port ")
                .append(head.port())
                .append(" length ")
                .append(head.contentLength())
                .append(" flags ")
                .append(head.isChunked())
                .append(head.keepAlive())
                .append(head.expectContinue())
                .append(head.upgradeWebSocket())
                .append(head.acceptsTrailers())
                .append(" size ")
                .append(head.sizeBytes());
        return append(text, head.headers()).toString();
    }

    static String meaning(ParseResult result, ResponseHead head) {
        if (result != ParseResult.COMPLETE) {
            return result + " " + head.violation();
        }
        StringBuilder text = new StringBuilder();
        text.append(head.status())
                .append(' ')
                .append(text(head.bytes(), 0, head.statusLineEnd()))
                .append(' ')
                .append(head.framing())
                .append(' ')
                .append(head.contentLength())
                .append(head.isChunked())
                .append(head.keepAlive())
                .append(head.sizeBytes());
        return append(text, head.headers()).toString();
    }

    private static StringBuilder append(StringBuilder text, HeaderLines lines) {
        for (int i = 0; i < lines.count(); i++) {
            text.append('\n')
                    .append(name(lines, i))
                    .append('=')
                    .append(value(lines, i))
                    .append(' ')
                    .append(lines.header(i))
                    .append(lines.isHopByHop(i));
        }
        return text;
    }
}
