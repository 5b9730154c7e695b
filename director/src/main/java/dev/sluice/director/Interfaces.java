package dev.sluice.director;

import dev.sluice.director.table.Address;
import dev.sluice.director.worker.Attachment;
import dev.sluice.director.worker.Door;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kernel says of a director's interfaces. */
final class Interfaces {
    private static final Logger LOG = LoggerFactory.getLogger(Interfaces.class);

    private Interfaces() {}

    /** An interface that is not as it must be, in a sentence. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String sentence) {
            super(sentence);
        }
    }

    /**
     * The interfaces as ports, numbered in the order that they are named in.
     *
     * @param wanted how frames are to be taken; null where each is to have what suits it best
     */
    static List<Port> ports(List<String> names, Netlink kernel, @Nullable Attachment wanted)
            throws Unusable {
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
            Attachment attachment = attachment(name, available, wanted);
            Door door = attachment == Attachment.TC ? Door.open(kernel, is, queues) : null;
            ports.add(new Port(name, is.index(), queues, is.mtu(), attachment, door));
        }
        return ports;
    }

    private static Attachment attachment(
            String name, Availability available, @Nullable Attachment wanted) {
        Attachment best = available.natively() ? Attachment.NATIVE : Attachment.GENERIC;
        Attachment chosen =
                wanted == null || (wanted == Attachment.NATIVE && best != wanted) ? best : wanted;
        LOG.info(
                "frames of {} are taken by {}{}",
                name,
                chosen.brief(),
                chosen == wanted
                        ? ", as told"
                        : available.natively() ? "" : ": its driver cannot run the filter");
        return chosen;
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
