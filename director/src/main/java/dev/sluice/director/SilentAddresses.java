package dev.sluice.director;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.linux.netlink.Route;
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
     * The routes for a table's virtual and local addresses, those included that may be inherited.
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
        table.networks()
                .inheritable()
                .forEach(network ->
                        routes.add(Route.blackhole(network.address(), network.prefix())));
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
