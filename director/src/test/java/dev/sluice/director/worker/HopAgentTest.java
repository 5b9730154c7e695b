package dev.sluice.director.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.NextHops;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.Route;
import dev.sluice.linux.netlink.RouteType;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A director with two wires: to a router, and to servers. */
class HopAgentTest {
    private static final long DEADLINE_NS = 60_000_000_000L;

    private TestSpaces spaces;
    private NetworkSpace director;
    private NetworkSpace others;
    private Netlink netlink;
    private Netlink outside;
    private List<Port> ports;
    private HopAgent agent;
    private volatile NextHops hops = NextHops.EMPTY;

    @BeforeEach
    void begin() {
        spaces = TestSpaces.of("hop");
        director = spaces.create("director");
        others = spaces.create("others");
        for (NetworkSpace space : List.of(director, others)) {
            space.sysctl("net/ipv6/conf/default/disable_ipv6", "0");
            space.sysctl("net/ipv6/conf/default/accept_dad", "0");
        }
        netlink = director.netlink();
        outside = others.netlink();
        ports = List.of(wire("up", 1), wire("down", 2));
        netlink.routes().put(defaultRoute("0.0.0.0", "10.9.1.2"));
        agent = director.call(() -> HopAgent.start(ports, newest -> hops = newest));
    }

    @AfterEach
    void end() {
        if (spaces != null) {
            agent.close();
            netlink.close();
            outside.close();
            spaces.close();
        }
    }

    @Test
    void servers_and_gateways_become_hops_with_macs() {
        want("10.9.2.2", "198.51.100.7", "fd00:2::2");

        long up = mac("up1");
        long down = mac("down1");
        await(() -> macTo("10.9.2.2") == down && macTo("198.51.100.7") == up);
        await(() -> macTo("fd00:2::2") == down);
        assertThat(hops.port(hopTo("10.9.2.2"))).isEqualTo(1);
        assertThat(hops.port(hopTo("198.51.100.7"))).isZero();
        assertThat(hops.sourceMac(0)).isEqualTo(netlink.links().named("up0").orElseThrow().mac());
        assertThat(hops.mtu(1)).isEqualTo(1500);
    }

    @Test
    void a_hop_keeps_its_number_and_follows_a_new_mac() {
        want("10.9.2.2");
        await(() -> macTo("10.9.2.2") == mac("down1"));
        int number = hopTo("10.9.2.2");

        int index = outside.links().index("down1");
        outside.links().down(index);
        outside.links().mac(index, 0x0200_0000_7777L);
        outside.links().up(index);
        want("10.9.2.3", "10.9.2.2");
        others.exec("ip", "neigh", "flush", "all");
        await(() -> isReached("10.9.2.1"));

        await(() -> hops.destinationMac(number) == 0x0200_0000_7777L);
        assertThat(hopTo("10.9.2.2")).isEqualTo(number);
        assertThat(hopTo("10.9.2.3")).isNotEqualTo(number);
    }

    @Test
    void a_neighbour_that_is_not_there_has_no_mac() {
        want("10.9.2.99");

        assertThat(hopTo("10.9.2.99")).isNotNegative();
        assertThat(macTo("10.9.2.99")).isEqualTo(NextHops.UNRESOLVED);
    }

    @Test
    void a_flap_of_a_link_costs_no_route() {
        Route blackhole = Route.blackhole(address("203.0.113.10"), 32);
        own(blackhole, Route.blackhole(address("2001:db8::10"), 128));
        netlink.routes().put(defaultRoute("::", "fd00:1::2"));
        want("10.9.2.2", "198.51.100.7", "2a00::1");
        await(() -> macTo("198.51.100.7") == mac("up1") && macTo("2a00::1") == mac("up1"));

        netlink.links().down(ports.getFirst().index());
        await(() -> hopTo("198.51.100.7") == NextHops.NONE);
        netlink.links().up(ports.getFirst().index());

        await(() -> macTo("198.51.100.7") == mac("up1"));
        await(() -> macTo("2a00::1") == mac("up1"));
        assertThat(netlink.routes().all()).contains(blackhole);
    }

    @Test
    void an_owned_route_that_somebody_deletes_comes_back() {
        Route blackhole = Route.blackhole(address("203.0.113.10"), 32);
        own(blackhole);

        netlink.routes().delete(blackhole);

        await(() -> netlink.routes().all().contains(blackhole));
    }

    @Test
    void a_route_that_an_administrator_deletes_stays_away() {
        Route route = defaultRoute("0.0.0.0", "10.9.1.2");
        want("198.51.100.7");
        await(() -> hopTo("198.51.100.7") >= 0);

        netlink.routes().delete(route);
        await(() -> hopTo("198.51.100.7") == NextHops.NONE);
        own(Route.blackhole(address("203.0.113.10"), 32));

        assertThat(netlink.routes().all()).doesNotContain(route);
    }

    @Test
    void what_is_owned_no_longer_is_taken_away() {
        own(
                Route.blackhole(address("203.0.113.10"), 32),
                Route.blackhole(address("203.0.113.11"), 32));

        own(Route.blackhole(address("203.0.113.11"), 32));

        assertThat(netlink.routes().all())
                .filteredOn(route -> route.type() == RouteType.BLACKHOLE)
                .extracting(Route::destination)
                .containsExactly(address("203.0.113.11"));
    }

    @Test
    void owned_routes_stay_when_it_ends() {
        Route blackhole = Route.blackhole(address("203.0.113.10"), 32);
        own(blackhole);

        agent.close();

        assertThat(netlink.routes().all()).contains(blackhole);
        agent = director.call(() -> HopAgent.start(ports, newest -> hops = newest));
    }

    private void want(String... addresses) {
        agent.wanted(Arrays.stream(addresses).map(one -> Address.of(address(one))).toList())
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private void own(Route... routes) {
        agent.ownedRoutes(List.of(routes)).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private boolean isReached(String from) {
        try {
            others.exec("ping", "-c1", "-W1", from);
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private int hopTo(String to) {
        Address address = Address.of(address(to));
        return hops.hopTo(address.high(), address.low());
    }

    private long macTo(String to) {
        return hops.destinationMac(hopTo(to));
    }

    private long mac(String name) {
        return outside.links().named(name).orElseThrow().mac();
    }

    private Route defaultRoute(String zero, String gateway) {
        return Route.by(address(zero), 0, address(gateway), netlink.links().index("up0"));
    }

    /** A wire whose ends have 10.9.net.1 and .2, fd00:net::1 and ::2. */
    private Port wire(String name, int net) {
        netlink.links()
                .createVeth(VethEnd.here(name + 0, 1), new VethEnd(name + 1, 1, others.fd()));
        int index = end(netlink, name + 0, net, 1);
        end(outside, name + 1, net, 2);
        return new Port(name + 0, index, 1, 1500);
    }

    private static int end(Netlink netlink, String name, int net, int host) {
        int index = netlink.links().index(name);
        netlink.links().up(index);
        var ipv4 = address("10.9." + net + "." + host);
        var ipv6 = address("fd00:" + net + "::" + host);
        netlink.addresses().add(new InterfaceAddress(index, ipv4, 24));
        netlink.addresses().add(new InterfaceAddress(index, ipv6, 64));
        return index;
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            LockSupport.parkNanos(20_000);
        }
    }
}
