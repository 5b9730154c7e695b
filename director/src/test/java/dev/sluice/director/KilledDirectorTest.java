package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.worker.Attachment;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.measure.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The only director's process is killed while its kernel forwards. */
@Timeout(180)
class KilledDirectorTest {
    private static final long AWAY_NS = 3_000_000_000L;
    private static final String NAME = "killed-director";
    private static final int EACH = 17;
    private static final List<String> METHODS = List.of("FULLNAT", "NAT", "ROUTE");

    @TempDir Path folder;

    private final UUID boot = UUID.randomUUID();

    @AfterEach
    void release() {
        Director.release(DirectorProcess.options(state(), boot, 0, null));
    }

    @ParameterizedTest
    @CsvSource({
        "NATIVE, 10.91.2.2, 203.0.113.1",
        "NATIVE, fd91:2::2, 2001:db8::1",
        "TC, 10.91.2.2, 203.0.113.1",
        "TC, fd91:2::2, 2001:db8::1"
    })
    void no_session_hears_of_it_and_no_packet_is_lost_or_goes_uncounted(
            Attachment attachment, String server, String virtual) throws IOException {
        List<String> options = options(server, virtual, 4096);
        options.add(DirectorProcess.BY + attachment);
        try (var region = new SmallRegion("kill", 1);
                var servers = new Servers(region, server, virtual + "2");
                var talk = new Talk(region.client)) {
            long counted = begin(region, talk, options, virtual);
            long killedNs = System.nanoTime();
            while (System.nanoTime() - killedNs < AWAY_NS) {
                talk.round();
            }

            try (var second = startWhileTalking(region, talk, options)) {
                requireAllForwarded(second, talk, counted);
                assertThat(second.total(Counter.SESSIONS_OFFLOADED)).isZero();
                assertThat(servers.isAlive()).isTrue();
            }
        }
    }

    @Test
    void a_cache_of_another_size_takes_over_and_without_one_nothing_is_left_of_any()
            throws IOException {
        String server = "10.91.2.2";
        String virtual = "203.0.113.1";
        try (var region = new SmallRegion("resi", 1);
                var servers = new Servers(region, server, virtual + "2");
                var talk = new Talk(region.client)) {
            long counted = begin(region, talk, options(server, virtual, 4096), virtual);
            assertThat(pins()).filteredOn(pin -> pin.endsWith("-4096")).hasSize(4);
            talk.round();
            try (var second = startWhileTalking(region, talk, options(server, virtual, 512))) {
                requireAllForwarded(second, talk, counted);
                counted = talk.datagrams();
            }
            assertThat(pins()).filteredOn(pin -> pin.endsWith("-512")).hasSize(4);
            assertThat(pins()).noneMatch(pin -> pin.endsWith("-4096"));

            talk.round();
            try (var third =
                    DirectorProcess.start(region.director, state(), options(server, virtual, 0))) {
                talk.round();
                requireCounted(third, talk, counted);
                assertThat(third.total(Counter.OFFLOADED_SESSIONS)).isZero();
            }
            assertThat(pins())
                    .noneMatch(pin -> pin.matches("(flows|shortcuts|entries|taken|ended|out).*"));
            assertThat(servers.isAlive()).isTrue();
        }
        release();
        assertThat(pins()).isEmpty();
    }

    @Test
    void under_vrrp_nothing_stops_either_while_the_next_process_is_not_master_yet()
            throws IOException {
        String server = "10.91.2.2";
        String virtual = "203.0.113.1";
        try (var region = new SmallRegion("kile", 1);
                var servers = new Servers(region, server, virtual + "2");
                var talk = new Talk(region.client)) {
            List<String> options = options(server, virtual, 4096);
            options.add("elected");
            long counted = begin(region, talk, options, virtual);
            try (var second = startWhileTalking(region, talk, options)) {
                do {
                    talk.round();
                } while (second.total(Counter.VRRP_TRANSITIONS) < 2);
                talk.round();
                requireAllForwarded(second, talk, counted);
                assertThat(servers.isAlive()).isTrue();
            }
        }
    }

    /** Clients that have not heard of another master yet, as this one's static route makes all. */
    @Test
    void what_still_comes_to_one_that_is_master_no_more_is_forwarded_until_a_process_knows_that()
            throws IOException {
        String server = "10.91.2.2";
        String virtual = "203.0.113.1";
        try (var region = new SmallRegion("kilm", 1);
                var servers = new Servers(region, server, virtual + "2");
                var talk = new Talk(region.client)) {
            List<String> options = options(server, virtual, 4096);
            options.add("elected");
            begin(region, talk, options, virtual);
            try (var other = new OtherSpeaker(region, 200)) {
                assertThat(other).isNotNull();
                talk.round();
                assertThat(servers.isAlive()).isTrue();
                try (var second = DirectorProcess.start(region.director, state(), options)) {
                    Patience.await(() -> second.total(Counter.SESSIONS_REVOKED) == talk.size());
                    assertThat(second.total(Counter.OFFLOADED_SESSIONS)).isZero();
                }
            }
        }
    }

    /** Has all talk by a first director's kernel, and kills it; how many datagrams it counted. */
    private long begin(SmallRegion region, Talk talk, List<String> options, String virtual)
            throws IOException {
        try (var first = DirectorProcess.start(region.director, state(), options)) {
            begin(talk, virtual);
            while (first.total(Counter.OFFLOADED_SESSIONS) < talk.size()) {
                talk.round();
            }
            requireCounted(first, talk, 0);
            return talk.datagrams();
        }
    }

    private DirectorProcess startWhileTalking(SmallRegion region, Talk talk, List<String> options)
            throws IOException {
        var starting =
                CompletableFuture.supplyAsync(
                        () -> DirectorProcess.start(region.director, state(), options));
        do {
            talk.round();
        } while (!starting.isDone());
        return starting.join();
    }

    private static void requireAllForwarded(DirectorProcess by, Talk talk, long counted) {
        assertThat(by.total(Counter.OFFLOADED_SESSIONS)).isEqualTo(talk.size());
        assertThat(by.total(Counter.SESSIONS_REVOKED)).isZero();
        requireCounted(by, talk, counted);
    }

    private static void requireCounted(DirectorProcess by, Talk talk, long counted) {
        Patience.await(() -> datagrams(by) >= talk.datagrams() - counted);
        assertThat(datagrams(by)).isEqualTo(talk.datagrams() - counted);
    }

    private static List<String> pins() {
        return BpfFolder.open(DirectorOptions.BPF_ROOT, "sluice/" + NAME).names();
    }

    private Path state() {
        return folder.resolve(NAME);
    }

    private List<String> options(String server, String virtual, int offloadedMax) {
        var options = new ArrayList<>(List.of(boot.toString(), "" + offloadedMax, server));
        for (int i = 0; i < METHODS.size(); i++) {
            for (String protocol : List.of("TCP", "UDP")) {
                options.add(protocol + "/" + METHODS.get(i) + "/" + virtual + i);
            }
        }
        return options;
    }

    /** Connections first: datagrams are not sent again if somebody must be looked for. */
    private static void begin(Talk talk, String virtual) throws IOException {
        for (int i = 0; i < METHODS.size(); i++) {
            talk.connect(EACH, virtual + i);
            talk.open(EACH, virtual + i);
        }
    }

    private static long datagrams(DirectorProcess director) {
        return director.total(Counter.LISTENER_PACKETS_IN, "web", "echo-UDP");
    }

    /** One behind the director, and one that has the virtual address itself. */
    private static final class Servers implements AutoCloseable {
        private final List<NamedServer> servers;

        Servers(SmallRegion region, String server, String routed) {
            region.director.sysctl("net/ipv4/ip_forward", "1");
            region.director.sysctl("net/ipv6/conf/all/forwarding", "1");
            region.servers.sysctl("net/ipv4/conf/all/arp_ignore", "1");
            region.servers.sysctl("net/ipv4/conf/all/arp_announce", "2");
            try (Netlink netlink = region.servers.netlink()) {
                int loopback = netlink.links().index("lo");
                netlink.links().up(loopback);
                int prefix = routed.contains(":") ? 128 : 32;
                netlink.addresses()
                        .add(new InterfaceAddress(loopback, SmallRegion.literal(routed), prefix));
            }
            region.takeRedirected();
            servers =
                    List.of(
                            new NamedServer(region.servers, server, Written.PORT),
                            new NamedServer(region.servers, routed, Written.PORT));
        }

        boolean isAlive() {
            return servers.stream().noneMatch(server -> server.clientAddresses().isEmpty());
        }

        @Override
        public void close() {
            servers.forEach(NamedServer::close);
        }
    }
}
