package dev.sluice.director.own.bgp;

import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds by which addresses a peer reaches this director: the one that the connection has, and one
 * of the other IP version on the same interface.
 */
final class OwnNextHops {
    private OwnNextHops() {}

    /** In the network namespace of the calling thread. */
    static NextHops of(InetAddress local) {
        try (Netlink kernel = Netlink.open()) {
            return of(local, kernel.addresses().all());
        }
    }

    static NextHops of(InetAddress local, List<InterfaceAddress> all) {
        InetAddress other = null;
        for (InterfaceAddress one : all) {
            if (one.address().equals(local)) {
                other = other(local, one.interfaceIndex(), all);
            }
        }
        return local instanceof Inet4Address
                ? new NextHops(local, other)
                : new NextHops(other, local);
    }

    private static @Nullable InetAddress other(
            InetAddress local, int interfaceIndex, List<InterfaceAddress> all) {
        return all.stream()
                .filter(one -> one.interfaceIndex() == interfaceIndex)
                .map(InterfaceAddress::address)
                .filter(address -> Family.of(address) != Family.of(local))
                .filter(address -> !address.isLinkLocalAddress())
                .findFirst()
                .orElse(null);
    }
}
