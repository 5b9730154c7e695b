package dev.sluice.director;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.linux.netlink.Route;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.unit.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The blackhole routes that keep the kernel silent about addresses that are the director's: it has
 * none of them, and forwards nothing to them, whether a process is there or not.
 */
final class SilentAddresses {
    private SilentAddresses() {}

    /**
     * The routes for a table's virtual and local addresses.
     *
     * @param hostAddresses that the kernel has: it goes on to speak for those
     */
    static Set<Route> of(ForwardingTable table, Set<Address> hostAddresses) {
        var routes = new LinkedHashSet<Route>();
        var seen = new HashSet<>(hostAddresses);
        for (ForwardedListener listener : table.listeners()) {
            var address = new Address(listener.high(), listener.low());
            if (seen.add(address)) {
                routes.add(Route.blackhole(socketAddress(address), address.isIpv4() ? 32 : 128));
            }
        }
        DirectorConfig director = table.director();
        if (director != null && !director.sharedAddress()) {
            for (String text : director.localAddresses()) {
                Network.parse(text)
                        .map(Network::canonical)
                        .map(network -> Route.blackhole(network.address(), network.prefix()))
                        .ifPresent(routes::add);
            }
        }
        return routes;
    }

    private static InetAddress socketAddress(Address address) {
        try {
            return InetAddress.getByName(address.toString());
        } catch (UnknownHostException e) {
            throw new AssertionError("a literal is not looked up", e);
        }
    }
}
