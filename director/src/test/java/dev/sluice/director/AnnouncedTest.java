package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.own.Router;
import dev.sluice.director.own.TwoMachines;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole director, and BIRD where its client is. */
@Timeout(120)
class AnnouncedTest {
    private static final String PROGRAM = "/usr/sbin/bird";
    private static final String SECOND = "203.0.113.20";

    private final Path folder;

    AnnouncedTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void a_director_tells_a_router_what_it_takes_packets_for() throws IOException {
        TwoMachines.needs(PROGRAM, "bird2");
        Written written =
                new Written()
                        .announced()
                        .servers("10.91.2.2", "10.91.2.3")
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);
        try (var bed = new DirectorBed(folder, 1, written);
                var router = new Router(bed.region.client)) {
            startBird(router);

            await(router, "the addresses", Written.VIRTUAL + "/32", "198.18.1.0/28");
            assertThat(routes(router)).contains("via 10.91.1.1 on outside0");
            assertThat(bed.served(4)).isNotEmpty();
            TwoMachines.await(
                    "BFD is up", () -> ask(router, "show bfd sessions").contains("Up"), () -> "");

            TwoMachines.await(
                    "both are shown",
                    () -> bed.dump().matches("(?s).*10.91.1.2 as 64600 +established .* bfd up .*"),
                    bed::dump);
            assertThat(bed.measure.prometheusText())
                    .contains("sluice_bgp_established{peer=\"10.91.1.2\"} 1")
                    .contains("sluice_bgp_routes{peer=\"10.91.1.2\"} 2")
                    .contains("sluice_bfd_up{peer=\"10.91.1.2\"} 1");

            bed.apply(written.listener(SECOND, Protocol.TCP, Forwarding.FULLNAT).config());
            await(router, "the second address", Written.VIRTUAL + "/32", SECOND + "/32");

            assertThat(bed.inspect("drain 10000"))
                    .contains("routes are taken back from 1 routers, which prefer others");
            awaitNothing(router);
            bed.apply(written.listener(SECOND, Protocol.TCP, Forwarding.FULLNAT).config());
            bed.inspect("drain undo");
            await(router, "both again", Written.VIRTUAL + "/32", SECOND + "/32");

            bed.stop();
            assertThat(bed.measure.prometheusText()).doesNotContain("peer=");
            awaitNothing(router);
        }
    }

    private void startBird(Router router) {
        Path config = folder.resolve("bird.conf");
        TwoMachines.write(
                config,
                """
                router id 10.91.1.2;
                protocol device {}
                protocol bfd {
                  interface "*" { min rx interval 50 ms; min tx interval 50 ms; multiplier 3; };
                }
                protocol bgp director {
                  local 10.91.1.2 as 64600;
                  neighbor 10.91.1.1 as 64601;
                  hold time 3;
                  connect delay time 1;
                  connect retry time 1;
                  error wait time 1, 2;
                  bfd yes;
                  ipv4 { import all; export none; };
                  ipv6 { import all; export none; };
                }
                """);
        String pid = folder.resolve("bird.pid").toString();
        router.start(List.of(PROGRAM, "-f", "-c", config.toString(), "-s", socket(), "-P", pid));
    }

    private void awaitNothing(Router router) {
        TwoMachines.await(
                "nothing",
                () -> routes(router).contains("ready") && !routes(router).contains("via"),
                () -> routes(router));
    }

    private void await(Router router, String what, String one, String other) {
        TwoMachines.await(
                what,
                () -> routes(router).contains(one) && routes(router).contains(other),
                () -> routes(router) + ask(router, "show protocols all"));
    }

    private String routes(Router router) {
        return ask(router, "show route");
    }

    private String ask(Router router, String question) {
        return router.ask(List.of("/usr/sbin/birdc", "-s", socket(), question));
    }

    private String socket() {
        return folder.resolve("bird.ctl").toString();
    }
}
