package dev.sluice.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.TestSpaces;
import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.space.NetworkSpace;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the kernel, in namespaces of its own. */
class NetlinkTest {
    private static final long DEADLINE_NS = 60_000_000_000L;

    private TestSpaces spaces;
    private NetworkSpace here;
    private NetworkSpace there;
    private Netlink netlink;

    @BeforeEach
    void makeTwoMachinesOnOneWire() {
        spaces = TestSpaces.of("nl");
        here = spaces.create("here");
        there = spaces.create("there");
        netlink = here.netlink();
        netlink.links().createVeth(VethEnd.here("wire0", 2), new VethEnd("wire1", 3, there.fd()));
    }

    @AfterEach
    void close() {
        if (spaces != null) {
            netlink.close();
            spaces.close();
        }
    }

    @Test
    void a_veth_pair_has_the_queues_that_were_asked_for() {
        Link one = link(netlink, "wire0");

        assertThat(one.kind()).isEqualTo("veth");
        assertThat(one.receiveQueues()).isEqualTo(2);
        assertThat(one.transmitQueues()).isEqualTo(2);
        try (Netlink other = there.netlink()) {
            assertThat(link(other, "wire1").receiveQueues()).isEqualTo(3);
            assertThat(one.peer()).isEqualTo(link(other, "wire1").index());
        }
    }

    @Test
    void a_link_is_switched_resized_renumbered_and_deleted() {
        int index = netlink.links().index("wire0");

        netlink.links().mac(index, 0x0200_0000_1234L);
        netlink.links().mtu(index, 1400);
        netlink.links().up(index);
        assertThat(link(netlink, "wire0"))
                .returns(0x0200_0000_1234L, Link::mac)
                .returns(1400, Link::mtu)
                .returns(true, Link::up);

        netlink.links().down(index);
        assertThat(link(netlink, "wire0").up()).isFalse();
        netlink.links().delete(index);
        assertThat(netlink.links().named("wire0")).isEmpty();
        assertThat(netlink.links().all()).extracting(Link::name).containsExactly("lo");
    }

    @Test
    void a_link_moves_to_another_namespace() {
        netlink.links().move(netlink.links().index("wire0"), there.fd());

        assertThat(netlink.links().named("wire0")).isEmpty();
        try (Netlink other = there.netlink()) {
            assertThat(other.links().named("wire0")).isPresent();
        }
    }

    @Test
    void a_bridge_takes_a_link_in() {
        netlink.links().createBridge("bridge0");

        netlink.links().join(index("wire0"), index("bridge0"));

        assertThat(here.exec("ip", "link", "show", "wire0")).contains("master bridge0");
    }

    @Test
    void addresses_come_and_go() {
        var ipv4 = new InterfaceAddress(index("wire0"), address("192.0.2.1"), 24);
        var ipv6 = new InterfaceAddress(index("wire0"), address("2001:db8::1"), 64);

        netlink.addresses().add(ipv4);
        netlink.addresses().add(ipv6);
        assertThat(netlink.addresses().all()).contains(ipv4, ipv6);

        netlink.addresses().delete(ipv4);
        assertThat(netlink.addresses().all()).contains(ipv6).doesNotContain(ipv4);
    }

    @Test
    void routes_of_every_kind_come_and_go() {
        wire();
        int wire = index("wire0");
        List<Route> routes =
                List.of(
                        Route.by(address("198.51.100.0"), 24, address("192.0.2.2"), wire),
                        Route.blackhole(address("203.0.113.10"), 32),
                        Route.local(address("203.0.113.0"), 24, index("lo")),
                        Route.by(address("0.0.0.0"), 0, address("192.0.2.2"), wire).in(1000),
                        Route.by(address("2001:db8:1::"), 48, address("2001:db8::2"), wire)
                                .withPriority(7),
                        Route.to(
                                address("198.18.0.0"),
                                15,
                                List.of(
                                        new Route.Via(address("192.0.2.2"), wire, 1),
                                        new Route.Via(address("192.0.2.3"), wire, 2))));

        routes.forEach(netlink.routes()::put);
        routes.forEach(netlink.routes()::put);
        assertThat(netlink.routes().all()).containsAll(routes);

        routes.forEach(netlink.routes()::delete);
        routes.forEach(netlink.routes()::delete);
        assertThat(netlink.routes().all()).doesNotContainAnyElementsOf(routes);
    }

    @Test
    void a_blackhole_for_ipv6_is_silent() {
        Route route = Route.blackhole(address("2001:db8::10"), 128).withPriority(1);

        netlink.routes().put(route);

        assertThat(netlink.routes().all())
                .anyMatch(r ->
                        r.destination().equals(route.destination())
                                && r.type() == RouteType.BLACKHOLE);
    }

    @Test
    void rules_come_and_go() {
        Rule from = Rule.from(address("192.0.2.0"), 24, 1000, 100);
        Rule to = Rule.to(address("2001:db8::"), 32, 1001, 101);

        netlink.rules().add(from);
        netlink.rules().add(to);
        assertThat(netlink.rules().all()).contains(from, to);

        netlink.rules().delete(from);
        netlink.rules().delete(to);
        assertThat(netlink.rules().all()).doesNotContain(from, to);
    }

    @Test
    void a_managed_neighbour_is_resolved_without_any_traffic() {
        wire();
        int wire = index("wire0");

        netlink.neighbours().manage(wire, address("192.0.2.2"));
        netlink.neighbours().manage(wire, address("2001:db8::2"));

        long mac;
        try (Netlink other = there.netlink()) {
            mac = link(other, "wire1").mac();
        }
        await(() -> resolved("192.0.2.2", mac) && resolved("2001:db8::2", mac));
        netlink.neighbours().delete(wire, address("192.0.2.2"));
        netlink.neighbours().delete(wire, address("192.0.2.77"));
        assertThat(neighbours("192.0.2.2")).noneMatch(Neighbour::managed);
    }

    @Test
    void changes_are_told() {
        try (NetlinkMonitor monitor = here.call(NetlinkMonitor::open)) {
            wire();
            netlink.routes().put(Route.blackhole(address("203.0.113.10"), 32));
            netlink.neighbours().manage(index("wire0"), address("192.0.2.2"));
            netlink.links().delete(index("wire0"));

            var events = new ArrayList<NetlinkEvent>();
            awaitChange(monitor, events, e -> e instanceof NetlinkEvent.OfLink l && l.gone());
            assertThat(events)
                    .anyMatch(e -> e instanceof NetlinkEvent.OfLink l && l.link().up())
                    .anyMatch(e -> e instanceof NetlinkEvent.OfAddress a && !a.gone())
                    .anyMatch(e ->
                            e instanceof NetlinkEvent.OfRoute r
                                    && r.route().type() == RouteType.BLACKHOLE)
                    .anyMatch(e ->
                            e instanceof NetlinkEvent.OfNeighbour n && n.neighbour().managed());
        }
    }

    @Test
    void a_refusal_says_what_was_tried_and_why_not() {
        assertThatThrownBy(() -> netlink.links().up(4711))
                .isInstanceOf(KernelException.class)
                .hasMessage("cannot switch interface 4711 on: no such device (ENODEV)");
        assertThatThrownBy(() ->
                        netlink.links().createVeth(VethEnd.here("wire0", 1), VethEnd.here("w", 1)))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
    }

    /** Switches the wire on, with 192.0.2.1 and .2, and 2001:db8::1 and ::2, at its ends. */
    private void wire() {
        end(netlink, "wire0", 1);
        try (Netlink other = there.netlink()) {
            end(other, "wire1", 2);
        }
    }

    private static void end(Netlink netlink, String name, int host) {
        int index = netlink.links().index(name);
        netlink.links().up(index);
        netlink.addresses().add(new InterfaceAddress(index, address("192.0.2." + host), 24));
        netlink.addresses().add(new InterfaceAddress(index, address("2001:db8::" + host), 64));
    }

    private boolean resolved(String address, long mac) {
        return neighbours(address).stream()
                .anyMatch(n -> n.managed() && n.isResolved() && n.mac() == mac);
    }

    private List<Neighbour> neighbours(String address) {
        return netlink.neighbours().all().stream()
                .filter(n -> n.address().equals(address(address)))
                .toList();
    }

    private int index(String name) {
        return netlink.links().index(name);
    }

    private static Link link(Netlink netlink, String name) {
        return netlink.links().named(name).orElseThrow();
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

    private static void awaitChange(
            NetlinkMonitor monitor, List<NetlinkEvent> events, Predicate<NetlinkEvent> wanted) {
        try (Polls polls = new Polls(1)) {
            polls.add(monitor.fd());
            await(() -> {
                polls.await(100);
                events.addAll(monitor.changes());
                return events.stream().anyMatch(wanted);
            });
        }
    }
}
