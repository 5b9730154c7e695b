package dev.sluice.lab.sync;

import dev.sluice.lab.failover.Impairer;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * The network between directors, each in a network namespace:
 *
 * <pre>
 *   1  eth0 10.98.0.1/24 ──┐
 *   2  eth0 10.98.0.2/24 ──┼── bridge
 *   3  eth0 10.98.0.3/24 ──┘
 * </pre>
 */
public final class SyncBed implements AutoCloseable {
    /** Of UDP and TCP. */
    public static final int PORT = 7947;

    private static final String PREFIX = "sluice-share-";
    private static final String BRIDGE = "bridge";
    private static final String END = "eth0";
    private static final long SEED = 7;

    private final NetworkSpace middle;
    private final List<NetworkSpace> hosts = new ArrayList<>();

    private SyncBed(int directors) {
        NetworkSpace.deleteAll(PREFIX);
        middle = NetworkSpace.create(PREFIX + "middle");
        try (Netlink links = middle.netlink()) {
            links.links().createBridge(BRIDGE);
            links.links().up(links.links().index(BRIDGE));
        }
        for (int number = 1; number <= directors; number++) {
            hosts.add(host(number));
        }
    }

    /** Makes it; what an earlier one left behind is cleared. */
    public static SyncBed make(int directors) throws LabFailure {
        if (!NetworkSpace.isAllowed()) {
            throw new LabFailure("making network namespaces needs root");
        }
        return new SyncBed(directors);
    }

    private NetworkSpace host(int number) {
        NetworkSpace host = NetworkSpace.create(PREFIX + number);
        try (Netlink links = middle.netlink()) {
            links.links().createVeth(VethEnd.here(wire(number), 1), new VethEnd(END, 1, host.fd()));
        }
        middle.exec("ip", "link", "set", wire(number), "master", BRIDGE, "up");
        host.exec("ip", "link", "set", "lo", "up");
        host.exec("ip", "address", "add", address(number) + "/24", "dev", END);
        host.exec("ip", "link", "set", END, "up");
        return host;
    }

    private static String wire(int number) {
        return "to-" + number;
    }

    private static String address(int number) {
        return "10.98.0." + number;
    }

    /** Where directors are. */
    public List<String> addresses() {
        var all = new ArrayList<String>();
        for (int number = 1; number <= hosts.size(); number++) {
            all.add(address(number));
        }
        return all;
    }

    /** A command line that runs a command where a director is, from 1. */
    public List<String> at(int number, List<String> command) {
        var whole = new ArrayList<>(List.of("ip", "netns", "exec", hosts.get(number - 1).name()));
        whole.addAll(command);
        return whole;
    }

    /** Puts a network in the bridge's place that can be made bad. */
    Impairer impair() {
        var wires = new ArrayList<String>();
        for (int number = 1; number <= hosts.size(); number++) {
            // What is forwarded by hand must be whole.
            hosts.get(number - 1)
                    .exec("ethtool", "-K", END, "tx", "off", "tso", "off", "gso", "off");
            wires.add(wire(number));
        }
        return Impairer.start(middle, BRIDGE, wires, SEED);
    }

    @Override
    public void close() {
        hosts.forEach(NetworkSpace::close);
        middle.close();
        NetworkSpace.deleteAll(PREFIX);
    }
}
