package dev.sluice.director.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against FRR, in a namespace of its own. */
class FrrTest {
    private static final String FOLDER = "/usr/lib/frr/";
    private static final String WITH_BFD =
            "neighbor 10.92.0.2 bfd\n neighbor 10.92.0.2 bfd profile fast";
    private static final String ROUTES = "203.0.113.10 2001:db8:113::10 198.18.1.0/28+";

    private final Path folder;

    FrrTest(@TempDir Path folder) {
        this.folder = folder;
        // Its processes go on as a user of their own.
        assertThat(folder.toFile().setWritable(true, false)).isTrue();
        assertThat(folder.toFile().setExecutable(true, false)).isTrue();
        assertThat(folder.toFile().setReadable(true, false)).isTrue();
    }

    @BeforeEach
    void needFrr() {
        TwoMachines.needs(FOLDER + "bgpd", "frr");
    }

    @Test
    void it_hears_routes_of_both_versions_and_that_the_director_leaves() {
        try (var bed = new Bed("3", "active", "no")) {
            bed.announcer.say(ROUTES);
            bed.await("an IPv4 route", "show bgp ipv4 unicast", "203.0.113.10/32");
            bed.await("an IPv6 route", "show bgp ipv6 unicast", "2001:db8:113::10/128");
            bed.await("a longer path", "show bgp ipv4 unicast 198.18.1.0/28", "64601 64601");

            bed.announcer.say(ROUTES + " leaving");
            bed.await(
                    "the community", "show bgp ipv4 unicast 203.0.113.10/32", "graceful-shutdown");
            bed.await(
                    "the community",
                    "show bgp ipv6 unicast 2001:db8:113::10/128",
                    "graceful-shutdown");
            bed.announcer.say("nothing");
            bed.await("nothing", "show bgp ipv4 unicast", "No BGP prefixes");
            bed.await("nothing", "show bgp ipv6 unicast", "No BGP prefixes");
        }
    }

    @Test
    void a_stopped_director_is_noticed_by_bfd_long_before_its_hold_time() {
        try (var bed = new Bed("90", "passive", "bfd")) {
            bed.announcer.say(ROUTES);
            bed.await("a route", "show bgp ipv4 unicast", "203.0.113.10/32");
            bed.await("BFD is up", "show bfd peers brief", " up ");
            TwoMachines.await(
                    "BFD is as fast as it was told to be",
                    () -> !bed.ask("show bfd peers").contains("300ms"),
                    () -> bed.ask("show bfd peers"));

            long before = System.nanoTime();
            bed.announcer.signal("STOP");
            bed.await("nothing", "show bgp ipv4 unicast", "No BGP prefixes");
            long ms = (System.nanoTime() - before) / 1_000_000;
            assertThat(ms).as("far from the 90 s of the hold time").isLessThan(20_000);

            bed.announcer.signal("CONT");
            bed.await("a route again", "show bgp ipv4 unicast", "203.0.113.10/32");
            bed.announcer.say("stall");
            bed.await("nothing", "show bgp ipv4 unicast", "No BGP prefixes");
        }
    }

    /** FRR's processes, a director that announces to them, and what lies between. */
    private final class Bed implements AutoCloseable {
        final TwoMachines machines = new TwoMachines("frr");
        final Router router = new Router(machines.router);
        final AnnouncerProcess announcer;

        Bed(String holdTime, String who, String bfd) {
            start("zebra", "hostname router\n");
            start(
                    "bfdd",
                    """
                    bfd
                     profile fast
                      receive-interval 50
                      transmit-interval 50
                    """,
                    "--bfdctl",
                    folder.resolve("bfdd.sock").toString());
            start(
                    "bgpd",
                    """
                    router bgp 64600
                     bgp router-id 10.92.0.1
                     no bgp ebgp-requires-policy
                     neighbor 10.92.0.2 remote-as 64601
                     neighbor 10.92.0.2 password between-us
                     neighbor 10.92.0.2 timers 1 HOLD
                     neighbor 10.92.0.2 timers connect 1
                     neighbor 10.92.0.2 advertisement-interval 0
                     BFD
                     address-family ipv6 unicast
                      neighbor 10.92.0.2 activate
                     exit-address-family
                    """
                            .replace("HOLD", holdTime)
                            .replace("BFD", bfd.equals("bfd") ? WITH_BFD : "!"));
            announcer =
                    new AnnouncerProcess(
                            machines.director,
                            List.of("10.92.0.1", "64600", "between-us", holdTime, who, bfd));
        }

        private void start(String program, String config, String... more) {
            Path file = folder.resolve(program + ".conf");
            TwoMachines.write(file, config);
            var command =
                    new ArrayList<>(
                            List.of(
                                    FOLDER + program,
                                    "-f",
                                    file.toString(),
                                    "-i",
                                    folder.resolve(program + ".pid").toString(),
                                    "-z",
                                    folder.resolve("zserv.api").toString(),
                                    "--vty_socket",
                                    folder.toString(),
                                    "-P",
                                    "0"));
            command.addAll(List.of(more));
            router.start(command);
            if (program.equals("zebra")) {
                TwoMachines.await(
                        "zebra answers", () -> ask("show version").contains("FRR"), () -> "");
            }
        }

        String ask(String question) {
            return router.ask(List.of("vtysh", "--vty_socket", folder.toString(), "-c", question));
        }

        void await(String what, String question, String answer) {
            TwoMachines.await(
                    what,
                    () -> ask(question).contains(answer),
                    () -> ask(question) + ask("show bgp summary") + ask("show bfd peers"));
        }

        @Override
        public void close() {
            announcer.close();
            router.close();
            machines.close();
        }
    }
}
