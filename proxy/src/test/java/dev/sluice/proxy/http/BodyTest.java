package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static dev.sluice.proxy.http.RawClient.post;
import static dev.sluice.proxy.http.ScriptedServer.ok;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies in both directions, and how their ends are told. */
class BodyTest {
    private final ProxyBed bed = new ProxyBed();

    @AfterEach
    void no_request_is_left_at_a_server() {
        Eventually.holds("no request at any server", () -> bed.active() == 0);
        bed.close();
    }

    private String answerTo(String request, String answer) throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send(answer);
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            return client.send(request).rest();
        }
    }

    private static final String CLOSING = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void an_answer_that_ends_by_closing_becomes_chunks() throws IOException {
        assertThat(answerTo(CLOSING, "HTTP/1.0 200 OK\r\n\r\nhello"))
                .contains("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                .endsWith("\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    }

    @Test
    void a_client_of_http_1_0_gets_no_chunks() throws IOException {
        assertThat(
                        answerTo(
                                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n"))
                .contains("Connection: close")
                .doesNotContain("chunked", "X: y")
                .endsWith("\r\n\r\nhello");
    }

    @Test
    void trailers_reach_the_client() throws IOException {
        assertThat(
                        answerTo(
                                CLOSING,
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"))
                .endsWith("\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n");
    }

    @Test
    void trailers_and_chunks_reach_the_server() throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send(ok(String.valueOf(with.until("0\r\nX-Sum: 1\r\n\r\n"))));
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            String body =
                    client.ask(
                                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=\"y\"\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n")
                            .body();
            assertThat(body).isEqualTo("3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n");
            assertThat(server.heads().getFirst()).contains("Transfer-Encoding: chunked");
        }
    }

    @Test
    void head_204_and_304_have_no_body_and_keep_both_connections() throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
                            with.head();
                            with.send("HTTP/1.1 204 No Content\r\n\r\n");
                            with.head();
                            with.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n");
                            with.head();
                            with.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                            with.head();
                            with.send(ok("end"));
                            with.awaitEnd();
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            String head = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
            assertThat(client.send(head).head()).contains("Content-Length: 7");
            assertThat(client.ask(get("/")).status()).isEqualTo(204);
            assertThat(client.ask(get("/")).status()).isEqualTo(304);
            assertThat(client.send(head).head()).startsWith("HTTP/1.1 200");
            assertThat(client.ask(get("/")).body()).isEqualTo("end");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void interim_answers_go_before_the_answer_but_not_to_http_1_0() throws IOException {
        String answer =
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
                        + ok("end");
        assertThat(answerTo(CLOSING, answer))
                .startsWith("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue")
                .endsWith("\r\n\r\nend");
        assertThat(answerTo("GET / HTTP/1.0\r\n\r\n", answer)).startsWith("HTTP/1.1 200");
    }

    private static final String EXPECTING =
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";

    @Test
    void a_client_that_expects_100_gets_it_from_the_server() throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            String head = with.head();
                            with.send("HTTP/1.1 100 Continue\r\n\r\n");
                            String body = new String(with.bytes(5), US_ASCII);
                            with.send(ok(body + String.valueOf(head).contains("100-continue")));
                            with.awaitEnd();
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.send(EXPECTING).head()).startsWith("HTTP/1.1 100");
            assertThat(client.ask("hello").body()).isEqualTo("hellotrue");
        }
    }

    @Test
    void a_refused_expectation_ends_the_connection() throws IOException {
        assertThat(answerTo(EXPECTING, "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 417")
                .contains("Connection: close");
    }

    @Test
    void an_early_answer_reaches_a_client_that_is_still_sending() throws IOException {
        String refusal = "HTTP/1.1 413 No\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig";
        for (int i = 0; i < 5; i++) {
            try (var server =
                            new ScriptedServer(with -> {
                                with.head();
                                with.send(refusal);
                            });
                    var client = new RawClient(bed.servers(server.port()).open())) {
                client.send(post("/", 4_000_000)).send(new byte[1_500_000]);
                var answer = client.answer();
                assertThat(answer.status()).isEqualTo(413);
                assertThat(answer.body()).isEqualTo("big");
                assertThat(answer.header("Connection")).isEqualTo("close");
            }
        }
    }

    @Test
    void a_body_over_the_limit_is_refused_by_length_and_by_chunks() throws IOException {
        bed.maxRequestBodyBytes = 10;
        try (var server =
                new ScriptedServer(with -> {
                    with.head();
                    with.awaitEnd();
                })) {
            bed.servers(server.port()).apply();
            String chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
            for (String request :
                    new String[] {post("/", 11), chunked + "8\r\n12345678\r\n3\r\n123\r\n"}) {
                try (var client = new RawClient(bed.port)) {
                    client.send(request);
                    assertThat(client.answer().status()).isEqualTo(413);
                    assertThat(client.closed()).isTrue();
                }
            }
            assertThat(bed.measure.prometheusText())
                    .contains("sluice_http_violations_total{kind=\"body_too_large\"} 2");
        }
    }

    @Test
    void a_body_may_be_answered_while_it_comes() throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                            for (int i = 0; i < 3; i++) {
                                with.until("\r\n");
                                with.send("3\r\n" + with.until("\r\n") + "\r\n");
                            }
                            with.until("0\r\n\r\n");
                            with.send("0\r\n\r\n");
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n").head();
            for (int i = 0; i < 3; i++) {
                client.send("1\r\n" + i + "\r\n");
                assertThat(client.until(i + "\r\n\r\n")).endsWith(i + "\r\n\r\n");
            }
            client.send("0\r\n\r\n");
            assertThat(client.rest()).endsWith("0\r\n\r\n");
        }
    }

    @Test
    void a_body_in_single_bytes_arrives_whole() throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send(ok(new String(with.bytes(300), US_ASCII)));
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.send(post("/", 300));
            for (int i = 0; i < 300; i++) {
                client.send(Integer.toString(i % 10));
            }
            assertThat(client.answer().body()).isEqualTo("0123456789".repeat(30));
        }
    }
}
