package dev.sluice.director.own.speak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.own.vrrp.ChecksumReading;
import dev.sluice.director.own.vrrp.State;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.table.Address;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.measure.Measure;
import dev.sluice.model.unit.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside keepalived, over a cable between two namespaces. */
class VrrpSpeakerTest {
    private static final Address OURS = address("10.71.0.1");
    private static final Address THEIRS = address("10.71.0.2");
    private static final Address THEIRS_6 = address("fe80::71:2");
    private static final Address OURS_6 = address("fe80::71:1");
    private static final Address VIRTUAL = address("10.71.0.100");
    private static final Address VIRTUAL_6 = address("fe80::71:100");
    private static final long DEADLINE_NS = 40_000_000_000L;

    @TempDir Path folder;

    private final ConcurrentLinkedQueue<Set<Address>> owned = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Measure measure = new Measure();
    private VrrpSpaces spaces;
    private VrrpSpeaker speaker;

    @BeforeEach
    void lay_the_cable() {
        spaces = VrrpSpaces.of("vrrp");
        speaker = start(spaces.ours(), owned);
    }

    private VrrpSpeaker start(NetworkSpace space, Queue<Set<Address>> heard) {
        return space.call(() ->
                VrrpSpeaker.start(
                        new Ownership() {
                            @Override
                            public void owned(Set<Address> addresses, Set<Network> networks) {
                                heard.add(addresses);
                            }

                            @Override
                            public void resync() {}
                        },
                        () -> true,
                        measure,
                        failures::add));
    }

    @AfterEach
    void clear() {
        if (speaker != null) {
            speaker.close();
        }
        if (spaces != null) {
            spaces.close();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void a_cluster_with_keepalived_of_version_3_changes_hands_both_ways() throws IOException {
        there_and_back(VIRTUAL, settings(3, OURS, VIRTUAL, List.of()), instance(3, VIRTUAL, ""));
    }

    @Test
    void a_cluster_with_keepalived_of_version_2_changes_hands_both_ways() throws IOException {
        there_and_back(VIRTUAL, settings(2, OURS, VIRTUAL, List.of()), instance(2, VIRTUAL, ""));
    }

    @Test
    void a_cluster_with_keepalived_over_ipv6_changes_hands_both_ways() throws IOException {
        there_and_back(
                VIRTUAL_6, settings(3, OURS_6, VIRTUAL_6, List.of()), instance(3, VIRTUAL_6, ""));
    }

    @Test
    void a_cluster_with_keepalived_by_unicast_changes_hands_both_ways() throws IOException {
        there_and_back(
                VIRTUAL,
                settings(3, OURS, VIRTUAL, List.of(THEIRS)),
                instance(
                        3, VIRTUAL, "unicast_src_ip 10.71.0.2\n unicast_peer {\n 10.71.0.1\n }\n"));
    }

    @Test
    void a_cluster_with_keepalived_and_its_virtual_mac_changes_hands_both_ways()
            throws IOException {
        Assumptions.assumeTrue(
                hasMacvlan(), "Not run: this kernel has no macvlan, which use_vmac needs.");
        there_and_back(
                VIRTUAL,
                withMac(settings(3, OURS, VIRTUAL, List.of())),
                instance(3, VIRTUAL, "use_vmac"));
    }

    @Test
    void a_virtual_mac_is_listened_to_and_told_of_by_the_master_alone() {
        VirtualRouterSettings ours = withMac(settings(3, OURS, VIRTUAL, List.of()));
        expectNeighbourToLearn();
        assertThat(takesAllFrames()).isFalse();
        speaker.use(List.of(ours));
        try (Netlink there = spaces.theirs().netlink()) {
            awaitHere("the neighbour knows it", () -> knows(there, 0x0000_5E00_0147L));
        }
        awaitHere("the interface takes its frames", this::takesAllFrames);
        speaker.use(List.of());
        awaitHere("the interface does not any more", () -> !takesAllFrames());
    }

    @Test
    void a_virtual_mac_of_ipv6_is_told_of_by_the_master() {
        VirtualRouterSettings ours = withMac(settings(3, OURS_6, VIRTUAL_6, List.of()));
        speaker.use(List.of(ours));
        var theirs = new ConcurrentLinkedQueue<Set<Address>>();
        VrrpSpeaker other = start(spaces.theirs(), theirs);
        try {
            awaitHere("this one is master", () -> state() == State.MASTER);
            VirtualRouterSettings less =
                    withPriority(50, settings(3, THEIRS_6, VIRTUAL_6, List.of()));
            other.use(List.of(less));
            awaitHere(
                    "the other follows it",
                    () ->
                            !other.standings().isEmpty()
                                    && OURS_6.equals(other.standings().getFirst().master()));
        } finally {
            other.close();
        }
    }

    private boolean hasMacvlan() {
        try {
            spaces.theirs().exec("ip", "link", "add", "link", "eth0", "mv0", "type", "macvlan");
            spaces.theirs().exec("ip", "link", "delete", "mv0");
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    /** A cable's end that cannot choose among MACs takes all frames to have one more. */
    private boolean takesAllFrames() {
        return spaces.ours()
                .exec("ip", "-details", "link", "show", "eth0")
                .contains("promiscuity 1");
    }

    private static VirtualRouterSettings withMac(VirtualRouterSettings of) {
        return new VirtualRouterSettings(
                of.link(),
                of.id(),
                of.version(),
                of.priority(),
                of.intervalMs(),
                of.preempt(),
                of.preemptDelayMs(),
                of.group(),
                of.source(),
                of.peers(),
                of.tracks(),
                of.checksum(),
                of.addresses(),
                of.networks(),
                true);
    }

    /** keepalived has 150, this side 100: it is master first, and this side after it died. */
    private void there_and_back(Address virtual, VirtualRouterSettings ours, String theirs)
            throws IOException {
        needKeepalived();
        try (var other = new Keepalived(spaces.theirs(), folder, theirs)) {
            await("keepalived is master", () -> other.state().equals("MASTER"), other);
            speaker.use(List.of(ours));
            await("this side hears it", this::followsAnother, other);
            other.kill();
            await("this side takes over", () -> state() == State.MASTER, other);
            await("it says so", () -> Set.of(virtual).equals(last()), other);
        }
        spaces.forgetTheirAddress(virtual);
        speaker.close();
        String lower = theirs.replace("priority 150", "priority 50");
        try (var again = new Keepalived(spaces.theirs(), folder, lower)) {
            await("keepalived is master again", () -> again.state().equals("MASTER"), again);
            speaker = start(spaces.ours(), owned);
            speaker.use(List.of(ours));
            await("this side preempts", () -> state() == State.MASTER, again);
            await("keepalived hears it", () -> again.state().equals("BACKUP"), again);
            assertThat(again.output()).contains("higher priority 100");
            speaker.close();
            await("it takes over after a goodbye", () -> again.state().equals("MASTER"), again);
        }
    }

    @Test
    void neighbours_are_told_where_an_address_went() {
        expectNeighbourToLearn();
        try (Netlink there = spaces.theirs().netlink()) {
            long mac = macOfOurs();
            speaker.use(List.of(settings(3, OURS, VIRTUAL, List.of())));
            awaitHere("the neighbour knows the new MAC", () -> knows(there, mac));
        }
    }

    /** It knows the address by another MAC. */
    private void expectNeighbourToLearn() {
        spaces.theirs()
                .exec(
                        "ip",
                        "neigh",
                        "replace",
                        VIRTUAL.toString(),
                        "lladdr",
                        "02:00:00:00:00:99",
                        "nud",
                        "reachable",
                        "dev",
                        "eth0");
    }

    private static boolean knows(Netlink there, long mac) {
        InetAddress virtual = VIRTUAL.inetAddress();
        return there.neighbours().all().stream()
                .anyMatch(one -> one.address().equals(virtual) && one.mac() == mac);
    }

    private long macOfOurs() {
        try (Netlink here = spaces.ours().netlink()) {
            return here.links().named("eth0").orElseThrow().mac();
        }
    }

    @Test
    void a_link_that_goes_down_takes_its_addresses_with_it() {
        speaker.use(List.of(settings(3, OURS, VIRTUAL, List.of())));
        awaitHere("it is master", () -> state() == State.MASTER);
        awaitHere("it shows", this::isShownAsMaster);
        spaces.cable(false);
        awaitHere("it is none", () -> state() == State.FAULT && last().isEmpty());
        spaces.cable(true);
        awaitHere("it is master again", () -> state() == State.MASTER);
    }

    @Test
    void two_of_our_own_hand_an_address_over() {
        speaker.use(List.of(settings(3, OURS, VIRTUAL, List.of())));
        awaitHere("it is master", () -> state() == State.MASTER);
        var theirs = new ConcurrentLinkedQueue<Set<Address>>();
        VrrpSpeaker other = start(spaces.theirs(), theirs);
        try {
            other.use(List.of(withPriority(200, settings(3, THEIRS, VIRTUAL, List.of()))));
            awaitHere("the other preempts", () -> theirs.contains(Set.of(VIRTUAL)));
            awaitHere("this one leaves", () -> state() == State.BACKUP && last().isEmpty());
        } finally {
            other.close();
        }
        awaitHere("this one is master again", () -> state() == State.MASTER);
    }

    private boolean isShownAsMaster() {
        return measure.prometheusText()
                .lines()
                .anyMatch(line -> line.startsWith("sluice_vrrp_master{") && line.endsWith(" 1"));
    }

    private static void needKeepalived() {
        Assumptions.assumeTrue(
                Keepalived.isThere(),
                "Not run: keepalived is not here (apt-get install keepalived).");
    }

    private State state() {
        return speaker.standings().isEmpty()
                ? State.STOPPED
                : speaker.standings().getFirst().state();
    }

    private boolean followsAnother() {
        return state() == State.BACKUP && speaker.standings().getFirst().master() != null;
    }

    private Set<Address> last() {
        Set<Address> last = Set.of();
        for (Set<Address> one : owned) {
            last = one;
        }
        return last;
    }

    private static void await(String what, BooleanSupplier condition, Keepalived other) {
        if (!holds(condition)) {
            throw new AssertionError(what + ": not in time\n" + other.output());
        }
    }

    private void awaitHere(String what, BooleanSupplier condition) {
        assertThat(holds(condition)).as("%s; %s", what, speaker.standings()).isTrue();
    }

    private static boolean holds(BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return true;
    }

    private static VirtualRouterSettings settings(
            int version, Address source, Address virtual, List<Address> peers) {
        return new VirtualRouterSettings(
                "eth0",
                71,
                version,
                100,
                version == 2 ? 1_000 : 300,
                true,
                0,
                "",
                source,
                peers,
                List.of(),
                ChecksumReading.WITH_PSEUDO_HEADER,
                List.of(virtual));
    }

    private static VirtualRouterSettings withPriority(int priority, VirtualRouterSettings of) {
        return new VirtualRouterSettings(
                of.link(),
                of.id(),
                of.version(),
                priority,
                100,
                of.preempt(),
                of.preemptDelayMs(),
                of.group(),
                of.source(),
                of.peers(),
                of.tracks(),
                of.checksum(),
                of.addresses());
    }

    private static String instance(int version, Address virtual, String more) {
        return """
        global_defs {
          router_id there
          vrrp_version %d
        }
        vrrp_instance there {
          state BACKUP
          interface eth0
          virtual_router_id 71
          priority 150
          advert_int %s
          %s
          virtual_ipaddress {
            %s dev eth0
          }
        }
        """
                .formatted(version, version == 2 ? "1" : "0.3", more, virtual);
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
