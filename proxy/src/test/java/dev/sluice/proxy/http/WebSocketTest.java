package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.ScriptedServer.ok;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that change to WebSocket, or would like to. */
class WebSocketTest {
    private static final String ASK =
            "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n";
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Accept: y\r\n\r\n";

    private final ProxyBed bed = new ProxyBed();

    @AfterEach
    void no_request_is_left_at_a_server() {
        Eventually.holds("no request at any server", () -> bed.active() == 0);
        bed.close();
    }

    /** Switches and sends back what it gets, up to a full stop. */
    private static ScriptedServer echo() throws IOException {
        return new ScriptedServer(with -> {
            with.head();
            with.awaitGo();
            with.send(SWITCH + "early.");
            for (String got = with.until("."); got != null; got = with.until(".")) {
                with.send(got);
            }
        });
    }

    @Test
    void bytes_pass_both_ways_even_those_right_behind_the_heads() throws IOException {
        try (var server = echo();
                var client = new RawClient(bed.servers(server.port()).open())) {
            client.send(ASK + "hasty.");
            Eventually.holds("the request is at the server", () -> server.heads().size() == 1);
            server.go();
            assertThat(client.head())
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("Connection: upgrade")
                    .containsIgnoringCase("Upgrade: websocket")
                    .contains("Sec-WebSocket-Accept: y");
            assertThat(client.until(".")).isEqualTo("early.");
            assertThat(client.until(".")).isEqualTo("hasty.");
            client.send("later.");
            assertThat(client.until(".")).isEqualTo("later.");
            assertThat(server.heads().getFirst())
                    .contains("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x");
        }
    }

    @Test
    void when_the_server_closes_the_client_gets_all_and_the_end() throws IOException {
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send(SWITCH + "x".repeat(2_000_000));
                        });
                var client = RawClient.slow(bed.servers(server.port()).open())) {
            client.send(ASK).head();
            assertThat(client.rest()).hasSize(2_000_000);
        }
    }

    @Test
    void when_the_client_closes_the_server_sees_the_end() throws IOException {
        try (var server = echo();
                var client = new RawClient(bed.servers(server.port()).open())) {
            server.go();
            client.send(ASK).head();
            assertThat(bed.active()).isEqualTo(1);
            client.leave();
        }
    }

    @Test
    void a_silent_tunnel_ends_after_the_request_timeout() throws IOException {
        bed.idleTimeoutMs = 1_000;
        bed.requestTimeoutMs = 1_500;
        try (var server = echo();
                var client = new RawClient(bed.servers(server.port()).open())) {
            server.go();
            client.send(ASK).head();
            assertThat(client.rest()).isEqualTo("early.");
        }
    }

    @Test
    void a_tunnel_may_be_silent_for_ever_without_a_request_timeout() throws IOException {
        bed.idleTimeoutMs = 1_000;
        bed.requestTimeoutMs = 0;
        try (var server = echo();
                var client = new RawClient(bed.servers(server.port()).open());
                var clock = new RawClient(bed.port)) {
            server.go();
            client.send(ASK).head();
            assertThat(clock.closed()).as("time has passed").isTrue();
            assertThat(client.send("still.").until("still.")).endsWith("still.");
        }
    }

    @Test
    void a_server_may_decline() throws IOException {
        try (var server = ScriptedServer.answering(ok("no"));
                var client = new RawClient(bed.servers(server.port()).open())) {
            assertThat(client.ask(ASK).body()).isEqualTo("no");
            assertThat(client.ask(ASK).body()).isEqualTo("no");
        }
    }

    @Test
    void much_data_passes_a_slow_reader_in_order() throws IOException {
        String much = "0123456789".repeat(300_000) + ".";
        try (var server =
                        new ScriptedServer(with -> {
                            with.head();
                            with.send(SWITCH);
                            String got = new String(with.bytes(much.length()), US_ASCII);
                            with.send(got);
                        });
                var client = RawClient.slow(bed.servers(server.port()).open())) {
            client.send(ASK).head();
            client.send(much);
            assertThat(client.rest().equals(much)).isTrue();
        }
    }
}
