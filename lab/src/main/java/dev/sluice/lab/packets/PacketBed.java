package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * Three hosts in a row, each a network namespace:
 *
 * <pre>
 *   client                      middle                        backend
 *   eth0 10.97.1.2/24 ────── front 10.97.1.1/24
 *                            back  10.97.2.1/24 ────── eth0 10.97.2.2/24
 * </pre>
 *
 * Both ends send everything to the middle. What stands there, and answers for {@value #VIRTUAL}, is
 * what is compared. All wires have one queue and an MTU of 1500. Both ends poll ({@code gro}), as
 * they take frames that XDP redirects to them only so.
 */
public final class PacketBed implements AutoCloseable {
    public static final String VIRTUAL = "203.0.113.10";
    public static final String BACKEND = "10.97.2.2";
    public static final String FRONT = "front";
    public static final String BACK = "back";

    /** Where datagrams are sent to, the same at the virtual address and at the backend. */
    public static final int DATAGRAM_PORT = 7053;

    /** Where connections are opened. */
    public static final int CONNECTION_PORT = 7001;

    /** Where the bulk stream goes. */
    public static final int BULK_PORT = 5201;

    private static final String PREFIX = "sluice-bench-";
    private static final String CLIENT = "10.97.1.2";
    private static final String END = "eth0";

    private static final List<String> SYSCTLS =
            List.of(
                    "net/ipv4/conf/all/rp_filter=0",
                    "net/ipv4/conf/default/rp_filter=0",
                    "net/ipv4/conf/all/send_redirects=0",
                    "net/ipv4/conf/default/send_redirects=0",
                    "net/ipv4/conf/all/arp_ignore=1",
                    "net/ipv4/conf/all/arp_announce=2",
                    "net/ipv6/conf/all/disable_ipv6=1",
                    "net/ipv4/ip_forward=0",
                    "net/ipv4/tcp_congestion_control=cubic",
                    "net/ipv4/tcp_tw_reuse=1",
                    "net/ipv4/tcp_max_syn_backlog=8192",
                    "net/core/somaxconn=8192",
                    "net/ipv4/ip_local_port_range=1024 65535");

    private final NetworkSpace client;
    private final NetworkSpace middle;
    private final NetworkSpace backend;

    private PacketBed(boolean offloads) {
        NetworkSpace.deleteAll(PREFIX);
        client = space("client");
        middle = space("middle");
        backend = space("backend");
        wire(client, CLIENT, "10.97.1.1", FRONT);
        wire(backend, BACKEND, "10.97.2.1", BACK);
        client.exec("ip", "route", "add", "default", "via", "10.97.1.1");
        backend.exec("ip", "route", "add", "default", "via", "10.97.2.1");
        middle.exec("ip", "route", "add", DatagramFlood.SOURCES, "via", CLIENT);
        if (!offloads) {
            plain(client, END);
            plain(backend, END);
            plain(middle, FRONT);
            plain(middle, BACK);
        }
        poll(client, END);
        poll(backend, END);
    }

    /**
     * Makes the hosts; what an earlier one left behind is cleared.
     *
     * @param offloads whether hosts send segments larger than the MTU, and leave checksums and
     *     cutting to a card that is not there
     */
    public static PacketBed make(boolean offloads) throws LabFailure {
        if (!NetworkSpace.isAllowed()) {
            throw new LabFailure("making network namespaces needs root");
        }
        return new PacketBed(offloads);
    }

    private static NetworkSpace space(String name) {
        NetworkSpace space = NetworkSpace.create(PREFIX + name);
        for (String setting : SYSCTLS) {
            int equals = setting.indexOf('=');
            space.sysctl(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return space;
    }

    private void wire(NetworkSpace host, String own, String gateway, String port) {
        try (Netlink links = middle.netlink()) {
            links.links().createVeth(VethEnd.here(port, 1), new VethEnd(END, 1, host.fd()));
        }
        middle.exec("ip", "address", "add", gateway + "/24", "dev", port);
        host.exec("ip", "address", "add", own + "/24", "dev", END);
        middle.exec("ip", "link", "set", port, "up");
        host.exec("ip", "link", "set", END, "up");
    }

    private static void plain(NetworkSpace space, String link) {
        space.exec("ethtool", "-K", link, "tso", "off", "gso", "off", "gro", "off", "tx", "off");
    }

    public NetworkSpace client() {
        return client;
    }

    public NetworkSpace middle() {
        return middle;
    }

    public NetworkSpace backend() {
        return backend;
    }

    /** The client's or the backend's interface. */
    static Link end(NetworkSpace host) {
        return link(host, END);
    }

    /** The middle's interface towards clients. */
    Link front() {
        return link(middle, FRONT);
    }

    private static Link link(NetworkSpace host, String name) {
        try (Netlink netlink = host.netlink()) {
            return netlink.links().named(name).orElseThrow();
        }
    }

    /**
     * Has an interface take what a program at its other end sends or redirects: one does so that
     * polls, which {@code gro} switches on.
     */
    private static void poll(NetworkSpace space, String link) {
        space.exec("ethtool", "-K", link, "gro", "on");
    }

    /** Has the kernel in the middle take frames that the generator sends. */
    void takeFromGenerator() {
        poll(middle, FRONT);
    }

    /** The same for what the sink answers. */
    void takeFromSink() {
        poll(middle, BACK);
    }

    /** The middle's interface towards the backend. */
    Link back() {
        return link(middle, BACK);
    }

    /** A command line that runs a command in the middle. */
    public List<String> inMiddle(List<String> command) {
        var whole = new ArrayList<>(List.of("ip", "netns", "exec", middle.name()));
        whole.addAll(command);
        return whole;
    }

    @Override
    public void close() {
        client.close();
        middle.close();
        backend.close();
        NetworkSpace.deleteAll(PREFIX);
    }
}
