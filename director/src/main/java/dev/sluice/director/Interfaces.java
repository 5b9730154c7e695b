package dev.sluice.director;

import dev.sluice.director.filter.Filter;
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
import java.util.Set;
import java.util.stream.Collectors;
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
     * @param filter has drivers asked
     * @param told how frames are to be taken, and what for
     */
    static List<Port> ports(
            List<String> names, Netlink kernel, Filter filter, AttachmentChoice.Told told)
            throws Unusable {
        var links = new ArrayList<Link>();
        var facts = new ArrayList<AttachmentChoice.Facts>();
        for (String name : names) {
            Link link = link(name, kernel);
            links.add(link);
            facts.add(facts(link, filter));
        }
        List<AttachmentChoice> choices = AttachmentChoice.of(facts, told);
        for (int i = 0; i < links.size(); i++) {
            if (choices.get(i).attachment() == Attachment.NATIVE) {
                facts.set(i, asked(facts.get(i), links.get(i), filter, told));
            }
        }
        choices = AttachmentChoice.of(facts, told);
        var ports = new ArrayList<Port>();
        for (int i = 0; i < links.size(); i++) {
            ports.add(port(links.get(i), choices.get(i), kernel));
        }
        return ports;
    }

    private static Link link(String name, Netlink kernel) throws Unusable {
        return kernel.links()
                .named(name)
                .orElseThrow(() ->
                        new Unusable(
                                "there is no interface "
                                        + name
                                        + " here; name the interfaces that `ip link` shows"));
    }

    private static AttachmentChoice.Facts facts(Link link, Filter filter) throws Unusable {
        Availability available = Availability.of(link.name());
        if (!available.isAvailable()) {
            throw new Unusable(String.join(" ", available.missing()));
        }
        boolean isOccupied =
                available.program() != 0 && !filter.isOwn(link.name(), available.program());
        return new AttachmentChoice.Facts(link.name(), available, isOccupied, "");
    }

    /** Drivers say what they can, and refuse it all the same for reasons of their own. */
    private static AttachmentChoice.Facts asked(
            AttachmentChoice.Facts facts, Link link, Filter filter, AttachmentChoice.Told told) {
        boolean anew = told.way() == Attachment.NATIVE;
        return facts.refused(filter.askDriver(link.name(), link.index(), anew));
    }

    private static Port port(Link link, AttachmentChoice choice, Netlink kernel) {
        int queues = new Device(link.name()).receiveQueues().orElse(link.receiveQueues());
        Attachment way = choice.attachment();
        LOG.info("frames of {} are taken by {}: {}", link.name(), way.brief(), choice.why());
        Door door = way == Attachment.TC ? Door.open(kernel, link, queues) : null;
        return new Port(link.name(), link.index(), queues, link.mtu(), way, choice.why(), door);
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
