package dev.sluice.director;

import dev.sluice.director.own.speak.LinkStates;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.model.unit.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Whether the interfaces work by which no router is reached, but servers: without them, what
 * routers send here would go nowhere. Those that lead to a router fall silent with its session.
 * Followed by one thread.
 */
final class LinksBehind implements BooleanSupplier, AutoCloseable {
    private final LinkStates links = new LinkStates();
    private final List<String> names;

    /** In the network namespace of the calling thread, with the addresses of this moment. */
    LinksBehind(List<String> interfaces, List<InetAddress> routers) {
        try (Netlink kernel = Netlink.open()) {
            List<InterfaceAddress> addresses = kernel.addresses().all();
            names =
                    interfaces.stream()
                            .filter(name -> !leadsToAny(name, addresses, routers))
                            .toList();
        }
    }

    private boolean leadsToAny(
            String name, List<InterfaceAddress> addresses, List<InetAddress> routers) {
        Link link = links.named(name);
        return link != null
                && addresses.stream()
                        .filter(address -> address.interfaceIndex() == link.index())
                        .anyMatch(address ->
                                routers.stream().anyMatch(router -> isBeside(address, router)));
    }

    private static boolean isBeside(InterfaceAddress address, InetAddress router) {
        return address.address().getClass() == router.getClass()
                && new Network(router, address.prefix())
                        .canonical()
                        .equals(new Network(address.address(), address.prefix()).canonical());
    }

    @Override
    public boolean getAsBoolean() {
        links.follow();
        return names.stream().allMatch(links::works);
    }

    @Override
    public void close() {
        links.close();
    }
}
