package dev.sluice.director;

import dev.sluice.director.worker.TestSpaces;
import dev.sluice.linux.device.Device;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.Route;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.net.InetAddress;
import java.util.List;

/**
 * A client, a director and servers in namespaces of their own. End hosts leave no checksum
 * unfinished.
 *
 * <pre>
 *   client                      director                     servers
 *   10.91.1.2 ─ outside0 ── outside: 10.91.1.1
 *                               inside: 10.91.2.1 ── inside0 ─ 10.91.2.2, .3
 *                               beside: 10.91.3.1 ── beside0 ─ 10.91.3.2, in another one
 * </pre>
 *
 * <p>The same in IPv6: fd91:1::2 and so on.
 */
final class SmallRegion implements AutoCloseable {
    static final String OUTSIDE = "outside";
    static final String INSIDE = "inside";
    static final String BESIDE = "beside";
    static final List<String> PORTS = List.of(OUTSIDE, INSIDE, BESIDE);
    static final List<String> SERVERS = List.of("10.91.2.2", "10.91.2.3");

    final NetworkSpace client;
    final NetworkSpace director;
    final NetworkSpace servers;
    final NetworkSpace others;
    private final TestSpaces spaces;
    private final int queues;

    SmallRegion(String word, int queues) {
        spaces = TestSpaces.of(word);
        client = spaces.create("client");
        director = spaces.create("director");
        servers = spaces.create("servers");
        others = spaces.create("others");
        for (NetworkSpace space : List.of(client, director, servers, others)) {
            space.sysctl("net/ipv6/conf/default/disable_ipv6", "0");
            space.sysctl("net/ipv6/conf/default/accept_dad", "0");
            space.sysctl("net/ipv4/conf/all/rp_filter", "0");
            space.sysctl("net/ipv4/conf/default/rp_filter", "0");
        }
        this.queues = queues;
        wireOutside();
        wire(others, BESIDE, queues, "10.91.3.2", "10.91.3.1", "fd91:3::2", "fd91:3::1");
        wire(servers, INSIDE, queues, "10.91.2.2", "10.91.2.1", "fd91:2::2", "fd91:2::1");
        try (Netlink netlink = servers.netlink()) {
            address(netlink, INSIDE + 0, "10.91.2.3", 24);
            address(netlink, INSIDE + 0, "fd91:2::3", 64);
        }
    }

    private void wireOutside() {
        wire(client, OUTSIDE, queues, "10.91.1.2", "10.91.1.1", "fd91:1::2", "fd91:1::1");
    }

    /** Takes the client's wire away, and puts one like it in its place. */
    void makeOutsideAgain() {
        try (Netlink netlink = director.netlink()) {
            netlink.links().delete(netlink.links().index(OUTSIDE));
        }
        wireOutside();
        takeRedirected();
    }

    private void wire(
            NetworkSpace host,
            String name,
            int queues,
            String hostIpv4,
            String directorIpv4,
            String hostIpv6,
            String directorIpv6) {
        try (Netlink end = host.netlink();
                Netlink middle = director.netlink()) {
            end.links()
                    .createVeth(
                            VethEnd.here(name + 0, queues),
                            new VethEnd(name, queues, director.fd()));
            end.links().up(end.links().index(name + 0));
            middle.links().up(middle.links().index(name));
            address(end, name + 0, hostIpv4, 24);
            address(end, name + 0, hostIpv6, 64);
            address(middle, name, directorIpv4, 24);
            address(middle, name, directorIpv6, 64);
            int index = end.links().index(name + 0);
            end.routes().put(Route.by(literal("0.0.0.0"), 0, literal(directorIpv4), index));
            end.routes().put(Route.by(literal("::"), 0, literal(directorIpv6), index));
        }
        host.run(() -> new Device(name + 0).fillsChecksums(false));
    }

    private static void address(Netlink netlink, String name, String address, int prefix) {
        int index = netlink.links().index(name);
        netlink.addresses().add(new InterfaceAddress(index, literal(address), prefix));
    }

    /** Has ends of veth take frames that an XDP program redirects to them. */
    void takeRedirected() {
        client.exec("ethtool", "-K", OUTSIDE + 0, "gro", "on");
        servers.exec("ethtool", "-K", INSIDE + 0, "gro", "on");
        others.exec("ethtool", "-K", BESIDE + 0, "gro", "on");
    }

    static InetAddress literal(String address) {
        return InetAddress.ofLiteral(address);
    }

    @Override
    public void close() {
        spaces.close();
    }
}
