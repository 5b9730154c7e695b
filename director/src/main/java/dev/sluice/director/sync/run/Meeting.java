package dev.sluice.director.sync.run;

import dev.sluice.model.node.ClusterConfig.SyncConfig;
import dev.sluice.model.unit.IpLiteral;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where directors meet: in a group, or each is told by itself.
 *
 * @param port of UDP and TCP
 * @param group null where there are peers
 * @param ifindex number of the group's interface
 * @param own that of the peers' addresses which is this machine's; null for any
 * @param others addresses of the other directors; empty where there is a group
 */
record Meeting(
        boolean ipv6,
        int port,
        @Nullable InetAddress group,
        int ifindex,
        @Nullable InetAddress own,
        List<InetAddress> others) {
    Meeting {
        others = List.copyOf(others);
    }

    /**
     * As a configuration says.
     *
     * @param usual the interface where it names none
     * @throws IOException when an interface is not there
     */
    static Meeting of(SyncConfig sync, String usual) throws IOException {
        String link = sync.link() == null ? usual : sync.link();
        String group = sync.group();
        if (group != null) {
            InetAddress address = literal(group);
            boolean ipv6 = address instanceof Inet6Address;
            return new Meeting(ipv6, sync.port(), address, index(link), null, List.of());
        }
        InetAddress own = null;
        var others = new ArrayList<InetAddress>();
        for (String peer : sync.peers()) {
            InetAddress address = scoped(literal(peer), link);
            if (NetworkInterface.getByInetAddress(address) == null) {
                others.add(address);
            } else {
                own = address;
            }
        }
        boolean ipv6 = (own == null ? others.getFirst() : own) instanceof Inet6Address;
        return new Meeting(ipv6, sync.port(), null, 0, own, others);
    }

    private static InetAddress literal(String text) throws IOException {
        return IpLiteral.parse(text)
                .orElseThrow(() -> new UnknownHostException(text + " is no address"));
    }

    private static InetAddress scoped(InetAddress address, String link) throws IOException {
        return address instanceof Inet6Address && address.isLinkLocalAddress()
                ? Inet6Address.getByAddress(null, address.getAddress(), index(link))
                : address;
    }

    private static int index(String link) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(link);
        if (found == null) {
            throw new IOException("there is no interface " + link + " to meet other directors by");
        }
        return found.getIndex();
    }
}
