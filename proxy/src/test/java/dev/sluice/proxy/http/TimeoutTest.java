package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static dev.sluice.proxy.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Counter;
import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long clients and servers may take. */
class TimeoutTest {
    private final ProxyBed bed = new ProxyBed();

    @AfterEach
    void no_request_is_left_at_a_server() {
        Eventually.holds("no request at any server", () -> bed.active() == 0);
        bed.close();
    }

    /** A server that reads a head and then says nothing. */
    private static ScriptedServer silent() throws IOException {
        return new ScriptedServer(with -> {
            with.head();
            with.awaitEnd();
        });
    }

    @Test
    void a_server_that_does_not_answer_gives_504_and_the_client_stays() throws IOException {
        bed.requestTimeoutMs = 300;
        try (var server = silent();
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.ask(get("/")).status()).isEqualTo(504);
            assertThat(client.ask(get("/")).status()).isEqualTo(504);
            Eventually.holds("connections are not used again", () -> server.accepted() == 2);
        }
    }

    @Test
    void a_server_that_stops_in_its_answer_cuts_the_client_off() throws IOException {
        bed.requestTimeoutMs = 1_500;
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                            with.awaitEnd();
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.send(get("/"));
            assertThat(client.rest()).endsWith("half");
        }
    }

    @Test
    void a_client_that_says_nothing_is_closed_without_a_word() throws IOException {
        bed.idleTimeoutMs = 1_500;
        try (var server = ScriptedServer.saying("1");
                var fresh = new RawClient(bed.servers(server.port()).open());
                var kept = new RawClient(bed.port)) {
            assertThat(kept.ask(get("/")).status()).isEqualTo(200);
            assertThat(kept.rest()).isEmpty();
            assertThat(fresh.rest()).isEmpty();
            Eventually.holds("counted", () -> bed.count(Counter.LISTENER_IDLE_CLOSED) == 2);
        }
    }

    @Test
    void a_slow_head_gives_408_even_if_a_byte_comes_now_and_then() throws IOException {
        bed.idleTimeoutMs = 300;
        try (var client = new RawClient(bed.servers().open())) {
            client.send("GET / HTTP/1.1\r\nHo");
            Eventually.holds(
                    "it is given up",
                    () -> {
                        send(client, "s");
                        return bed.count(Counter.LISTENER_IDLE_CLOSED) == 1;
                    });
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.closed()).isTrue();
        }
    }

    private static void send(RawClient client, String bytes) {
        try {
            client.send(bytes);
        } catch (IOException closed) {
            // Sent too late.
        }
    }

    @Test
    void a_slow_body_gives_408_and_leaves_the_server() throws IOException {
        bed.idleTimeoutMs = 300;
        try (var server = silent();
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.send(post("/", 10) + "12");
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void a_client_that_waits_for_100_is_not_the_slow_one() throws IOException {
        bed.idleTimeoutMs = 300;
        bed.requestTimeoutMs = 700;
        try (var server = silent();
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(504);
        }
    }

    @Test
    void a_body_that_waits_for_a_connection_is_not_slow() throws IOException {
        bed.idleTimeoutMs = 300;
        bed.connectTimeoutMs = 900;
        try (var hole = new Blackhole();
                var client = new RawClient(bed.servers(hole.port()).open())) {
            client.send(post("/", 90_000) + "x".repeat(90_000));
            assertThat(client.answer().status()).isEqualTo(502);
        }
    }

    @Test
    void a_client_that_does_not_read_is_cut_off() throws IOException {
        bed.requestTimeoutMs = 400;
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send("HTTP/1.1 200 OK\r\nContent-Length: 64000000\r\n\r\n");
                            with.send(new byte[64_000_000]);
                        });
                var client = RawClient.slow(bed.servers(server.port()).open())) {
            client.send(get("/"));
            Eventually.holds("the request is at the server", () -> server.heads().size() == 1);
            Eventually.holds("it is given up", () -> bed.active() == 0);
            assertThat(bed.count(Counter.LISTENER_BYTES_OUT)).isLessThan(16_000_000);
        }
    }
}
