package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Counter;
import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may connect, and how many. */
class LimitTest {
    private final ProxyBed bed = new ProxyBed();

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void an_access_list_resets_those_it_keeps_out() throws IOException {
        try (var server = ScriptedServer.saying("in")) {
            bed.accessList(false, "127.0.0.0/8").servers(server.port()).apply();
            assertThat(RawClient.isReset(bed.port)).isTrue();
            bed.accessList(true, "127.0.0.1").apply();
            try (var client = new RawClient(bed.port)) {
                assertThat(client.ask(get("/")).body()).isEqualTo("in");
            }
            bed.accessList(true).apply();
            assertThat(RawClient.isReset(bed.port)).as("an empty list lets nobody in").isTrue();
            assertThat(bed.count(Counter.LISTENER_CONNECTIONS_REFUSED)).isEqualTo(2);
        }
    }

    @Test
    void no_more_connections_than_allowed_are_open_at_once() throws IOException {
        bed.maxConnections = 2;
        try (var server = ScriptedServer.saying("in");
                var one = new RawClient(bed.servers(server.port()).open());
                var two = new RawClient(bed.port)) {
            assertThat(one.ask(get("/")).status()).isEqualTo(200);
            assertThat(two.ask(get("/")).status()).isEqualTo(200);
            assertThat(RawClient.isReset(bed.port)).isTrue();
            one.leave();
            Eventually.holds("one has left", () -> bed.count(Counter.LISTENER_ACTIVE) == 1);
            try (var three = new RawClient(bed.port)) {
                assertThat(three.ask(get("/")).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void no_more_connections_than_allowed_come_in_a_second() throws IOException {
        bed.maxConnectionRate = 3;
        bed.open();
        long beganNs = System.nanoTime();
        int refused = 0;
        for (int i = 0; i < 12; i++) {
            try (var client = new RawClient(bed.port)) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                refused += client.reset() ? 1 : 0;
            } catch (IOException reset) {
                refused++;
            }
        }
        long seconds = (System.nanoTime() - beganNs) / 1_000_000_000;
        assertThat((long) refused).isBetween(6 - 3 * seconds, 9L);
    }
}
