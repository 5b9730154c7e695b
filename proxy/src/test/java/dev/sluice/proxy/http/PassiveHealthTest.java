package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static dev.sluice.proxy.http.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Counter;
import dev.sluice.model.PassiveHealth;
import dev.sluice.model.node.NodeReport.Health;
import dev.sluice.model.node.UpstreamConfig;
import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that are ejected for their answers, with real requests. */
class PassiveHealthTest {
    private final ProxyBed bed = new ProxyBed(1, Path.of("none"));

    @AfterEach
    void close() {
        bed.close();
    }

    private void eject(Duration ejection) {
        bed.upstream =
                new UpstreamConfig(
                        0,
                        new PassiveHealth(
                                3,
                                List.of("503"),
                                0,
                                0,
                                20,
                                Duration.ofSeconds(10),
                                ejection,
                                Duration.ofHours(1),
                                50));
    }

    private int statuses(int requests, int status) throws IOException {
        int counted = 0;
        try (var client = new RawClient(bed.port)) {
            for (int i = 0; i < requests; i++) {
                counted += client.ask(get("/")).status() == status ? 1 : 0;
            }
        }
        return counted;
    }

    @Test
    void a_server_that_says_503_three_times_gets_no_more() throws IOException {
        eject(Duration.ofHours(1));
        try (var good = ScriptedServer.saying("good");
                var bad =
                        ScriptedServer.answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")) {
            bed.servers(good.port(), bad.port()).open();

            assertThat(statuses(40, 503)).isEqualTo(3);
            assertThat(bed.server(bad.port()).health()).isEqualTo(Health.ABNORMAL);
            assertThat(bed.server(bad.port()).cause()).isEqualTo("ejected: 3 failures in a row");
            assertThat(bed.count(Counter.SERVER_EJECTIONS, bad.port())).isEqualTo(1);

            bed.apply();
            assertThat(statuses(10, 200)).as("after another configuration").isEqualTo(10);
            bed.upstream = null;
            bed.apply();
            assertThat(statuses(10, 503)).as("without passive health").isEqualTo(5);
        }
    }

    @Test
    void a_server_that_refuses_connections_gets_no_more() throws IOException {
        eject(Duration.ofHours(1));
        int nobody = ProxyBed.freePort();
        try (var good = ScriptedServer.saying("good")) {
            bed.servers(good.port(), nobody).open();
            assertThat(statuses(40, 200)).isEqualTo(40);
            assertThat(bed.count(Counter.SERVER_CONNECT_FAILED, nobody)).isEqualTo(3);
        }
    }

    @Test
    void the_only_server_is_not_ejected() throws IOException {
        eject(Duration.ofHours(1));
        try (var bad = ScriptedServer.answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")) {
            bed.servers(bad.port()).open();
            statuses(6, 503);
            assertThat(bed.count(Counter.SERVER_EJECTIONS_WITHHELD, bad.port())).isEqualTo(2);
            assertThat(bad.heads()).hasSize(6);
        }
    }

    @Test
    void a_server_that_is_well_again_is_tried_and_taken_back() throws IOException {
        eject(Duration.ofSeconds(1));
        var well = new AtomicBoolean();
        try (var good = ScriptedServer.saying("good");
                var moody =
                        new ScriptedServer(with -> {
                            while (with.head() != null) {
                                with.send(
                                        well.get()
                                                ? ok("well")
                                                : "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
                            }
                        })) {
            bed.servers(good.port(), moody.port()).open();
            statuses(10, 503);
            assertThat(bed.count(Counter.SERVER_EJECTIONS, moody.port())).isPositive();

            well.set(true);
            Eventually.holds(
                    "it is on trial",
                    () -> "on trial after it was ejected".equals(bed.server(moody.port()).cause()));
            assertThat(statuses(10, 200)).isEqualTo(10);
            assertThat(bed.server(moody.port()).cause()).isEqualTo("health check is off");
        }
    }
}
