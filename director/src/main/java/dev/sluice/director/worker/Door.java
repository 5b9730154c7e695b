package dev.sluice.director.worker;

import dev.sluice.linux.device.Device;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.Sysctl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The way to workers from traffic control, which cannot give frames to sockets: a veth pair beside
 * a port. What is sent by its outer side is received at its inner one, where the sockets are. On
 * the way the kernel cuts what is larger than the MTU and makes checksums that are unfinished,
 * since its inner side has an XDP program. It stays when the process ends.
 *
 * @param outer the number of the side that frames are sent by
 * @param inner the number of the side that they come in by
 */
public record Door(int outer, int inner) {
    private static final String OUTER = "sluice-o";
    private static final String INNER = "sluice-i";

    /** Makes a port's, or finds what a predecessor left; in the namespace of the thread. */
    public static Door open(Netlink kernel, Link port, int queues) {
        String outer = OUTER + port.index();
        String inner = INNER + port.index();
        Optional<Link> left = kernel.links().named(inner);
        if (left.isPresent() && left.get().receiveQueues() != queues) {
            kernel.links().delete(left.get().index());
            left = Optional.empty();
        }
        if (left.isEmpty()) {
            kernel.links().createVeth(VethEnd.here(outer, queues), VethEnd.here(inner, queues));
        }
        var door = new Door(kernel.links().index(outer), kernel.links().index(inner));
        prepare(kernel, outer, door.outer, port.mtu());
        prepare(kernel, inner, door.inner, port.mtu());
        new Device(outer).fillsChecksums(false);
        return door;
    }

    /** Nobody else is to send by it. */
    private static void prepare(Netlink kernel, String name, int index, int mtu) {
        String silence = "net/ipv6/conf/" + name + "/disable_ipv6";
        if (Files.exists(Path.of("/proc/sys", silence))) {
            Sysctl.write(silence, "1");
        }
        kernel.links().mtu(index, mtu);
        kernel.links().up(index);
    }

    /**
     * Takes doors away that no port has any more.
     *
     * @param inner the numbers of the sides that frames came in by
     */
    public static void removeOthers(Netlink kernel, List<Integer> inner, List<Port> ports) {
        for (Link link : kernel.links().all()) {
            if (inner.contains(link.index())
                    && link.name().startsWith(INNER)
                    && ports.stream().noneMatch(port -> port.takenBy() == link.index())) {
                kernel.links().delete(link.index());
            }
        }
    }
}
