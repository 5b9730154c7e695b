package dev.sluice.director.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against BIRD, in a namespace of its own. */
class BirdTest {
    private static final String PROGRAM = "/usr/sbin/bird";
    private static final String ROUTES = "203.0.113.10 2001:db8:113::10 198.18.1.0/28+";
    private static final String ANY_ROUTE = "BGP.origin";

    private final Path folder;

    BirdTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void needBird() {
        TwoMachines.needs(PROGRAM, "bird2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.92.0.", "fd92::"})
    void it_hears_routes_of_both_versions_and_that_the_director_leaves(String network) {
        try (var bed = new Bed(network, "3", "active", "no", "between-us")) {
            bed.announcer.say(ROUTES);
            bed.await("an IPv4 route", routes -> routes.contains("203.0.113.10/32"));
            bed.await("an IPv6 route", routes -> routes.contains("2001:db8:113::10/128"));
            bed.await("a longer path", routes -> routes.contains("BGP.as_path: 64601 64601"));
            assertThat(bed.routes()).contains("BGP.next_hop: 10.92.0.2", "BGP.next_hop: fd92::2");

            bed.announcer.say(ROUTES + " leaving");
            bed.await("the community", routes -> Router.count(routes, "(65535,0)") == 3);
            bed.announcer.say("nothing");
            bed.awaitNothing();
            assertThat(bed.ask("show protocols")).contains("Established");
        }
    }

    @Test
    void a_stopped_director_is_noticed_by_bfd_long_before_its_hold_time() {
        try (var bed = new Bed("10.92.0.", "90", "passive", "bfd", "between-us")) {
            bed.awaitBfd();
            bed.announcer.say(ROUTES);
            bed.await("routes", routes -> routes.contains("203.0.113.10/32"));

            long before = System.nanoTime();
            bed.announcer.signal("STOP");
            bed.awaitNothing();
            long ms = (System.nanoTime() - before) / 1_000_000;
            assertThat(ms).as("far from the 90 s of the hold time").isLessThan(20_000);

            bed.announcer.signal("CONT");
            bed.await("routes again", routes -> routes.contains("203.0.113.10/32"));
        }
    }

    @Test
    void a_director_whose_workers_stand_still_takes_itself_back() {
        try (var bed = new Bed("10.92.0.", "90", "active", "bfd", "between-us")) {
            bed.awaitBfd();
            bed.announcer.say(ROUTES);
            bed.await("routes", routes -> routes.contains("203.0.113.10/32"));

            bed.announcer.say("stall");
            bed.awaitNothing();
            bed.await("no session", _ -> !bed.ask("show protocols").contains("Established"));
            bed.announcer.say("go on");
            bed.await("routes again", routes -> routes.contains("203.0.113.10/32"));
        }
    }

    @Test
    void a_killed_process_takes_its_routes_with_it() {
        try (var bed = new Bed("10.92.0.", "90", "active", "no", "between-us")) {
            bed.announcer.say(ROUTES);
            bed.await("routes", routes -> routes.contains("203.0.113.10/32"));

            bed.announcer.signal("KILL");
            bed.awaitNothing();
        }
    }

    @Test
    void another_password_makes_no_session() {
        try (var bed = new Bed("10.92.0.", "3", "active", "no", "another")) {
            bed.announcer.say(ROUTES);
            bed.await(
                    "a try without an answer",
                    _ -> bed.machines.director.exec("ss", "-tan").contains("SYN-SENT"));
            assertThat(bed.ask("show protocols")).doesNotContain("Established");
        }
    }

    private interface Seen {
        boolean in(String routes);
    }

    /** BIRD, a director that announces to it, and what lies between. */
    private final class Bed implements AutoCloseable {
        final TwoMachines machines = new TwoMachines("bird");
        final Router router = new Router(machines.router);
        final AnnouncerProcess announcer;

        Bed(String network, String holdTime, String who, String bfd, String password) {
            Path config = folder.resolve("bird.conf");
            String more = bfd.equals("bfd") ? "bfd yes;" : "";
            TwoMachines.write(
                    config,
                    """
                    router id 10.92.0.1;
                    protocol device {}
                    protocol bfd {
                      interface "*" { min rx interval 50 ms; min tx interval 50 ms; multiplier 3; };
                    }
                    protocol bgp director {
                      local NETWORK1 as 64600;
                      neighbor NETWORK2 as 64601;
                      password "between-us";
                      hold time HOLD;
                      connect delay time 1;
                      connect retry time 1;
                      error wait time 1, 2;
                      MORE
                      ipv4 { import all; export none; };
                      ipv6 { import all; export none; };
                    }
                    """
                            .replace("NETWORK", network)
                            .replace("HOLD", holdTime)
                            .replace("MORE", more));
            String pid = folder.resolve("bird.pid").toString();
            router.start(
                    List.of(PROGRAM, "-f", "-c", config.toString(), "-s", socket(), "-P", pid));
            announcer =
                    new AnnouncerProcess(
                            machines.director,
                            List.of(network + "1", "64600", password, holdTime, who, bfd));
        }

        String ask(String question) {
            return router.ask(List.of("/usr/sbin/birdc", "-s", socket(), question));
        }

        private String socket() {
            return folder.resolve("bird.ctl").toString();
        }

        String routes() {
            return ask("show route all");
        }

        void await(String what, Seen seen) {
            TwoMachines.await(
                    what,
                    () -> seen.in(routes()),
                    () -> ask("show protocols all") + ask("show route all"));
        }

        void awaitNothing() {
            await("no routes", routes -> routes.contains("ready") && !routes.contains(ANY_ROUTE));
        }

        void awaitBfd() {
            await("BFD is up", _ -> ask("show bfd sessions").contains("Up"));
        }

        @Override
        public void close() {
            announcer.close();
            router.close();
            machines.close();
        }
    }
}
