package dev.sluice.director;

import dev.sluice.director.table.Address;
import dev.sluice.director.worker.Port;
import dev.sluice.linux.Availability;
import dev.sluice.linux.device.Device;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the kernel says of a director's interfaces. */
final class Interfaces {
    private Interfaces() {}

    /** An interface that is not as it must be, in a sentence. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String sentence) {
            super(sentence);
        }
    }

    /** The interfaces as ports, numbered in the order that they are named in. */
    static List<Port> ports(List<String> names, Netlink kernel) throws Unusable {
        var ports = new ArrayList<Port>();
        for (String name : names) {
            Optional<Link> link = kernel.links().named(name);
            if (link.isEmpty()) {
                throw new Unusable(
                        "there is no interface "
                                + name
                                + " here; name the interfaces that `ip link` shows");
            }
            Availability available = Availability.of(name);
            if (!available.isAvailable()) {
                throw new Unusable(String.join(" ", available.missing()));
            }
            Link is = link.get();
            int queues = new Device(name).receiveQueues().orElse(is.receiveQueues());
            ports.add(new Port(name, is.index(), queues, is.mtu()));
        }
        return ports;
    }

    /** The MAC addresses that frames for this host have, by the interface's index. */
    static Map<Integer, Set<Long>> macs(List<Port> ports, Netlink kernel) {
        var macs = new HashMap<Integer, Set<Long>>();
        for (Link link : kernel.links().all()) {
            if (ports.stream().anyMatch(port -> port.index() == link.index())) {
                macs.put(link.index(), Set.of(link.mac()));
            }
        }
        return macs;
    }

    /** The kernel's own addresses. */
    static Set<Address> addresses(Netlink kernel) {
        return kernel.addresses().all().stream()
                .map(InterfaceAddress::address)
                .map(Address::of)
                .collect(Collectors.toSet());
    }
}
