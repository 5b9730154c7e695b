package dev.sluice.director.sync.run;

import dev.sluice.model.node.ClusterConfig.IpvsConfig;
import dev.sluice.model.unit.IpLiteral;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where LVS directors are met, and what is exchanged with them.
 *
 * @param group null where there are peers
 * @param ifindex number of the group's interface
 * @param to where messages are sent
 * @param messageBytesMax of a message
 */
record LvsMeeting(
        IpvsConfig config,
        @Nullable InetAddress group,
        int ifindex,
        List<InetSocketAddress> to,
        int messageBytesMax) {
    private static final int MTU_USUAL = 1500;
    private static final int IPV4_HEADERS = 28;
    private static final int IPV6_HEADERS = 48;

    LvsMeeting {
        to = List.copyOf(to);
    }

    /**
     * As a configuration says.
     *
     * @param usual the interface where it names none
     * @throws IOException when an interface is not there
     */
    static LvsMeeting of(IpvsConfig config, String usual) throws IOException {
        String link = config.link() == null ? usual : config.link();
        NetworkInterface found = NetworkInterface.getByName(link);
        if (found == null) {
            throw new IOException("there is no interface " + link + " to meet LVS directors by");
        }
        String group = config.group();
        InetAddress literal = group == null ? null : literal(group);
        var to = new ArrayList<InetSocketAddress>();
        for (String peer : literal == null ? config.peers() : List.of(literal.getHostAddress())) {
            InetAddress address = literal(peer);
            if (NetworkInterface.getByInetAddress(address) == null) {
                to.add(new InetSocketAddress(address, config.port()));
            }
        }
        int mtu = Math.min(found.getMTU(), MTU_USUAL);
        return new LvsMeeting(config, literal, found.getIndex(), to, mtu - headers(literal, to));
    }

    private static int headers(@Nullable InetAddress group, List<InetSocketAddress> to) {
        boolean isIpv6 =
                group instanceof Inet6Address
                        || to.stream().anyMatch(one -> one.getAddress() instanceof Inet6Address);
        return isIpv6 ? IPV6_HEADERS : IPV4_HEADERS;
    }

    private static InetAddress literal(String text) throws IOException {
        return IpLiteral.parse(text)
                .orElseThrow(() -> new UnknownHostException(text + " is no address"));
    }

    boolean isIpv6() {
        return headers(group, to) == IPV6_HEADERS;
    }
}
