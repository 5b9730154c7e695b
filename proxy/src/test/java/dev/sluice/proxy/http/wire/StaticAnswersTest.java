package dev.sluice.proxy.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StaticAnswersTest {
    private static final byte[] ID = Wire.bytes("01JTEST");

    private final StaticAnswers answers =
            new StaticAnswers(InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z")));
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void an_answer_says_what_is_wrong_and_which_request_it_was() {
        answers.to(1, true, false, ID).trouble(Trouble.SERVER_GARBAGE, out);

        assertThat(Wire.text(out).replace("\r\n", "\n"))
                .isEqualTo(
                        """
                        HTTP/1.1 502 Bad Gateway
                        Date: Sun, 06 Nov 1994 08:49:37 GMT
                        Content-Type: text/plain; charset=utf-8
                        Cache-Control: no-store
                        X-Request-Id: 01JTEST
                        Content-Length: 80

                        502 bad gateway: the server answered something that is not HTTP
                        request 01JTEST
                        """);
        assertThat(answers.bodyBytes()).isEqualTo(80);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void every_trouble_is_an_answer_that_parses(Trouble trouble) {
        answers.to(1, true, false, ID).trouble(trouble, out);

        assertParses(trouble.status());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void every_violation_is_an_answer_that_parses_and_closes(Violation violation) {
        answers.to(1, true, false, ID).violation(violation, out);

        assertThat(assertParses(violation.status()).keepAlive()).isFalse();
    }

    private ResponseHead assertParses(int status) {
        ResponseHead head = new ResponseHead(HeadLimits.DEFAULT);
        assertThat(ResponseParser.parse(out, head)).isEqualTo(ParseResult.COMPLETE);
        assertThat(head.status()).isEqualTo(status);
        assertThat(head.contentLength()).isEqualTo(out.readableBytes());
        assertThat(Wire.text(head.bytes(), 0, head.statusLineEnd())).doesNotContain("Unnamed");
        return head;
    }

    @Test
    void an_answer_to_head_has_no_body_but_says_its_length() {
        answers.to(1, true, true, ID).trouble(Trouble.NO_SERVER, out);

        assertThat(Wire.text(out)).contains("\r\nContent-Length: 64\r\n").endsWith("\r\n\r\n");
        assertThat(answers.bodyBytes()).isZero();
    }

    @Test
    void old_clients_are_told_that_the_connection_stays() {
        answers.to(0, true, false, new byte[0]).trouble(Trouble.NO_SERVER, out);

        assertThat(Wire.text(out))
                .contains("\r\nConnection: keep-alive\r\n")
                .doesNotContain("X-Request-Id")
                .endsWith("\r\n\r\n503 service unavailable: no server is available\n");
    }

    @Test
    void a_redirect_keeps_host_path_and_query() {
        assertThat(location("GET /a?b=c HTTP/1.1\r\nHost: Example.com:80\r\n\r\n", 443))
                .isEqualTo("https://example.com/a?b=c");
        assertThat(location("GET http://[2001:DB8::1]:7/x HTTP/1.1\r\nHost: a\r\n\r\n", 8443))
                .isEqualTo("https://[2001:db8::1]:8443/x");
        assertThat(location("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 443)).isEqualTo("https://a/");
        assertThat(location("GET / HTTP/1.0\r\n\r\n", 443)).isEqualTo("https://192.0.2.80/");
        assertThat(location("GET //evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n", 443))
                .isEqualTo("https://a//evil.example/");
    }

    private String location(String request, int port) {
        out.clear();
        RequestHead head = Wire.request(request);
        answers.to(1, true, false, ID).redirect(308, head, port, Wire.bytes("192.0.2.80"), out);
        HeaderLines lines = assertParses(308).headers();
        return Wire.value(lines, lines.find(KnownHeader.LOCATION));
    }
}
