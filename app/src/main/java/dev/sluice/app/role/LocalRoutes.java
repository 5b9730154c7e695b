package dev.sluice.app.role;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.Route;
import dev.sluice.linux.netlink.RouteType;
import dev.sluice.proxy.VirtualAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes packets for virtual addresses by routes of type local over the loopback interface: no
 * interface gets the address, so that nobody here answers ARP or neighbour discovery for it. What
 * is an address of this machine anyway is left alone. The routes bear a number of their own, by
 * which a process knows what one before it has left.
 */
final class LocalRoutes implements VirtualAddresses, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRoutes.class);
    private static final int MADE_BY_SLUICE = 83;
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    private final Netlink kernel;
    private final int loopback;

    private LocalRoutes(Netlink kernel, int loopback) {
        this.kernel = kernel;
        this.loopback = loopback;
    }

    /** Works in the calling thread's network namespace. */
    static LocalRoutes open() {
        Netlink kernel = Netlink.open();
        int loopback =
                kernel.links().all().stream()
                        .filter(Link::loopback)
                        .mapToInt(Link::index)
                        .findFirst()
                        .orElse(1);
        return new LocalRoutes(kernel, loopback);
    }

    @Override
    public synchronized Map<InetAddress, String> take(Set<InetAddress> addresses) {
        Set<InetAddress> own =
                kernel.addresses().all().stream()
                        .map(InterfaceAddress::address)
                        .collect(Collectors.toSet());
        var failed = new LinkedHashMap<InetAddress, String>();
        var there = new HashSet<InetAddress>();
        for (Route route : made()) {
            if (addresses.contains(route.destination())) {
                there.add(route.destination());
            } else {
                remove(route);
            }
        }
        for (InetAddress address : addresses) {
            if (!there.contains(address)
                    && !own.contains(address)
                    && !address.isLoopbackAddress()) {
                add(address, failed);
            }
        }
        return failed;
    }

    private List<Route> made() {
        return kernel.routes().all().stream()
                .filter(route ->
                        route.type() == RouteType.LOCAL && route.protocol() == MADE_BY_SLUICE)
                .toList();
    }

    private void add(InetAddress address, Map<InetAddress, String> failed) {
        try {
            kernel.routes().put(route(address));
        } catch (KernelException e) {
            failed.put(
                    address,
                    "packets for %s cannot be taken (%s); it needs CAP_NET_ADMIN, or by hand: ip route add local %s dev lo"
                            .formatted(
                                    address.getHostAddress(),
                                    e.getMessage(),
                                    address.getHostAddress()));
        }
    }

    private Route route(InetAddress address) {
        Route local =
                Route.local(address, address instanceof Inet4Address ? V4_BITS : V6_BITS, loopback);
        return new Route(
                local.destination(),
                local.prefix(),
                local.type(),
                local.table(),
                local.vias(),
                local.priority(),
                local.source(),
                MADE_BY_SLUICE);
    }

    private void remove(Route route) {
        try {
            kernel.routes().delete(route);
        } catch (KernelException e) {
            LOG.warn("{} stays this machine's: {}", route.destination(), e.getMessage());
        }
    }

    /** Packets for the addresses are left alone from now on. */
    @Override
    public synchronized void close() {
        made().forEach(this::remove);
        kernel.close();
    }
}
