package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Counter;
import dev.sluice.model.CheckMethod;
import dev.sluice.model.CheckType;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.node.NodeReport.Health;
import dev.sluice.model.node.UpstreamConfig;
import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Servers that are new or back, with real requests. An hour's slow start does not end meanwhile.
 */
class SlowStartTest {
    private final ProxyBed bed = new ProxyBed(1, Path.of("none"));

    @BeforeEach
    void start_slowly() {
        bed.upstream = new UpstreamConfig(3_600_000, null);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private void ask(int requests) throws IOException {
        try (var client = new RawClient(bed.port)) {
            for (int i = 0; i < requests; i++) {
                assertThat(client.ask(get("/")).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void a_server_that_is_added_gets_little_at_first() throws IOException {
        try (var old = ScriptedServer.saying("old");
                var added = ScriptedServer.saying("added")) {
            bed.servers(old.port()).open();
            ask(10);
            assertThat(bed.server(old.port()).cause())
                    .as("the first ones are not slow")
                    .isEqualTo("health check is off");

            bed.servers(old.port(), added.port()).apply();
            ask(200);

            assertThat(added.heads()).hasSizeBetween(1, 60);
            assertThat(bed.server(added.port()).cause())
                    .isEqualTo("starts slowly: 9 % of its share");
            assertThat(bed.count(Counter.SERVER_SLOW_STARTS, added.port())).isEqualTo(1);
        }
    }

    @Test
    void a_server_that_comes_back_gets_little_at_first() throws IOException {
        bed.check = quickCheck();
        int port = ProxyBed.freePort();
        try (var other = ScriptedServer.saying("other")) {
            bed.servers(other.port(), port).open();
            Eventually.holds("it is down", () -> bed.server(port).health() == Health.ABNORMAL);
            try (var back = ScriptedServer.saying(port, "back")) {
                Eventually.holds(
                        "it is back", () -> bed.count(Counter.SERVER_SLOW_STARTS, port) == 1);
                ask(200);

                assertThat(back.heads()).hasSizeBetween(1, 60);
            }
        }
    }

    private static HealthCheck quickCheck() {
        return new HealthCheck(
                CheckType.TCP,
                null,
                "/",
                null,
                CheckMethod.HEAD,
                List.of("2xx"),
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                1,
                1,
                null,
                null);
    }
}
