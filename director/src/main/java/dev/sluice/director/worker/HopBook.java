package dev.sluice.director.worker;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.NextHops;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Neighbour;
import dev.sluice.linux.netlink.Route;
import dev.sluice.linux.netlink.Route.Via;
import dev.sluice.linux.netlink.RouteType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the way to servers and gateways: who is a hop, by which number and MAC. A hop
 * keeps its number for good. Owned by the agent's thread.
 *
 * <p>A neighbour that is being looked for keeps the MAC that it had: it is most likely still there.
 * One that does not answer has none.
 */
final class HopBook {
    private static final int IPV4_OFFSET = 96;

    private final List<Port> ports;
    private final Map<Integer, Integer> portByInterface = new HashMap<>();
    private final Map<NextHops.Neighbour, Integer> numbers = new LinkedHashMap<>();
    private final Map<NextHops.Neighbour, Long> macs = new HashMap<>();
    private final Map<NextHops.Neighbour, Boolean> managed = new HashMap<>();
    private final NextHops.Link[] links;
    private List<NextHops.Route> routes = List.of();

    HopBook(List<Port> ports) {
        this.ports = ports;
        this.links = new NextHops.Link[ports.size()];
        for (int port = 0; port < ports.size(); port++) {
            portByInterface.put(ports.get(port).index(), port);
            links[port] = new NextHops.Link(NextHops.UNRESOLVED, ports.get(port).mtu());
        }
    }

    /** The port of an interface; {@link NextHops#NONE} if it is none. */
    int port(int interfaceIndex) {
        return portByInterface.getOrDefault(interfaceIndex, NextHops.NONE);
    }

    void link(Link link) {
        int port = port(link.index());
        if (port != NextHops.NONE) {
            links[port] = new NextHops.Link(link.mac(), link.mtu());
        }
    }

    /** Takes all routes of the kernel in, in place of those before. */
    void routes(Collection<Route> all) {
        routes =
                all.stream()
                        .filter(route -> route.table() == Route.MAIN)
                        .sorted(Comparator.comparingInt(Route::priority))
                        .map(this::route)
                        .toList();
    }

    private NextHops.Route route(Route route) {
        Address network = Address.of(route.destination());
        int prefix = network.isIpv4() ? route.prefix() + IPV4_OFFSET : route.prefix();
        Optional<Via> way =
                route.vias().stream()
                        .filter(via -> port(via.interfaceIndex()) != NextHops.NONE)
                        .findFirst();
        if (route.type() != RouteType.UNICAST || way.isEmpty()) {
            return new NextHops.Route(network.high(), network.low(), prefix, NextHops.NONE, 0, 0);
        }
        InetAddress gateway = way.get().gateway();
        Address by = gateway == null ? new Address(0, 0) : Address.of(gateway);
        return new NextHops.Route(
                network.high(),
                network.low(),
                prefix,
                port(way.get().interfaceIndex()),
                by.high(),
                by.low());
    }

    void neighbour(Neighbour neighbour, boolean gone) {
        int port = port(neighbour.interfaceIndex());
        if (port == NextHops.NONE) {
            return;
        }
        Address address = Address.of(neighbour.address());
        var key = new NextHops.Neighbour(address.high(), address.low(), port);
        managed.put(key, !gone && neighbour.managed());
        if (neighbour.isResolved() && !gone) {
            macs.put(key, neighbour.mac());
        } else if (neighbour.isFailed() && !gone) {
            macs.remove(key);
        }
    }

    /** Forgets which neighbours the kernel manages, before it is asked for all anew. */
    void forgetManaged() {
        managed.clear();
    }

    /** Makes hops of who packets to these are handed to, and of all gateways. */
    void want(Collection<Address> destinations) {
        NextHops now = snapshot();
        for (Address destination : destinations) {
            add(now.neighbourTo(destination.high(), destination.low()));
        }
        for (NextHops.Route route : routes) {
            boolean gateway = route.gatewayHigh() != 0 || route.gatewayLow() != 0;
            if (gateway && route.port() != NextHops.NONE) {
                add(new NextHops.Neighbour(route.gatewayHigh(), route.gatewayLow(), route.port()));
            }
        }
    }

    private void add(NextHops.@Nullable Neighbour neighbour) {
        if (neighbour != null) {
            numbers.putIfAbsent(neighbour, numbers.size());
        }
    }

    /** Hops that the kernel does not keep fresh. */
    List<NextHops.Neighbour> unmanaged() {
        return numbers.keySet().stream().filter(hop -> !managed.getOrDefault(hop, false)).toList();
    }

    /** Notes that the kernel was asked to keep a hop fresh. */
    void managed(NextHops.Neighbour hop) {
        managed.put(hop, true);
    }

    /** The interface of a port. */
    int interfaceOf(int port) {
        return ports.get(port).index();
    }

    /** All of it as of now. */
    NextHops snapshot() {
        var hops = new ArrayList<NextHops.Hop>(numbers.size());
        for (NextHops.Neighbour hop : numbers.keySet()) {
            long mac = macs.getOrDefault(hop, NextHops.UNRESOLVED);
            hops.add(new NextHops.Hop(hop.high(), hop.low(), hop.port(), mac));
        }
        return new NextHops(routes, hops, List.of(links));
    }
}
