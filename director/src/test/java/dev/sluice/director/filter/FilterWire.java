package dev.sluice.director.filter;

import static dev.sluice.director.filter.TestFrames.TCP;
import static dev.sluice.director.filter.TestFrames.address;

import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.TestRun;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Links;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * A namespace with a veth pair: frames that are sent by one end come in by {@value #NAME}, where a
 * filter may be.
 */
final class FilterWire implements AutoCloseable {
    static final String NAME = "taps.1";
    static final int FRAMES = 20_000;
    private static final String SPACE = "sluice-tfilter";

    final NetworkSpace space;
    int ifindex;
    private int sender;
    long mac;

    FilterWire() {
        Assumptions.assumeTrue(NetworkSpace.isAllowed(), "not run without root: the XDP filter");
        NetworkSpace.deleteAll(SPACE);
        space = NetworkSpace.create(SPACE);
        space.sysctl("net/ipv6/conf/default/disable_ipv6", "1");
        make();
    }

    private void make() {
        try (Netlink netlink = space.netlink()) {
            Links links = netlink.links();
            links.createVeth(VethEnd.here("sender", 1), VethEnd.here(NAME, 1));
            sender = links.index("sender");
            ifindex = links.index(NAME);
            links.up(sender);
            links.up(ifindex);
            mac = links.named(NAME).map(Link::mac).orElseThrow();
        }
    }

    void makeAgain() {
        try (Netlink netlink = space.netlink()) {
            netlink.links().delete(sender);
        }
        make();
    }

    /** A listener at 203.0.113.10, and another at a port of its own. */
    FilterRules rules(int otherPort) {
        return rules(ifindex, mac, otherPort);
    }

    static FilterRules rules(int ifindex, long mac, int otherPort) {
        return new FilterRules(
                Map.of(ifindex, Set.of(mac)),
                Set.of(
                        new Endpoint(address("203.0.113.10"), TCP, 80),
                        new Endpoint(address("203.0.113.10"), TCP, otherPort)),
                Set.of(),
                Set.of(address("203.0.113.10")),
                Set.of(),
                Set.of(),
                Set.of(),
                Map.of());
    }

    /** Sends many frames for a port of the listeners' address, and waits until they are sent. */
    void send(int port) {
        space.run(() -> sendHere(port));
    }

    /** The same meanwhile. */
    Thread sending(int port) {
        Thread thread = space.newThread("sending", () -> sendHere(port));
        thread.start();
        return thread;
    }

    private void sendHere(int port) {
        var back = new ProgramText().set(Register.R0, XdpAction.TX.number()).exit();
        byte[] to = TestFrames.hex(String.format("%012x", mac));
        byte[] ports = TestFrames.ports(40_000, port);
        byte[] packet = TestFrames.packet4(TCP, "198.51.100.7", "203.0.113.10", ports);
        byte[] frame = TestFrames.ipv4(packet);
        System.arraycopy(to, 0, frame, 0, to.length);
        try (BpfProgram program = BpfProgram.xdp("back", back)) {
            TestRun.live(program, frame, sender, FRAMES, 64);
        }
    }

    /** How many IPv4 packets came to the namespace's own kernel. */
    long packetsOfKernel() {
        return space.call(() -> {
            String counts = Files.readString(Path.of("/proc/thread-self/net/snmp"));
            String values = counts.lines().filter(l -> l.startsWith("Ip: ")).toList().getLast();
            return Long.parseLong(values.split(" ")[3]);
        });
    }

    @Override
    public void close() {
        space.close();
        NetworkSpace.delete(SPACE);
    }
}
