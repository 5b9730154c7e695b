package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static dev.sluice.proxy.http.RawClient.post;
import static dev.sluice.proxy.http.ScriptedServer.ok;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Counter;
import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a request whose server cannot be reached or breaks off. */
class RetryTest {
    private final ProxyBed bed = new ProxyBed(1, java.nio.file.Path.of("none"));

    @AfterEach
    void no_request_is_left_at_a_server() {
        Eventually.holds("no request at any server", () -> bed.active() == 0);
        bed.close();
    }

    /** Answers once on each connection and closes at the second request, as after a timeout. */
    private static ScriptedServer forgetful() throws IOException {
        return new ScriptedServer(with -> {
            with.head();
            with.send(ok("first"));
            with.head();
        });
    }

    @Test
    void a_request_that_meets_a_connection_just_closed_goes_on_a_fresh_one() throws IOException {
        try (var server = forgetful();
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.ask(get("/1")).body()).isEqualTo("first");
            assertThat(client.ask(get("/2")).body()).isEqualTo("first");
            assertThat(server.accepted()).isEqualTo(2);
            assertThat(bed.count(Counter.LISTENER_RETRIES)).isEqualTo(1);
        }
    }

    @Test
    void a_put_is_sent_once_more_with_its_body() throws IOException {
        String put = "PUT /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            if (with.number() == 1) {
                                with.send(ok("first"));
                                with.head();
                                with.bytes(2);
                            } else {
                                with.send(ok(new String(with.bytes(5), US_ASCII)));
                                with.awaitEnd();
                            }
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.ask(get("/1"));
            assertThat(client.ask(put + "hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void a_post_is_never_sent_twice() throws IOException {
        try (var server = forgetful();
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.ask(get("/1"));
            assertThat(client.ask(post("/2", 0)).status()).isEqualTo(502);
            assertThat(server.heads()).hasSize(2);
            assertThat(client.ask(get("/3")).status()).isEqualTo(200);
        }
    }

    @Test
    void a_fresh_connection_that_closes_unanswered_gives_502() throws IOException {
        try (var server = new ScriptedServer(with -> with.head());
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.ask(get("/")).status()).isEqualTo(502);
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(client.ask(get("/")).status()).as("on the same connection").isEqualTo(502);
        }
    }

    @Test
    void refused_servers_are_passed_over() throws IOException {
        try (var server = ScriptedServer.saying("here")) {
            bed.servers(ProxyBed.freePort(), ProxyBed.freePort(), server.port()).apply();
            for (int i = 0; i < 6; i++) {
                try (var client = new RawClient(bed.port)) {
                    assertThat(client.ask(post("/", 4) + "body").body()).isEqualTo("here");
                }
            }
        }
    }

    @Test
    void a_server_that_never_accepts_is_given_up_after_the_connect_timeout() throws IOException {
        bed.connectTimeoutMs = 1_000;
        try (var server = ScriptedServer.saying("here");
                var hole = new Blackhole()) {
            bed.servers(hole.port(), server.port()).apply();
            for (int i = 0; i < 2; i++) {
                try (var client = new RawClient(bed.port)) {
                    assertThat(client.ask(get("/")).body()).isEqualTo("here");
                }
            }
        }
    }

    @Test
    void a_large_body_that_comes_while_connecting_is_not_lost() throws IOException {
        bed.connectTimeoutMs = 1_000;
        var body = "x".repeat(600_000);
        try (var server =
                        new ScriptedServer(with -> {
                            while (with.head() != null) {
                                with.send(ok(String.valueOf(with.bytes(600_000).length)));
                            }
                        });
                var hole = new Blackhole()) {
            bed.servers(hole.port(), server.port()).apply();
            for (int i = 0; i < 2; i++) {
                try (var client = new RawClient(bed.port)) {
                    assertThat(client.ask(post("/", 600_000) + body).body()).isEqualTo("600000");
                }
            }
        }
    }

    @Test
    void no_server_gives_503_and_none_reachable_502_and_the_client_stays() throws IOException {
        bed.servers().apply();
        try (var client = new RawClient(bed.port)) {
            assertThat(client.ask(get("/")).status()).isEqualTo(503);
            bed.servers(ProxyBed.freePort()).apply();
            assertThat(client.ask(get("/")).status()).isEqualTo(502);
            assertThat(bed.count(Counter.LISTENER_RETRIES)).as("nothing was tried again").isZero();
        }
    }

    @Test
    void bytes_that_nobody_asked_for_close_an_idle_connection() throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send(ok("1"));
                            if (with.number() == 1) {
                                with.send("HTTP/1.1 408 Too late\r\nContent-Length: 0\r\n\r\n");
                            }
                            with.awaitEnd();
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.ask(get("/1")).status()).isEqualTo(200);
            assertThat(client.ask(get("/2")).status()).isEqualTo(200);
        }
    }

    @Test
    void a_server_that_resets_in_the_midst_of_an_answer_cuts_the_client_off() throws IOException {
        for (String head :
                new String[] {"Content-Length: 9", "Transfer-Encoding: chunked", "X: y"}) {
            try (var server =
                            new ScriptedServer(with -> {
                                with.head();
                                with.send("HTTP/1.1 200 OK\r\n" + head + "\r\n\r\n2\r\nab\r\n");
                                with.awaitGo();
                                with.reset();
                            });
                    var client = new RawClient(bed.servers(server.port()).open())) {
                client.send(get("/")).head();
                server.go();
                String rest = restOrReset(client);
                assertThat(rest).as(head).doesNotEndWith("0\r\n\r\n");
            }
        }
    }

    private static String restOrReset(RawClient client) {
        try {
            return client.rest();
        } catch (IOException reset) {
            return "reset";
        }
    }

    @Test
    void a_client_that_leaves_in_any_phase_takes_its_request_with_it() throws IOException {
        try (var server =
                new ScriptedServer(with -> {
                    String head = with.head();
                    if (head != null && head.contains("/half")) {
                        with.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                    }
                    with.awaitEnd();
                })) {
            bed.servers(server.port()).apply();
            for (String request : new String[] {get("/wait"), post("/body", 10) + "12"}) {
                try (var client = new RawClient(bed.port)) {
                    client.send(request);
                    Eventually.holds("the request is at the server", () -> bed.active() == 1);
                    client.abort();
                    Eventually.holds("it is gone", () -> bed.active() == 0);
                }
            }
            try (var client = new RawClient(bed.port)) {
                client.send(get("/half")).until("half");
                client.abort();
            }
            try (var client = new RawClient(bed.port)) {
                client.send("GET / HT");
                client.abort();
            }
        }
    }
}
