package dev.sluice.director.filter;

import static dev.sluice.director.filter.TestFrames.BROADCAST;
import static dev.sluice.director.filter.TestFrames.ICMP;
import static dev.sluice.director.filter.TestFrames.ICMP6;
import static dev.sluice.director.filter.TestFrames.OURS;
import static dev.sluice.director.filter.TestFrames.TCP;
import static dev.sluice.director.filter.TestFrames.UDP;
import static dev.sluice.director.filter.TestFrames.arp;
import static dev.sluice.director.filter.TestFrames.ethernet;
import static dev.sluice.director.filter.TestFrames.header4;
import static dev.sluice.director.filter.TestFrames.hex;
import static dev.sluice.director.filter.TestFrames.icmp;
import static dev.sluice.director.filter.TestFrames.ipv4;
import static dev.sluice.director.filter.TestFrames.ipv6;
import static dev.sluice.director.filter.TestFrames.joined;
import static dev.sluice.director.filter.TestFrames.packet4;
import static dev.sluice.director.filter.TestFrames.packet6;
import static dev.sluice.director.filter.TestFrames.ports;
import static dev.sluice.director.filter.TestFrames.solicitation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.bpf.TestRun;
import dev.sluice.linux.bpf.XdpAction;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules are those of {@link FilterBench#rules}. */
class FilterTextTest {
    private static final String CLIENT = "198.51.100.7";
    private static final String VIRTUAL = "203.0.113.10";
    private static final String NOT_OWNED = "203.0.113.11";
    private static final String LOCAL = "198.18.1.15";
    private static final String NEXT_TO_LOCAL = "198.18.1.16";
    private static final String BACKEND = "10.1.0.5";
    private static final String HOST = "10.1.0.1";
    private static final String SHARED = "192.0.2.1";
    private static final String ROUTER = "10.1.0.254";

    private static final String CLIENT6 = "2001:db8:1::7";
    private static final String VIRTUAL6 = "2001:db8::10";
    private static final String LOCAL6 = "fd00:1::ff";
    private static final String BACKEND6 = "fd00::5";
    private static final String HOST6 = "fd00::1";

    private static final int MORE = 0x2000;
    private static final int DO_NOT = 0x4000;
    private static final byte[] NOTHING = {};

    private static FilterBench filter;

    @BeforeAll
    static void load() {
        filter = new FilterBench("sluice-tfilter");
        filter.maps.apply(FilterBench.rules());
    }

    @AfterAll
    static void close() {
        if (filter != null) {
            filter.close();
        }
    }

    @Test
    void a_packet_for_a_listener_is_taken() {
        filter.takes(Seen.LISTENER, ipv4(packet4(TCP, CLIENT, VIRTUAL, ports(40000, 80))));
        filter.takes(Seen.LISTENER, ipv4(packet4(DO_NOT, TCP, CLIENT, VIRTUAL, ports(4, 80))));
        filter.takes(Seen.LISTENER, ipv4(packet4(UDP, CLIENT, VIRTUAL, ports(40000, 53))));
        filter.takes(Seen.LISTENER, ipv6(packet6(TCP, CLIENT6, VIRTUAL6, ports(40000, 80))));
    }

    @Test
    void a_packet_for_another_port_protocol_or_address_passes() {
        filter.passes(Seen.OTHER, ipv4(packet4(TCP, CLIENT, VIRTUAL, ports(40000, 81))));
        filter.passes(Seen.OTHER, ipv4(packet4(TCP, CLIENT, VIRTUAL, ports(80, 40000))));
        filter.passes(Seen.OTHER, ipv4(packet4(UDP, CLIENT, VIRTUAL, ports(40000, 80))));
        filter.passes(Seen.OTHER, ipv4(packet4(TCP, VIRTUAL, CLIENT, ports(40000, 80))));
        filter.passes(Seen.OTHER, ipv4(packet4(132, CLIENT, VIRTUAL, ports(40000, 80))));
        filter.passes(Seen.OTHER, ipv6(packet6(UDP, CLIENT6, VIRTUAL6, ports(40000, 80))));
        filter.passes(Seen.OTHER, ipv6(packet6(TCP, CLIENT6, HOST6, ports(40000, 80))));
    }

    @Test
    void whatever_is_for_a_local_address_is_taken() {
        filter.takes(Seen.LOCAL, ipv4(packet4(TCP, BACKEND, LOCAL, ports(80, 40000))));
        filter.takes(Seen.LOCAL, ipv4(packet4(UDP, CLIENT, LOCAL, ports(1, 1))));
        filter.takes(Seen.LOCAL, ipv4(packet4(4, CLIENT, LOCAL, NOTHING)));
        filter.takes(Seen.ICMP, ipv4(packet4(ICMP, CLIENT, LOCAL, icmp(13, NOTHING))));
        filter.takes(Seen.FRAGMENT, ipv4(packet4(100, TCP, BACKEND, LOCAL, NOTHING)));
        filter.takes(Seen.LOCAL, ipv6(packet6(TCP, BACKEND6, LOCAL6, ports(80, 40000))));
        filter.takes(Seen.LOCAL, ipv6(packet6(4, BACKEND6, LOCAL6)));
        filter.passes(Seen.OTHER, ipv4(packet4(TCP, BACKEND, NEXT_TO_LOCAL, ports(8, 4))));
        filter.passes(Seen.OTHER, ipv4(packet4(4, CLIENT, NEXT_TO_LOCAL, NOTHING)));
        filter.passes(Seen.OTHER, ipv6(packet6(TCP, BACKEND6, "fd00:1::100", ports(8, 4))));
    }

    @Test
    void a_reply_of_a_nat_backend_is_taken_unless_the_host_itself_asked() {
        filter.takes(Seen.BACKEND, ipv4(packet4(TCP, BACKEND, CLIENT, ports(8080, 40000))));
        filter.takes(Seen.BACKEND, ipv6(packet6(UDP, BACKEND6, CLIENT6, ports(5353, 40000))));
        filter.passes(Seen.OTHER, ipv4(packet4(TCP, BACKEND, HOST, ports(8080, 40000))));
        filter.passes(Seen.OTHER, ipv6(packet6(UDP, BACKEND6, HOST6, ports(5353, 40000))));
        filter.passes(Seen.OTHER, ipv4(packet4(TCP, BACKEND, CLIENT, ports(22, 40000))));
        filter.passes(Seen.OTHER, ipv4(packet4(UDP, BACKEND, CLIENT, ports(8080, 40000))));
    }

    @Test
    void of_an_address_shared_with_the_kernel_only_listeners_and_the_ports_given_are_taken() {
        filter.takes(Seen.LISTENER, ipv4(packet4(TCP, CLIENT, SHARED, ports(40000, 443))));
        filter.takes(Seen.LOCAL, ipv4(packet4(TCP, BACKEND, SHARED, ports(80, 32768))));
        filter.takes(Seen.LOCAL, ipv4(packet4(UDP, BACKEND, SHARED, ports(80, 60999))));
        filter.passes(Seen.OTHER, ipv4(packet4(TCP, BACKEND, SHARED, ports(80, 32767))));
        filter.passes(Seen.OTHER, ipv4(packet4(TCP, BACKEND, SHARED, ports(80, 61000))));
        filter.passes(Seen.OTHER, ipv4(packet4(ICMP, CLIENT, SHARED, icmp(8, NOTHING))));
        filter.passes(Seen.OTHER, ipv4(packet4(100, TCP, CLIENT, SHARED, NOTHING)));
        filter.passes(Seen.OTHER, arp(BROADCAST, 1, SHARED));
    }

    @Test
    void fragments_are_taken_by_address() {
        for (int fragment : List.of(MORE, MORE | 100, 100)) {
            filter.takes(
                    Seen.FRAGMENT, ipv4(packet4(fragment, UDP, CLIENT, VIRTUAL, ports(1, 53))));
            filter.takes(Seen.FRAGMENT, ipv4(packet4(fragment, UDP, BACKEND, CLIENT, ports(1, 1))));
            filter.passes(Seen.OTHER, ipv4(packet4(fragment, UDP, BACKEND, HOST, ports(1, 53))));
            filter.passes(
                    Seen.OTHER, ipv4(packet4(fragment, UDP, CLIENT, "10.1.0.9", ports(1, 53))));
        }
        for (String bits : List.of("0001", "00a1", "00a0")) {
            byte[] fragment = hex("11 00" + bits + "00000001");
            filter.takes(Seen.FRAGMENT, ipv6(packet6(44, CLIENT6, VIRTUAL6, fragment)));
            filter.takes(Seen.FRAGMENT, ipv6(packet6(44, BACKEND6, CLIENT6, fragment)));
            filter.takes(Seen.FRAGMENT, ipv6(packet6(44, CLIENT6, LOCAL6, fragment)));
            filter.passes(Seen.OTHER, ipv6(packet6(44, BACKEND6, HOST6, fragment)));
        }
    }

    @Test
    void a_fragment_header_of_a_whole_packet_is_stepped_over() {
        byte[] whole = hex("06 00 0000 00000001");

        filter.takes(Seen.LISTENER, ipv6(packet6(44, CLIENT6, VIRTUAL6, whole, ports(40000, 80))));
        filter.passes(Seen.OTHER, ipv6(packet6(44, CLIENT6, VIRTUAL6, whole, ports(40000, 81))));
    }

    @Test
    void options_and_extension_headers_are_stepped_over() {
        for (int words = 5; words <= 15; words++) {
            byte[] options = new byte[(words - 5) * 4];
            filter.takes(
                    Seen.LISTENER,
                    ipv4(joined(header4(words, 0, TCP, CLIENT, VIRTUAL), options, ports(4, 80))));
        }
        byte[] hopByHop = hex("3c 00 0104 00000000");
        byte[] options = hex("2b 01 010c 00000000 00000000 00000000");
        byte[] routing = hex("06 00 0400 00000000");
        filter.takes(
                Seen.LISTENER,
                ipv6(packet6(0, CLIENT6, VIRTUAL6, hopByHop, options, routing, ports(4, 80))));
    }

    @Test
    void too_many_extension_headers_hide_the_ports() {
        byte[] again = hex("3c 00 0104 00000000");
        byte[] last = hex("06 00 0104 00000000");
        byte[][] headers = new byte[Ipv6Text.EXTENSIONS_MAX + 1][];
        Arrays.fill(headers, again);
        headers[headers.length - 1] = last;
        byte[] some = joined(Arrays.copyOfRange(headers, 1, headers.length));
        byte[] many = joined(headers);

        filter.takes(Seen.LISTENER, ipv6(packet6(60, CLIENT6, VIRTUAL6, some, ports(4, 80))));
        filter.passes(Seen.OTHER, ipv6(packet6(60, CLIENT6, VIRTUAL6, many, ports(4, 80))));
        filter.takes(Seen.LOCAL, ipv6(packet6(60, CLIENT6, LOCAL6, many, ports(4, 80))));
    }

    @Test
    void echo_and_errors_to_virtual_addresses_are_taken_also_when_another_director_owns_them() {
        for (String to : List.of(VIRTUAL, NOT_OWNED)) {
            filter.takes(Seen.ICMP, ipv4(packet4(ICMP, CLIENT, to, icmp(8, NOTHING))));
            filter.takes(Seen.ICMP, ipv4(packet4(ICMP, ROUTER, to, icmp(3, NOTHING))));
        }
        filter.takes(Seen.ICMP, ipv6(packet6(ICMP6, CLIENT6, VIRTUAL6, icmp(128, NOTHING))));
        filter.takes(Seen.ICMP, ipv6(packet6(ICMP6, CLIENT6, VIRTUAL6, icmp(2, NOTHING))));
        filter.passes(Seen.OTHER, ipv4(packet4(ICMP, CLIENT, HOST, icmp(8, NOTHING))));
        filter.passes(Seen.OTHER, ipv6(packet6(ICMP6, CLIENT6, HOST6, icmp(128, NOTHING))));
    }

    @Test
    void an_error_about_a_packet_to_a_nat_backend_is_taken_whoever_sends_it() {
        byte[] about = packet4(TCP, CLIENT, BACKEND, ports(40000, 8080));
        byte[] about6 = packet6(UDP, CLIENT6, BACKEND6, ports(40000, 5353));
        byte[] foreign = packet4(TCP, CLIENT, "10.1.0.9", ports(40000, 8080));

        for (int type : List.of(3, 4, 5, 11, 12)) {
            filter.takes(Seen.ICMP, ipv4(packet4(ICMP, ROUTER, CLIENT, icmp(type, about))));
        }
        for (int type : List.of(1, 2, 3, 4)) {
            filter.takes(Seen.ICMP, ipv6(packet6(ICMP6, HOST6, CLIENT6, icmp(type, about6))));
        }
        filter.passes(Seen.OTHER, ipv4(packet4(ICMP, ROUTER, CLIENT, icmp(3, foreign))));
        filter.passes(Seen.OTHER, ipv4(packet4(ICMP, ROUTER, HOST, icmp(3, about))));
        filter.passes(Seen.OTHER, ipv4(packet4(ICMP, ROUTER, CLIENT, icmp(8, about))));
    }

    @Test
    void who_asks_for_the_mac_of_an_owned_address_is_taken() {
        for (String to : List.of(BROADCAST, OURS)) {
            filter.takes(Seen.ARP, arp(to, 1, VIRTUAL));
            filter.takes(Seen.ARP, arp(to, 1, LOCAL));
            filter.passes(Seen.OTHER, arp(to, 1, NOT_OWNED));
            filter.passes(Seen.OTHER, arp(to, 1, HOST));
            filter.passes(Seen.OTHER, arp(to, 1, BACKEND));
            filter.passes(Seen.OTHER, arp(to, 2, VIRTUAL));
        }
        for (String to : List.of("3333ff000010", OURS)) {
            filter.takes(Seen.NEIGHBOUR, solicitation(to, VIRTUAL6));
            filter.takes(Seen.NEIGHBOUR, solicitation(to, LOCAL6));
            filter.passes(Seen.OTHER, solicitation(to, HOST6));
        }
    }

    @Test
    void other_neighbour_discovery_is_the_kernels() {
        for (int type : List.of(133, 134, 136, 137)) {
            byte[] message = icmp(type, new byte[16]);
            filter.passes(Seen.OTHER, ipv6(packet6(ICMP6, "fe80::1", LOCAL6, message)));
            filter.passes(
                    Seen.OTHER,
                    ethernet(
                            "333300000001", "86dd", packet6(ICMP6, "fe80::1", "ff02::1", message)));
        }
    }

    @Test
    void a_frame_for_another_machines_mac_passes() {
        byte[] packet = packet4(TCP, CLIENT, VIRTUAL, ports(40000, 80));
        byte[] packet6 = packet6(TCP, CLIENT6, VIRTUAL6, ports(40000, 80));

        filter.passes(Seen.FOREIGN_MAC, ethernet("0200000000ee", "0800", packet));
        filter.passes(Seen.FOREIGN_MAC, ethernet("0200000000ee", "86dd", packet6));
        filter.passes(Seen.FOREIGN_MAC, ethernet("020000000002", "0800", packet));
        filter.passes(Seen.FOREIGN_MAC, arp("0200000000ee", 1, VIRTUAL));
        filter.passes(Seen.FOREIGN_MAC, solicitation("0200000000ee", VIRTUAL6));
        filter.passes(Seen.OTHER, ethernet(BROADCAST, "0800", packet));
        filter.passes(Seen.OTHER, ethernet("333300000001", "86dd", packet6));
    }

    @Test
    void one_tag_is_looked_behind() {
        byte[] packet = packet4(TCP, CLIENT, VIRTUAL, ports(40000, 80));
        byte[] packet6 = packet6(TCP, CLIENT6, VIRTUAL6, ports(40000, 80));
        byte[] question = arp(BROADCAST, 1, VIRTUAL);
        byte[] behind = Arrays.copyOfRange(question, 14, question.length);

        filter.takes(Seen.LISTENER, ethernet(OURS, "8100 0064 0800", packet));
        filter.takes(Seen.LISTENER, ethernet(OURS, "88a8 0064 86dd", packet6));
        filter.takes(Seen.ARP, ethernet(BROADCAST, "8100 0064 0806", behind));
        filter.passes(Seen.OTHER, ethernet(OURS, "8100 0064 8100 0065 0800", packet));
        filter.passes(Seen.OTHER, ethernet(OURS, "8100 0064 88cc", packet));
    }

    @Test
    void other_protocols_and_nonsense_pass() {
        filter.passes(Seen.OTHER, ethernet(OURS, "88cc", new byte[50]));
        filter.passes(Seen.OTHER, ethernet("0180c2000000", "0027", new byte[50]));
        filter.passes(Seen.SHORT, ethernet(OURS, "0800", new byte[50]));
        filter.passes(Seen.SHORT, ethernet(OURS, "86dd", new byte[50]));
        filter.passes(Seen.SHORT, ipv4(joined(header4(4, 0, TCP, CLIENT, VIRTUAL), ports(4, 80))));
    }

    @Test
    void a_frame_cut_anywhere_is_taken_only_if_what_was_read_is_there() {
        byte[] about = packet4(TCP, CLIENT, BACKEND, ports(40000, 8080));
        byte[] hopByHop = hex("06 00 0104 00000000");
        cutEverywhere(ipv4(packet4(TCP, CLIENT, VIRTUAL, ports(40000, 80))), 14 + 20 + 4);
        cutEverywhere(
                ipv4(joined(header4(15, 0, TCP, CLIENT, VIRTUAL), new byte[40], ports(4, 80))),
                14 + 60 + 4);
        cutEverywhere(ipv6(packet6(0, CLIENT6, VIRTUAL6, hopByHop, ports(40000, 80))), 14 + 48 + 4);
        cutEverywhere(ipv4(packet4(100, UDP, CLIENT, VIRTUAL, new byte[9])), 14 + 20);
        cutEverywhere(ipv4(packet4(ICMP, ROUTER, CLIENT, icmp(3, about))), 14 + 20 + 8 + 20);
        cutEverywhere(arp(BROADCAST, 1, VIRTUAL), 14 + 28);
        cutEverywhere(solicitation(OURS, VIRTUAL6), 14 + 40 + 24);
        cutEverywhere(solicitation("3333ff000010", VIRTUAL6), 14 + 40 + 24);
    }

    private static void cutEverywhere(byte[] frame, int needed) {
        for (int length = TestRun.FRAME_BYTES_MIN; length <= frame.length; length++) {
            assertThat(filter.run(Arrays.copyOf(frame, length)))
                    .as("%d bytes of %d", length, frame.length)
                    .isEqualTo(length < needed ? XdpAction.PASS : XdpAction.REDIRECT);
        }
    }

    @Test
    void what_is_taken_where_no_socket_is_is_dropped_and_never_passes() {
        try (FilterBench dead = new FilterBench("sluice-tdead")) {
            dead.maps.apply(FilterBench.rules());
            dead.sockets.remove(0);
            byte[] frame = ipv4(packet4(TCP, CLIENT, VIRTUAL, ports(40000, 80)));

            assertThat(dead.run(frame)).isEqualTo(XdpAction.DROP);
            assertThat(dead.run(arp(BROADCAST, 1, VIRTUAL))).isEqualTo(XdpAction.DROP);
            dead.passes(Seen.OTHER, ipv4(packet4(TCP, CLIENT, HOST, ports(40000, 22))));

            assertThat(dead.maps.counts().sum(Seen.NO_SOCKET.ordinal())).isEqualTo(2);
            assertThat(dead.maps.counts().sum(Seen.LISTENER.ordinal())).isEqualTo(1);
        }
    }
}
