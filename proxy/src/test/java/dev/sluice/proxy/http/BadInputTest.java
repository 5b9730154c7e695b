package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What clients must not send: each is answered, counted by kind, and ends its connection. */
class BadInputTest {
    private final ProxyBed bed = new ProxyBed();

    @AfterEach
    void stop() {
        bed.close();
    }

    private static String[] bad(int status, String kind, String request) {
        return new String[] {Integer.toString(status), kind, request};
    }

    private static String[] line(int status, String kind, String line) {
        return bad(status, kind, line + "\r\nHost: a\r\n\r\n");
    }

    private static String[] header(int status, String kind, String lines) {
        return bad(status, kind, "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n\r\n");
    }

    private static String[] chunk(int status, String kind, String body) {
        return header(status, kind, "Transfer-Encoding: chunked\r\n\r\n" + body);
    }

    static final List<String[]> BAD =
            List.of(
                    header(
                            400,
                            "length_and_coding",
                            "Content-Length: 5\r\nTransfer-Encoding: chunked"),
                    header(400, "length_repeated", "Content-Length: 5\r\nContent-Length: 5"),
                    header(400, "length_invalid", "Content-Length: +5"),
                    header(400, "length_invalid", "Content-Length: 5, 5"),
                    header(400, "length_invalid", "Content-Length: five"),
                    header(400, "length_overflow", "Content-Length: 99999999999999999999"),
                    header(400, "coding_not_chunked", "Transfer-Encoding: chunked, gzip"),
                    header(400, "coding_repeated", "Transfer-Encoding: chunked, chunked"),
                    header(
                            400,
                            "coding_repeated",
                            "Transfer-Encoding: chunked\r\nTransfer-Encoding: x"),
                    bad(
                            400,
                            "coding_in_http_1_0",
                            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
                    header(400, "header_space_before_colon", "Transfer-Encoding : chunked"),
                    header(400, "header_folded", "Transfer-Encoding:\r\n chunked"),
                    header(501, "coding_unknown", "Transfer-Encoding: gzip, chunked"),
                    header(400, "header_folded", "X: a\r\n b"),
                    header(400, "bare_cr", "X: a\rb"),
                    header(400, "bare_lf", "X: a\nb"),
                    header(400, "control_byte", "X: a\0b"),
                    header(400, "control_byte", "X: a\u0001b"),
                    header(400, "header_name", ": a"),
                    header(400, "header_name", "X(y): a"),
                    bad(400, "host_missing", "GET / HTTP/1.1\r\n\r\n"),
                    header(400, "host_repeated", "Host: b"),
                    bad(400, "host_invalid", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                    line(400, "request_line", "GET  / HTTP/1.1"),
                    line(400, "request_line", "GET\t/ HTTP/1.1"),
                    line(400, "version_malformed", "GET /a b HTTP/1.1"),
                    line(414, "target_too_long", "GET /" + "a".repeat(17_000) + " HTTP/1.1"),
                    header(431, "headers_too_large", "X: " + "a".repeat(33_000)),
                    header(431, "headers_too_many", "X: a\r\n".repeat(130) + "X: a"),
                    line(505, "version_unsupported", "GET / HTTP/2.0"),
                    line(501, "method_connect", "CONNECT a:80 HTTP/1.1"),
                    header(417, "expectation", "Expect: a-miracle"),
                    header(413, "body_too_large", "Content-Length: 99999999"),
                    chunk(400, "chunk_size", "x\r\n"),
                    chunk(400, "chunk_size", "-1\r\n"),
                    chunk(400, "chunk_size_overflow", "fffffffffffffffff\r\n"),
                    chunk(400, "chunk_end", "1\r\nabc"),
                    chunk(400, "bare_lf", "1\nabc"),
                    chunk(400, "chunk_extension", "1;\0\r\n"),
                    chunk(400, "chunk_extension_too_long", "1;" + "a".repeat(2_000)),
                    chunk(400, "trailer_forbidden", "0\r\nContent-Length: 5\r\n\r\n"));

    @ParameterizedTest(name = "{0} {1}")
    @FieldSource("BAD")
    void bad_input_is_answered_counted_and_the_end(String status, String kind, String request)
            throws IOException {
        try (var server = ScriptedServer.saying("no");
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.send(request + "GET /after HTTP/1.1\r\nHost: a\r\n\r\n");
            var answer = client.answer();
            assertThat(answer.status()).hasToString(status);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            assertThat(bed.measure.prometheusText())
                    .contains("sluice_http_violations_total{kind=\"" + kind + "\"} 1\n");
            assertThat(server.heads()).allMatch(head -> head.startsWith("POST / "));
            Eventually.holds("no request at any server", () -> bed.active() == 0);
        }
    }

    @Test
    void odd_but_right_requests_are_served() throws IOException {
        try (var server = ScriptedServer.saying("yes");
                var client = new RawClient(bed.servers(server.port()).open())) {
            String chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
            for (String request :
                    new String[] {
                        "\r\n" + get("/"),
                        "GET http://b/x?y HTTP/1.1\r\nHost: a\r\n\r\n",
                        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                        chunked + "0;a;b=c;d=\"e\"\r\n\r\n"
                    }) {
                assertThat(client.ask(request).body()).as(request).isEqualTo("yes");
            }
            assertThat(server.heads().get(1)).startsWith("GET /x?y HTTP/1.1\r\nHost: b\r\n");
        }
    }

    @Test
    void a_refused_client_that_goes_on_sending_can_read_why() throws IOException {
        try (var client = new RawClient(bed.servers().open())) {
            client.send("GET / HTTP/9.9\r\n\r\n");
            client.send(new byte[2_000_000]);
            assertThat(client.answer().status()).isEqualTo(505);
        }
    }
}
