package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static dev.sluice.proxy.http.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Counter;
import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When connections stay open, and for whom. */
class KeepAliveTest {
    private final ProxyBed bed = new ProxyBed(1, java.nio.file.Path.of("none"));

    @AfterEach
    void no_request_is_left_at_a_server() {
        Eventually.holds("no request at any server", () -> bed.active() == 0);
        bed.close();
    }

    @Test
    void clients_of_http_1_0_are_kept_only_if_they_ask() throws IOException {
        try (var server = ScriptedServer.saying("1")) {
            bed.servers(server.port()).apply();
            try (var client = new RawClient(bed.port)) {
                var answer = client.ask("GET / HTTP/1.0\r\n\r\n");
                assertThat(answer.header("Connection")).isEqualTo("close");
                assertThat(client.closed()).isTrue();
            }
            try (var client = new RawClient(bed.port)) {
                String kept = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
                assertThat(client.ask(kept).header("Connection")).isEqualTo("keep-alive");
                assertThat(client.ask(kept).body()).isEqualTo("1");
            }
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void after_close_nothing_more_is_served() throws IOException {
        try (var server = ScriptedServer.saying("1");
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + get("/2"));
            assertThat(client.rest())
                    .containsOnlyOnce("HTTP/1.1 200")
                    .contains("Connection: close");
            assertThat(server.heads()).hasSize(1);
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order_on_one_server_connection() throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            for (String head = with.head(); head != null; head = with.head()) {
                                with.send(ok(head.substring(4, head.indexOf(" HTTP"))));
                            }
                        });
                var client = new RawClient(bed.servers(server.port()).open())) {
            var all = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                all.append(get("/" + i));
            }
            client.send(all.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(client.answer().body()).isEqualTo("/" + i);
            }
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void a_server_that_sends_more_than_its_answer_is_not_used_again() throws IOException {
        try (var server = ScriptedServer.answering(ok("1") + "HTTP/1.1 200 OK\r\n");
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.ask(get("/1")).body()).isEqualTo("1");
            assertThat(client.ask(get("/2")).body()).isEqualTo("1");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void a_server_that_says_close_is_not_used_again() throws IOException {
        try (var server =
                        ScriptedServer.answering(
                                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.ask(get("/1")).header("Connection")).isNull();
            assertThat(client.ask(get("/2")).status()).isEqualTo(200);
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void a_removed_listener_ends_what_it_began_and_says_close() throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.awaitGo();
                            with.send(ok("1"));
                            with.awaitEnd();
                        });
                var client = new RawClient(bed.servers(server.port()).open());
                var idle = new RawClient(bed.port)) {
            client.send(get("/1"));
            Eventually.holds("the request is at the server", () -> server.heads().size() == 1);
            bed.withoutListener().apply();
            server.go();
            assertThat(client.answer().header("Connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
            assertThat(idle.closed()).isTrue();
        }
    }

    @Test
    void a_change_concerns_the_next_request_of_an_open_connection() throws IOException {
        try (var one =
                        new ScriptedServer(with -> {
                            with.head();
                            with.awaitGo();
                            with.send(ok("one"));
                            with.awaitEnd();
                        });
                var two = ScriptedServer.saying("two");
                var client = new RawClient(bed.servers(one.port()).open())) {
            client.send(get("/1"));
            Eventually.holds("the request is at the server", () -> one.heads().size() == 1);
            bed.servers(two.port()).apply();
            one.go();
            assertThat(client.answer().body()).isEqualTo("one");
            assertThat(client.ask(get("/2")).body()).isEqualTo("two");
        }
    }

    @Test
    void a_server_whose_answer_is_not_http_gives_502() throws IOException {
        for (String garbage :
                new String[] {
                    "SSH-2.0-x\r\n",
                    "HTTP/2 200 OK\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                    "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                }) {
            try (var server = ScriptedServer.answering(garbage);
                    var client = new RawClient(bed.servers(server.port()).open())) {
                assertThat(client.ask(get("/")).status()).as(garbage).isEqualTo(502);
                assertThat(client.ask(get("/")).status()).as("kept").isEqualTo(502);
            }
        }
    }

    @Test
    void a_bad_chunk_in_an_answer_cuts_the_client_off() throws IOException {
        try (var server =
                        ScriptedServer.answering(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz");
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.send(get("/"));
            assertThat(client.rest()).doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void a_client_that_asks_and_does_not_read_is_not_served_without_end() throws IOException {
        try (var server = ScriptedServer.saying("x".repeat(3_000));
                var client = RawClient.slow(bed.servers(server.port()).open())) {
            int number = 8_000;
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            client.send(get("/").repeat(number));
                        } catch (IOException closed) {
                            // The test is over.
                        }
                    });
            var before = new long[1];
            Eventually.holds(
                    "it is served no more",
                    () -> {
                        LockSupport.parkNanos(300_000_000);
                        long now = bed.count(Counter.LISTENER_REQUESTS);
                        boolean stands = now > 0 && now == before[0];
                        before[0] = now;
                        return stands;
                    });
            assertThat(before[0]).isLessThan(4_000);
            for (int i = 0; i < number; i++) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
    }
}
