package dev.sluice.proxy.http.wire;

import static dev.sluice.proxy.http.wire.Violation.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ResponseParserTest {
    /** What was asked, the answer, how its body ends, whether the connection lives. */
    static final List<Arguments> RIGHT =
            List.of(
                    right(
                            Method.GET,
                            "HTTP/1.1 200 OK\r\nDate: Mon, 27 Jul 2009 12:28:53 GMT\r\nServer: Apache\r\nContent-Length: 51\r\nVary: Accept-Encoding\r\n\r\n",
                            BodyFraming.LENGTH,
                            true),
                    right(
                            Method.GET,
                            "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n",
                            BodyFraming.CHUNKED,
                            true),
                    right(Method.GET, "HTTP/1.1 200\r\n\r\n", BodyFraming.UNTIL_CLOSE, false),
                    right(
                            Method.GET,
                            "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n",
                            BodyFraming.LENGTH,
                            false),
                    right(
                            Method.GET,
                            "HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n",
                            BodyFraming.NONE,
                            true),
                    right(
                            Method.GET,
                            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n",
                            BodyFraming.LENGTH,
                            false),
                    right(
                            Method.HEAD,
                            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                            BodyFraming.NONE,
                            true),
                    right(Method.HEAD, "HTTP/1.1 200 OK\r\n\r\n", BodyFraming.NONE, true),
                    right(
                            Method.HEAD,
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                            BodyFraming.NONE,
                            true),
                    right(Method.GET, "HTTP/1.1 100 Continue\r\n\r\n", BodyFraming.NONE, true),
                    right(Method.GET, "HTTP/1.1 204 No Content\r\n\r\n", BodyFraming.NONE, true),
                    right(
                            Method.GET,
                            "HTTP/1.1 204 x\r\nTransfer-Encoding: chunked\r\n\r\n",
                            BodyFraming.NONE,
                            false),
                    right(
                            Method.GET,
                            "HTTP/1.1 204 x\r\nContent-Length: 3\r\n\r\n",
                            BodyFraming.NONE,
                            false),
                    right(
                            Method.GET,
                            "HTTP/1.1 304 x\r\nContent-Length: 3\r\n\r\n",
                            BodyFraming.NONE,
                            true),
                    right(
                            Method.POST,
                            "HTTP/1.1 205 x\r\nContent-Length: 0\r\n\r\n",
                            BodyFraming.NONE,
                            true),
                    right(
                            Method.POST,
                            "HTTP/1.1 999 \u00e9\t!\r\nContent-Length: 1\r\n\r\n",
                            BodyFraming.LENGTH,
                            true));

    static final List<Arguments> WRONG =
            List.of(
                    arguments(STATUS_LINE, "\r\nHTTP/1.1 200 OK\r\n\r\n"),
                    arguments(STATUS_LINE, "HTTP/1.1 20 OK\r\n\r\n"),
                    arguments(STATUS_LINE, "HTTP/1.1 2000 OK\r\n\r\n"),
                    arguments(STATUS_LINE, "HTTP/1.1 099 OK\r\n\r\n"),
                    arguments(STATUS_LINE, "HTTP/1.1  200 OK\r\n\r\n"),
                    arguments(STATUS_LINE, "HTTP/1.1\t200 OK\r\n\r\n"),
                    arguments(STATUS_LINE, "HTTP/1.1 2x0 OK\r\n\r\n"),
                    arguments(STATUS_LINE, "http/1.1 200 OK\r\n\r\n"),
                    arguments(STATUS_LINE, "ICY 200 OK\r\n\r\n"),
                    arguments(STATUS_LINE, "<html>\r\n\r\n"),
                    arguments(VERSION_UNSUPPORTED, "HTTP/2.0 200 OK\r\n\r\n"),
                    arguments(BARE_LF, "HTTP/1.1 200 OK\n\n"),
                    arguments(BARE_LF, "HTTP/1.1 200 OK\r\nA: b\n\r\n"),
                    arguments(BARE_CR, "HTTP/1.1 200 O\rK\r\n\r\n"),
                    arguments(CONTROL_BYTE, "HTTP/1.1 200 O\0K\r\n\r\n"),
                    arguments(CONTROL_BYTE, "SSH\u0001"),
                    arguments(HEADER_SPACE_BEFORE_COLON, "HTTP/1.1 200 OK\r\nA : b\r\n\r\n"),
                    arguments(HEADER_FOLDED, "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n"),
                    arguments(HEADER_NAME, "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"),
                    arguments(
                            LENGTH_REPEATED,
                            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n"),
                    arguments(LENGTH_INVALID, "HTTP/1.1 200 OK\r\nContent-Length: 5,5\r\n\r\n"),
                    arguments(
                            LENGTH_AND_CODING,
                            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
                    arguments(
                            CODING_NOT_CHUNKED,
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n"),
                    arguments(
                            CODING_IN_HTTP_1_0,
                            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                    arguments(
                            UPGRADE_NOT_ASKED,
                            "HTTP/1.1 101 x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"),
                    arguments(
                            HEADERS_TOO_LARGE,
                            "HTTP/1.1 200 OK\r\nA: " + "b".repeat(2000) + "\r\n\r\n"));

    private static Arguments right(int method, String answer, BodyFraming framing, boolean keep) {
        return arguments(method, answer, framing, keep);
    }

    @ParameterizedTest
    @FieldSource("RIGHT")
    void a_right_answer_means_the_same_however_it_is_cut(
            int method, String answer, BodyFraming framing, boolean keepAlive) {
        byte[] whole = Wire.bytes(answer);
        ResponseHead head = Wire.response(method, answer);
        assertThat(head.violation()).isEqualTo(NONE);
        assertThat(head.framing()).isEqualTo(framing);
        assertThat(head.keepAlive()).isEqualTo(keepAlive);
        String expected = Wire.meaning(ParseResult.COMPLETE, head);

        for (int at = 0; at <= whole.length; at++) {
            head.expect(method, false);
            ParseResult result = Wire.responseInto(head, Wire.cut(whole, at));
            assertThat(Wire.meaning(result, head)).as("cut at %d", at).isEqualTo(expected);
        }
        head.expect(method, false);
        ParseResult result = Wire.responseInto(head, Wire.singles(whole));
        assertThat(Wire.meaning(result, head)).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("WRONG")
    void a_wrong_answer_is_refused_for_the_same_reason_however_it_is_cut(
            Violation violation, String answer) {
        byte[] whole = Wire.bytes(answer);
        ResponseHead head = new ResponseHead(new HeadLimits(1024, 0, 8));
        for (int at = 0; at <= whole.length; at++) {
            head.expect(Method.GET, false);
            assertThat(Wire.responseInto(head, Wire.cut(whole, at)))
                    .isEqualTo(ParseResult.VIOLATION);
            assertThat(head.violation()).as("cut at %d", at).isEqualTo(violation);
        }
    }

    @Test
    void a_switch_of_protocols_must_be_the_one_that_was_asked_for() {
        ResponseHead head = new ResponseHead(HeadLimits.DEFAULT);
        head.expect(Method.GET, true);
        Wire.responseInto(
                head, Wire.bytes("HTTP/1.1 101 x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"));
        assertThat(head.violation()).isEqualTo(UPGRADE_MALFORMED);

        head.expect(Method.GET, true);
        Wire.responseInto(
                head,
                Wire.bytes("HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n"));
        assertThat(head.violation()).isEqualTo(NONE);
        assertThat(head.framing()).isEqualTo(BodyFraming.TUNNEL);
        assertThat(head.isInterim()).isFalse();
    }

    @Test
    void the_answer_after_an_interim_one_is_read_from_the_same_buffer() {
        ByteBuf in =
                Wire.buffer(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        ResponseHead head = new ResponseHead(HeadLimits.DEFAULT);

        assertThat(ResponseParser.parse(in, head)).isEqualTo(ParseResult.COMPLETE);
        assertThat(head.isInterim()).isTrue();

        head.expect(Method.GET, false);
        assertThat(ResponseParser.parse(in, head)).isEqualTo(ParseResult.COMPLETE);
        assertThat(head.status()).isEqualTo(200);
        assertThat(Wire.text(in)).isEqualTo("hi");
    }
}
