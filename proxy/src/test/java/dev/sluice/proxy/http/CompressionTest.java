package dev.sluice.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.http.wire.HeadLimits;
import dev.sluice.proxy.http.wire.ParseResult;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.http.wire.RequestParser;
import dev.sluice.proxy.http.wire.ResponseHead;
import dev.sluice.proxy.http.wire.ResponseParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final String PAGE = "200|Content-Type: text/html";

    private static ByteBuf wire(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Heads as {@code first line part|header|header…}. */
    private static Compression of(String asked, String answered) {
        var request = new RequestHead(HeadLimits.DEFAULT);
        String[] ask = asked.split("\\|", 2);
        String asking = ask[0] + " / HTTP/1.1|Host: a|" + ask[1] + "||";
        assertThat(RequestParser.parse(wire(asking.replace("|", "\r\n")), request))
                .isEqualTo(ParseResult.COMPLETE);
        var answer = new ResponseHead(HeadLimits.DEFAULT);
        answer.expect(request.method(), false);
        String[] said = answered.split("\\|", 2);
        String saying = "HTTP/1.1 " + said[0] + " X|" + said[1] + "||";
        assertThat(ResponseParser.parse(wire(saying.replace("|", "\r\n")), answer))
                .isEqualTo(ParseResult.COMPLETE);
        return Compression.of(request, answer);
    }

    private static Compression answered(String answer) {
        return of("GET|Accept-Encoding: gzip", answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "GET|Accept-Encoding: gzip                             > GZIP",
                "POST|Accept-Encoding: gzip                            > GZIP",
                "HEAD|Accept-Encoding: gzip                            > NOT_FOR_THIS_CLIENT",
                "GET|Accept-Encoding: br                               > NOT_FOR_THIS_CLIENT",
                "GET|Accept-Encoding: gzip;q=0                         > NOT_FOR_THIS_CLIENT",
                "GET|Accept: */*                                       > NONE",
                "GET|Accept-Encoding: gzip|Cache-Control: no-transform > NONE",
            })
    void the_request_decides(String asked, Compression expected) {
        assertThat(of(asked, PAGE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "200, GZIP",
        "403, GZIP",
        "404, GZIP",
        "201, NONE",
        "203, NONE",
        "204, NONE",
        "206, NONE",
        "301, NONE",
        "304, NONE",
        "400, NONE",
        "416, NONE",
        "500, NONE",
        "502, NONE",
    })
    void the_status_decides(int status, Compression expected) {
        assertThat(answered(status + "|Content-Type: text/html")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "Text/HTML; charset=utf-8",
                "text/css;charset=utf-8",
                "text/plain ; charset=utf-8",
                "text/xml",
                "text/javascript",
                "application/json",
                "application/javascript",
                "application/x-javascript",
                "application/rss+xml",
                "application/atom+xml",
                "application/xml",
                "image/svg+xml",
            })
    void text_is_compressed(String type) {
        assertThat(answered("200|Content-Type: " + type)).isEqualTo(Compression.GZIP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "text/",
                "text/htm",
                "text/htmlx",
                "text/event-stream",
                "image/png",
                "application/octet-stream",
                "application/grpc",
                "application/gzip",
                "x text/html",
            })
    void all_else_is_not(String type) {
        assertThat(answered("200|Content-Type: " + type)).isEqualTo(Compression.NONE);
        assertThat(answered("200|Server: x")).isEqualTo(Compression.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Encoding: br",
                "Content-Encoding: identity",
                "Content-Range: bytes 0-1/2",
                "Cache-Control: no-transform",
                "Cache-Control: max-age=1, No-Transform",
                "Cache-Control: private=\"a, b\", no-transform",
                "Content-Length: 0",
                "Content-Length: 1023",
            })
    void one_reason_against_it_is_enough(String header) {
        assertThat(answered(PAGE + "|" + header)).isEqualTo(Compression.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1024",
                "Transfer-Encoding: chunked",
                "Cache-Control: no-store",
                "Cache-Control: x=\"no-transform\"",
                "Cache-Control: x=\"a\\\", no-transform\"",
            })
    void other_headers_do_not_matter(String header) {
        assertThat(answered(PAGE + "|" + header)).isEqualTo(Compression.GZIP);
    }

    @Test
    void a_head_of_what_would_be_too_small_does_not_vary() {
        assertThat(of("HEAD|Accept-Encoding: gzip", PAGE + "|Content-Length: 5"))
                .isEqualTo(Compression.NONE);
    }
}
