package dev.sluice.proxy.http.wire;

import static dev.sluice.proxy.http.wire.Violation.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class RequestViolationTest {
    private static final HeadLimits LIMITS = new HeadLimits(1024, 300, 8);

    /** Every rule, with requests that break it. */
    static final List<Arguments> WRONG =
            List.of(
                    line(REQUEST_LINE, "GET /"),
                    line(REQUEST_LINE, "GET"),
                    line(REQUEST_LINE, "GET  / HTTP/1.1"),
                    line(REQUEST_LINE, "GET\t/ HTTP/1.1"),
                    line(VERSION_MALFORMED, "GET / "),
                    line(TARGET, "GET /\tHTTP/1.1"),
                    line(TARGET, "GET /caf\u00e9 HTTP/1.1"),
                    line(TARGET, "GET /a#b HTTP/1.1"),
                    line(TARGET, "GET a HTTP/1.1"),
                    line(TARGET, "GET * HTTP/1.1"),
                    line(TARGET, "GET a:80 HTTP/1.1"),
                    line(TARGET, "GET ftp://a/ HTTP/1.1"),
                    line(TARGET, "GET http:///x HTTP/1.1"),
                    line(METHOD, " GET / HTTP/1.1"),
                    line(METHOD, "G(T / HTTP/1.1"),
                    line(METHOD, "A".repeat(33) + " / HTTP/1.1"),
                    line(METHOD_CONNECT, "CONNECT a:80 HTTP/1.1"),
                    line(TARGET_TOO_LONG, "GET /" + "a".repeat(300) + " HTTP/1.1"),
                    line(TARGET_TOO_LONG, "GET /" + "a".repeat(900) + " HTTP/1.1"),
                    line(TARGET_TOO_LONG, "A".repeat(500)),
                    line(VERSION_MALFORMED, "GET / http/1.1"),
                    line(VERSION_MALFORMED, "GET /  HTTP/1.1"),
                    line(VERSION_MALFORMED, "GET / HTTP/1.1 "),
                    line(VERSION_MALFORMED, "GET / HTTP/1.10"),
                    line(VERSION_MALFORMED, "GET / HTTP/1,1"),
                    line(VERSION_MALFORMED, "GET /a b HTTP/1.1"),
                    line(VERSION_UNSUPPORTED, "GET / HTTP/0.9"),
                    line(VERSION_UNSUPPORTED, "GET / HTTP/1.2"),
                    line(VERSION_UNSUPPORTED, "PRI * HTTP/2.0"),
                    raw(REQUEST_LINE, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                    raw(BARE_LF, "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                    raw(BARE_LF, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
                    raw(BARE_LF, "GET / HTTP/1.1\r\nHost: a\n\r\n"),
                    raw(BARE_LF, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
                    raw(BARE_CR, "GET / HTTP/1.1\rHost: a\r\n\r\n"),
                    raw(BARE_CR, "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n"),
                    raw(BARE_CR, "GET / HTTP/1.1\r\nHost: a\r\n\rX"),
                    raw(CONTROL_BYTE, "\u0016\u0003\u0001\u0002"),
                    header(BARE_CR, "X: a\rb"),
                    header(CONTROL_BYTE, "X: a\0b"),
                    header(CONTROL_BYTE, "X: a\u007fb"),
                    header(CONTROL_BYTE, "X: a\u000bb"),
                    header(CONTROL_BYTE, "Transfer-Encoding: \u000bchunked"),
                    header(HEADER_NAME, ": a"),
                    header(HEADER_NAME, "X"),
                    header(HEADER_NAME, "X y: a"),
                    header(HEADER_NAME, "X(: a"),
                    header(HEADER_NAME, "X\u00e9: a"),
                    header(HEADER_NAME, "Content_Length: 5"),
                    header(HEADER_NAME, "transfer_encoding: chunked"),
                    header(HEADER_SPACE_BEFORE_COLON, "X : a"),
                    header(HEADER_SPACE_BEFORE_COLON, "Transfer-Encoding\t: chunked"),
                    header(HEADER_FOLDED, " folded: a"),
                    header(HEADER_FOLDED, "X: a\r\n\tb"),
                    header(HEADER_FOLDED, "Transfer-Encoding:\r\n chunked"),
                    header(HEADERS_TOO_LARGE, "X: " + "a".repeat(1024)),
                    header(HEADERS_TOO_LARGE, ("X: " + "a".repeat(400) + "\r\n").repeat(3)),
                    header(HEADERS_TOO_MANY, "X: a\r\n".repeat(8)),
                    header(CONNECTION_OPTIONS, "Connection: a b"),
                    header(CONNECTION_OPTIONS, "Connection: close;x"),
                    header(CONNECTION_OPTIONS, "Connection: \"close\""),
                    header(CONNECTION_OPTIONS, "Connection: " + "a,".repeat(33)),
                    header(HOST_REPEATED, "Host: a"),
                    header(LENGTH_AND_CODING, "Content-Length: 5\r\nTransfer-Encoding: chunked"),
                    header(LENGTH_AND_CODING, "Transfer-Encoding: gzip\r\nContent-Length: 5"),
                    header(LENGTH_REPEATED, "Content-Length: 5\r\ncontent-length: 5"),
                    header(LENGTH_INVALID, "Content-Length: 5, 5"),
                    header(LENGTH_INVALID, "Content-Length: +5"),
                    header(LENGTH_INVALID, "Content-Length: -5"),
                    header(LENGTH_INVALID, "Content-Length: 0x5"),
                    header(LENGTH_INVALID, "Content-Length: 5 5"),
                    header(LENGTH_INVALID, "Content-Length: \u00b2"),
                    header(LENGTH_INVALID, "Content-Length:"),
                    header(LENGTH_OVERFLOW, "Content-Length: 18446744073709551621"),
                    header(LENGTH_OVERFLOW, "Content-Length: 9223372036854775808"),
                    header(CODING_REPEATED, "Transfer-Encoding: chunked\r\nTransfer-Encoding: x"),
                    header(CODING_REPEATED, "Transfer-Encoding: chunked, chunked"),
                    header(CODING_INVALID, "Transfer-Encoding: chun ked"),
                    header(CODING_INVALID, "Transfer-Encoding: chunked;q=1"),
                    header(CODING_INVALID, "Transfer-Encoding: chunked,"),
                    header(CODING_INVALID, "Transfer-Encoding: \"chunked\""),
                    header(CODING_INVALID, "Transfer-Encoding:"),
                    header(CODING_NOT_CHUNKED, "Transfer-Encoding: gzip"),
                    header(CODING_NOT_CHUNKED, "Transfer-Encoding: identity"),
                    header(CODING_NOT_CHUNKED, "Transfer-Encoding: xchunked"),
                    header(CODING_NOT_CHUNKED, "Transfer-Encoding: chunked, gzip"),
                    header(CODING_UNKNOWN, "Transfer-Encoding: gzip, chunked"),
                    header(EXPECTATION, "Expect: 200-ok"),
                    header(EXPECTATION, "Expect: 100-continue\r\nExpect: 100-continue"),
                    raw(
                            CODING_IN_HTTP_1_0,
                            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
                    raw(HOST_MISSING, "GET / HTTP/1.1\r\n\r\n"),
                    raw(HOST_MISSING, "GET http://a/ HTTP/1.1\r\n\r\n"),
                    raw(HOST_INVALID, "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                    raw(HOST_INVALID, "GET http://a:b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                    raw(HOST_INVALID, "GET http://a/ HTTP/1.1\r\nHost: b c\r\n\r\n"),
                    raw(HOST_INVALID, "GET http://:80/ HTTP/1.0\r\n\r\n"),
                    host(""),
                    host("."),
                    host(".a"),
                    host("a..b"),
                    host("a b"),
                    host("a,b"),
                    host("a/b"),
                    host("a@b"),
                    host("a%20b"),
                    host("caf\u00e9"),
                    host("a:80:80"),
                    host("a:65536"),
                    host("a:123456"),
                    host("a:-1"),
                    host("a:8o"),
                    host(":80"),
                    host("2001:db8::1"),
                    host("[::1"),
                    host("[::1]x"),
                    host("[]"),
                    host("[:::]"),
                    host("[1:2:3:4:5:6:7]"),
                    host("[1:2:3:4:5:6:7:8:9]"),
                    host("[1::2::3]"),
                    host("[12345::]"),
                    host("[fe80::1%25eth0]"),
                    host("[v1.x]"),
                    host("[::1.2.3]"),
                    host("[::1.2.3.256]"),
                    host("[1:]"),
                    host("[:1]"),
                    host("x".repeat(256)));

    private static Arguments raw(Violation violation, String request) {
        return arguments(violation, request);
    }

    private static Arguments line(Violation violation, String line) {
        return raw(violation, line + "\r\nHost: a\r\n\r\n");
    }

    private static Arguments header(Violation violation, String lines) {
        return raw(violation, "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n\r\n");
    }

    private static Arguments host(String host) {
        return raw(HOST_INVALID, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    @ParameterizedTest
    @FieldSource("WRONG")
    void a_wrong_request_is_refused_for_the_same_reason_however_it_is_cut(
            Violation violation, String request) {
        byte[] whole = Wire.bytes(request);
        RequestHead head = new RequestHead(LIMITS);
        for (int at = 0; at <= whole.length; at++) {
            head.reset();
            assertThat(Wire.requestInto(head, Wire.cut(whole, at)))
                    .isEqualTo(ParseResult.VIOLATION);
            assertThat(head.violation()).as("cut at %d", at).isEqualTo(violation);
        }
        head.reset();
        Wire.requestInto(head, Wire.singles(whole));
        assertThat(head.violation()).isEqualTo(violation);
    }

    @Test
    void every_rule_for_requests_has_a_request_that_breaks_it() {
        Set<Violation> covered = EnumSet.of(NONE);
        WRONG.forEach(sample -> covered.add((Violation) sample.get()[0]));
        // Those of bodies and of responses have tests of their own.
        Set<Violation> elsewhere =
                EnumSet.of(
                        CHUNK_SIZE,
                        CHUNK_SIZE_OVERFLOW,
                        CHUNK_EXTENSION,
                        CHUNK_EXTENSION_TOO_LONG,
                        CHUNK_END,
                        TRAILER_FORBIDDEN,
                        TRAILERS_TOO_LARGE,
                        BODY_TOO_LARGE,
                        STATUS_LINE,
                        UPGRADE_NOT_ASKED,
                        UPGRADE_MALFORMED);

        assertThat(covered)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.copyOf(elsewhere)));
    }

    @Test
    void each_kind_gives_the_status_that_the_rfc_asks_for() {
        assertThat(HOST_MISSING.status()).isEqualTo(400);
        assertThat(TARGET_TOO_LONG.status()).isEqualTo(414);
        assertThat(HEADERS_TOO_LARGE.status()).isEqualTo(431);
        assertThat(HEADERS_TOO_MANY.status()).isEqualTo(431);
        assertThat(CODING_UNKNOWN.status()).isEqualTo(501);
        assertThat(VERSION_UNSUPPORTED.status()).isEqualTo(505);
        assertThat(EXPECTATION.status()).isEqualTo(417);
        assertThat(LENGTH_AND_CODING.label()).isEqualTo("length_and_coding");
    }

    @ParameterizedTest
    @FieldSource("GOOD_HOSTS")
    void a_right_host_is_taken(String host, String expected) {
        RequestHead head = Wire.request("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

        assertThat(head.violation()).isEqualTo(NONE);
        assertThat(Wire.host(head)).isEqualTo(expected);
    }

    static final List<Arguments> GOOD_HOSTS =
            List.of(
                    arguments("A", "a"),
                    arguments("a.b.", "a.b"),
                    arguments("a-b_c.d", "a-b_c.d"),
                    arguments("192.0.2.1:65535", "192.0.2.1"),
                    arguments("[::]", "[::]"),
                    arguments("[::1]:1", "[::1]"),
                    arguments("[1::]", "[1::]"),
                    arguments("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]"),
                    arguments("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7::]"),
                    arguments("[::FFFF:192.0.2.1]", "[::ffff:192.0.2.1]"),
                    arguments("[1:2:3:4:5:6:192.0.2.1]", "[1:2:3:4:5:6:192.0.2.1]"),
                    arguments("x".repeat(255), "x".repeat(255)));
}
