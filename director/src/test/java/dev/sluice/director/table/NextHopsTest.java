package dev.sluice.director.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.balance.StableHash;
import dev.sluice.director.table.NextHops.Hop;
import dev.sluice.director.table.NextHops.Link;
import dev.sluice.director.table.NextHops.Route;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NextHopsTest {
    private final NextHops hops =
            new NextHops(
                    List.of(
                            route("10.0.0.0", 96 + 8, 0, "192.0.2.1"),
                            route("10.1.0.0", 96 + 16, 1, null),
                            route("0.0.0.0", 96, 0, "192.0.2.254"),
                            route("2001:db8::", 32, 1, null),
                            route("::", 0, 0, "2001:db8::1")),
                    List.of(
                            hop("192.0.2.1", 0, 0xA1),
                            hop("10.1.2.3", 1, 0xA2),
                            hop("192.0.2.254", 0, NextHops.UNRESOLVED),
                            hop("2001:db8::7", 1, 0xA4)),
                    List.of(new Link(0xF0, 1500), new Link(0xF1, 1400)));

    @Test
    void the_longest_network_leads() {
        assertThat(to("10.9.9.9")).isEqualTo(0);
        assertThat(to("10.1.2.3")).isEqualTo(1);
        assertThat(to("198.51.100.1")).isEqualTo(2);
        assertThat(to("2001:db8::7")).isEqualTo(3);
    }

    @Test
    void a_neighbour_that_nobody_asked_for_is_no_hop() {
        assertThat(to("10.1.2.4")).isEqualTo(NextHops.NONE);
        assertThat(to("2a00::1")).isEqualTo(NextHops.NONE);
    }

    @Test
    void a_default_route_of_ipv6_takes_no_ipv4() {
        var only = new NextHops(List.of(route("::", 0, 0, null)), List.of(), List.of());

        assertThat(only.neighbourTo(0, low("10.0.0.1"))).isNull();
        assertThat(only.neighbourTo(high("2a00::1"), low("2a00::1"))).isNotNull();
    }

    @Test
    void a_hop_knows_its_port_and_mac() {
        assertThat(hops.port(1)).isEqualTo(1);
        assertThat(hops.destinationMac(1)).isEqualTo(0xA2);
        assertThat(hops.destinationMac(2)).isEqualTo(NextHops.UNRESOLVED);
        assertThat(hops.sourceMac(1)).isEqualTo(0xF1);
        assertThat(hops.mtu(1)).isEqualTo(1400);
    }

    @Test
    void a_number_that_is_no_hop_leads_nowhere() {
        assertThat(hops.port(NextHops.NONE)).isEqualTo(NextHops.NONE);
        assertThat(hops.destinationMac(99)).isEqualTo(NextHops.UNRESOLVED);
    }

    private int to(String address) {
        return hops.hopTo(high(address), low(address));
    }

    private static Route route(String network, int prefix, int port, @Nullable String gateway) {
        return new Route(
                high(network),
                low(network),
                prefix,
                port,
                gateway == null ? 0 : high(gateway),
                gateway == null ? 0 : low(gateway));
    }

    private static Hop hop(String address, int port, long mac) {
        return new Hop(high(address), low(address), port, mac);
    }

    private static long high(String address) {
        return StableHash.highOf(InetAddress.ofLiteral(address).getAddress());
    }

    private static long low(String address) {
        return StableHash.lowOf(InetAddress.ofLiteral(address).getAddress());
    }
}
