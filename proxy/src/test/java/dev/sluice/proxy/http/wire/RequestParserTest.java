package dev.sluice.proxy.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RequestParserTest {
    /** Requests that are right, from RFC 9110 and 9112 and from the wild. */
    static final List<String> RIGHT =
            List.of(
                    // RFC 9112 §2.1, §3.2.1, §3.2.2, §3.2.4
                    "GET /hello.txt HTTP/1.1\r\nUser-Agent: curl/7.64.1\r\nHost: www.example.com\r\nAccept-Language: en, mi\r\n\r\n",
                    "GET /where?q=now HTTP/1.1\r\nHost: www.example.org\r\n\r\n",
                    "GET http://www.example.org/pub/WWW/TheProject.html HTTP/1.1\r\nHost: other\r\n\r\n",
                    "OPTIONS * HTTP/1.1\r\nHost: www.example.org:8001\r\n\r\n",
                    "OPTIONS http://www.example.org:8001 HTTP/1.1\r\nHost: www.example.org:8001\r\n\r\n",
                    "GET http://example.org?x=1 HTTP/1.1\r\nHost: example.org\r\n\r\n",
                    "GET HTTPS://EXAMPLE.org:443/a HTTP/1.1\r\nHost: EXAMPLE.org\r\n\r\n",
                    // One empty line before, RFC 9112 §2.2
                    "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                    // HTTP/1.0 without and with Host and keep-alive
                    "GET / HTTP/1.0\r\n\r\n",
                    "GET / HTTP/1.0\r\nHost: a.b\r\nConnection: Keep-Alive\r\n\r\n",
                    // Bodies
                    "POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 000123456789012345\r\n\r\n",
                    "POST /f HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \tChunked \r\nTrailer: Expires\r\nTE: trailers\r\n\r\n",
                    "PUT /f HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n",
                    // WebSocket, RFC 6455 §1.2
                    "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                    // Hosts
                    "GET / HTTP/1.1\r\nHost: [2001:DB8::1]:8080\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: Under_Score.Example.COM.:80\r\n\r\n",
                    "GET / HTTP/1.1\r\nhost:a:\r\n\r\n",
                    // Header values: empty, padded, tabs inside, bytes above 0x7f
                    "BREW /p!$&'()*+,;=:@%20~|\"<> HTTP/1.1\r\nHost: a\r\nX:\r\nY: \t v\tw \t\r\nZ: caf\u00e9\r\nCookie: a=b; c=d\r\nCookie: e=f\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: X-Mine, close , ,Cookie\r\nX-Mine: 1\r\nCookie: kept\r\nx-forwarded-ssl: on\r\nX_Forwarded_For: 1\r\n\r\n");

    @ParameterizedTest
    @FieldSource("RIGHT")
    void a_right_request_means_the_same_however_it_is_cut(String request) {
        byte[] whole = Wire.bytes(request);
        RequestHead head = new RequestHead(HeadLimits.DEFAULT);
        String expected = Wire.meaning(Wire.requestInto(head, whole), head);
        assertThat(expected).doesNotContain("VIOLATION").doesNotContain("NEED_MORE");

        for (int at = 0; at <= whole.length; at++) {
            head.reset();
            ParseResult result = Wire.requestInto(head, Wire.cut(whole, at));
            assertThat(Wire.meaning(result, head)).as("cut at %d", at).isEqualTo(expected);
        }
        head.reset();
        ParseResult result = Wire.requestInto(head, Wire.singles(whole));
        assertThat(Wire.meaning(result, head)).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("RIGHT")
    void what_follows_a_head_stays_in_the_buffer_and_does_not_matter(String request) {
        String body = "\0\r\n\n".repeat(3000);
        ByteBuf in = Wire.buffer(request + body);
        RequestHead head = new RequestHead(HeadLimits.DEFAULT);

        assertThat(RequestParser.parse(in, head)).isEqualTo(ParseResult.COMPLETE);

        assertThat(in.readerIndex()).isEqualTo(request.length()).isEqualTo(head.sizeBytes());
        assertThat(Wire.meaning(ParseResult.COMPLETE, head))
                .isEqualTo(Wire.meaning(ParseResult.COMPLETE, Wire.request(request)));
    }

    @Test
    void the_parts_of_a_request_line_are_found() {
        RequestHead head = Wire.request("DELETE /a/b?c=d?e HTTP/1.1\r\nHost: A.b:81\r\n\r\n");

        assertThat(head.method()).isEqualTo(Method.DELETE);
        assertThat(Wire.target(head)).isEqualTo("/a/b?c=d?e");
        assertThat(Wire.path(head)).isEqualTo("/a/b");
        assertThat(Wire.host(head)).isEqualTo("a.b");
        assertThat(Wire.authority(head)).isEqualTo("A.b:81");
        assertThat(head.port()).isEqualTo(81);
        assertThat(head.keepAlive()).isTrue();
        assertThat(head.hasBody()).isFalse();
    }

    @Test
    void an_absolute_target_replaces_host_and_is_sent_on_in_origin_form() {
        RequestHead head =
                Wire.request("GET http://Good.example:8080/x?y HTTP/1.1\r\nHost: evil\r\n\r\n");

        assertThat(Wire.host(head)).isEqualTo("good.example");
        assertThat(Wire.authority(head)).isEqualTo("Good.example:8080");
        assertThat(Wire.target(head)).isEqualTo("/x?y");
        assertThat(head.isAbsolute()).isTrue();
    }

    @Test
    void an_absolute_target_without_a_path_gets_one() {
        assertThat(Wire.target(Wire.request("GET http://a?b HTTP/1.1\r\nHost: a\r\n\r\n")))
                .isEqualTo("/?b");
        assertThat(Wire.target(Wire.request("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n")))
                .isEqualTo("/");
        assertThat(Wire.target(Wire.request("OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n")))
                .isEqualTo("*");
        assertThat(Wire.path(Wire.request("GET http://a?b HTTP/1.1\r\nHost: a\r\n\r\n")))
                .isEqualTo("/");
    }

    @Test
    void keep_alive_follows_the_version_and_connection() {
        assertThat(keepAlive("1.1", "")).isTrue();
        assertThat(keepAlive("1.1", "Connection: close\r\n")).isFalse();
        assertThat(keepAlive("1.1", "Connection: x, CLOSE\r\nConnection: keep-alive\r\n"))
                .isFalse();
        assertThat(keepAlive("1.0", "")).isFalse();
        assertThat(keepAlive("1.0", "Connection: keep-alive\r\n")).isTrue();
        assertThat(keepAlive("1.0", "Proxy-Connection: keep-alive\r\n")).isFalse();
    }

    private static boolean keepAlive(String version, String lines) {
        return Wire.request("GET / HTTP/" + version + "\r\nHost: a\r\n" + lines + "\r\n")
                .keepAlive();
    }

    @Test
    void connection_names_headers_of_one_hop_but_never_known_ones_of_the_message() {
        HeaderLines lines =
                Wire.request(
                                String.join(
                                        "\r\n",
                                        "GET / HTTP/1.1",
                                        "Host: a",
                                        "Connection: host, x-one, x-forwarded-for",
                                        "X-One: 1",
                                        "X-Forwarded-For: 1",
                                        "X-Two: 2",
                                        "Keep-Alive: 5",
                                        "",
                                        ""))
                        .headers();

        assertThat(hopByHop(lines)).containsExactly("Connection", "X-One", "Keep-Alive");
    }

    private static List<String> hopByHop(HeaderLines lines) {
        return java.util.stream.IntStream.range(0, lines.count())
                .filter(lines::isHopByHop)
                .mapToObj(i -> Wire.name(lines, i))
                .toList();
    }

    @Test
    void every_known_header_is_known_in_any_case() {
        for (KnownHeader known : KnownHeader.values()) {
            if (known == KnownHeader.OTHER || known == KnownHeader.X_FORWARDED_OTHER) {
                continue;
            }
            String name =
                    known.name().replace('_', '-') + (known == KnownHeader.X_ACCEL ? "-Z" : "");
            for (String spelt : List.of(name, name.toLowerCase(java.util.Locale.ROOT))) {
                ResponseHead head = Wire.response("HTTP/1.1 204 x\r\n" + spelt + ": 5\r\n\r\n");
                assertThat(head.headers().header(0)).isEqualTo(known);
                assertThat(head.headers().find(known)).isZero();
            }
        }
    }
}
