package dev.sluice.proxy.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Locale;

/** What holds for any bytes whatever. Shared by random tests and fuzz targets. */
final class Invariants {
    private static final HeadLimits LIMITS = new HeadLimits(4096, 1024, 32);
    private static final ForwardedHeaders STRANGER =
            new ForwardedHeaders(
                    new ListenerHeaders("http", 80, true, "192.0.2.80", "lb", "192.0.2.80"),
                    Wire.bytes("198.51.100.7"),
                    1234,
                    false);

    private Invariants() {}

    /** A request means the same however it is cut, and what is sent on means the same again. */
    static ParseResult request(byte[] wire) {
        RequestHead head = new RequestHead(LIMITS);
        ParseResult result = Wire.requestInto(head, wire);
        String meaning = Wire.meaning(result, head);
        RequestHead again = new RequestHead(LIMITS);
        assertThat(Wire.meaning(Wire.requestInto(again, Wire.singles(wire)), again))
                .isEqualTo(meaning);
        again.reset();
        byte[][] halves = Wire.cut(wire, wire.length / 2);
        assertThat(Wire.meaning(Wire.requestInto(again, halves), again)).isEqualTo(meaning);
        if (result == ParseResult.VIOLATION) {
            assertThat(head.violation().status()).isBetween(400, 505).isNotEqualTo(502);
        } else if (result == ParseResult.COMPLETE) {
            sentOn(head);
        }
        return result;
    }

    private static void sentOn(RequestHead head) {
        ByteBuf out = Unpooled.buffer();
        new HeadWriter().request(head, STRANGER, new RequestEdits(), out);
        RequestHead sent = new RequestHead(new HeadLimits(16 * 1024, 2048, 64));
        assertThat(RequestParser.parse(out, sent))
                .as(Wire.text(sent.bytes(), 0, sent.headBytes().filled()))
                .isEqualTo(ParseResult.COMPLETE);
        assertThat(out.isReadable()).isFalse();
        assertThat(Wire.text(sent.bytes(), sent.methodStart(), sent.methodEnd()))
                .isEqualTo(Wire.text(head.bytes(), head.methodStart(), head.methodEnd()));
        assertThat(Wire.target(sent)).isEqualTo(Wire.target(head));
        assertThat(sent.isAbsolute()).isFalse();
        assertThat(sent.versionMinor()).isEqualTo(1);
        if (head.authorityEnd() > head.authorityStart()) {
            assertThat(Wire.authority(sent)).isEqualTo(Wire.authority(head));
            assertThat(Wire.host(sent)).isEqualTo(Wire.host(head));
        }
        assertThat(sent.contentLength()).isEqualTo(head.contentLength());
        assertThat(sent.isChunked()).isEqualTo(head.isChunked());
        assertThat(sent.upgradeWebSocket()).isEqualTo(head.upgradeWebSocket());
        onlyEndToEnd(sent.headers());
        assertThat(Wire.value(sent.headers(), sent.headers().find(KnownHeader.X_FORWARDED_FOR)))
                .isEqualTo("198.51.100.7");
    }

    private static void onlyEndToEnd(HeaderLines lines) {
        int framings = 0;
        int claims = 0;
        for (int i = 0; i < lines.count(); i++) {
            KnownHeader header = lines.header(i);
            String name = Wire.name(lines, i).toLowerCase(Locale.ROOT);
            framings += header.isFraming() ? 1 : 0;
            claims += name.replace('_', '-').startsWith("x-forwarded-") ? 1 : 0;
            assertThat(name)
                    .isNotIn("keep-alive", "proxy-connection", "proxy-authorization", "forwarded");
        }
        assertThat(framings).isLessThanOrEqualTo(1);
        assertThat(claims).isEqualTo(4);
    }

    /** The same for answers. */
    static ParseResult response(int requestMethod, byte[] wire) {
        ResponseHead head = new ResponseHead(LIMITS);
        head.expect(requestMethod, true);
        ParseResult result = Wire.responseInto(head, wire);
        String meaning = Wire.meaning(result, head);
        ResponseHead again = new ResponseHead(LIMITS);
        again.expect(requestMethod, true);
        assertThat(Wire.meaning(Wire.responseInto(again, Wire.singles(wire)), again))
                .isEqualTo(meaning);
        if (result == ParseResult.COMPLETE) {
            sentOn(head, 0);
            sentOn(head, 1);
        }
        return result;
    }

    private static void sentOn(ResponseHead head, int clientMinor) {
        BodyFraming framing = head.framing().toClient(clientMinor);
        ResponseEdits edits = new ResponseEdits();
        edits.begin(clientMinor, true, framing);
        ByteBuf out = Unpooled.buffer();
        new HeadWriter().response(head, edits, out);
        ResponseHead sent = new ResponseHead(new HeadLimits(16 * 1024, 0, 64));
        sent.expect(head.requestMethod(), true);
        assertThat(ResponseParser.parse(out, sent)).isEqualTo(ParseResult.COMPLETE);
        assertThat(out.isReadable()).isFalse();
        assertThat(sent.status()).isEqualTo(head.status());
        assertThat(sent.framing()).isEqualTo(framing);
        if (framing == BodyFraming.LENGTH) {
            assertThat(sent.contentLength()).isEqualTo(head.contentLength());
        }
        int framings = 0;
        for (int i = 0; i < sent.headers().count(); i++) {
            framings += sent.headers().header(i).isFraming() ? 1 : 0;
        }
        assertThat(framings).isLessThanOrEqualTo(1);
    }

    /** A chunked body is the same however it is cut, and what is encoded again is the same. */
    static String chunked(byte[] wire) {
        String whole = Chunks.read(wire);
        assertThat(Chunks.read(Wire.singles(wire))).isEqualTo(whole);
        assertThat(Chunks.read(Wire.cut(wire, wire.length / 2))).isEqualTo(whole);
        return whole;
    }
}
