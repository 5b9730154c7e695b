package dev.sluice.director;

import dev.sluice.director.worker.TestSpaces;
import dev.sluice.linux.device.Device;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Two directors in front of servers, each at a switch with a client; the cable between the switches
 * can be cut. End hosts leave no checksum unfinished.
 *
 * <pre>
 *   near 10.91.1.2 ─ switch 1 ═══ trunk ═══ switch 2 ─ far 10.91.1.3
 *                       │                      │
 *              first 10.91.1.11       second 10.91.1.12
 *                    10.91.2.11              10.91.2.12
 *                       └──────── back ────────┘─ servers 10.91.2.2
 * </pre>
 */
final class PartedRegion implements AutoCloseable {
    static final String SERVER = "10.91.2.2";
    static final String FIRST_BACK = "10.91.2.11";
    static final String SECOND_BACK = "10.91.2.12";

    private static final int ATTEMPT_MS = 1_000;
    private static final int ANSWER_MS = 60_000;

    final NetworkSpace near;
    final NetworkSpace far;
    final NetworkSpace first;
    final NetworkSpace second;
    final NetworkSpace servers;
    private final NetworkSpace switches;
    private final TestSpaces spaces;

    PartedRegion(String word) {
        spaces = TestSpaces.of(word);
        switches = spaces.create("switches");
        near = spaces.create("near");
        far = spaces.create("far");
        first = spaces.create("first");
        second = spaces.create("second");
        servers = spaces.create("servers");
        for (String bridge : new String[] {"sw1", "sw2", "back"}) {
            ip("link add " + bridge + " type bridge");
            ip("link set " + bridge + " up");
        }
        ip("link add trunk1 type veth peer name trunk2");
        ip("link set trunk1 master sw1 up");
        ip("link set trunk2 master sw2 up");
        wire(near, "outside0", "sw1", "10.91.1.2");
        wire(far, "outside0", "sw2", "10.91.1.3");
        wire(first, SmallRegion.OUTSIDE, "sw1", "10.91.1.11");
        wire(second, SmallRegion.OUTSIDE, "sw2", "10.91.1.12");
        wire(first, SmallRegion.INSIDE, "back", FIRST_BACK);
        wire(second, SmallRegion.INSIDE, "back", SECOND_BACK);
        wire(servers, "inside0", "back", SERVER);
    }

    private void ip(String words) {
        switches.exec(("ip " + words).split(" "));
    }

    private void wire(NetworkSpace host, String name, String bridge, String address) {
        String port = bridge + "-" + address.substring(address.lastIndexOf('.') + 1);
        host.sysctl("net/ipv4/conf/all/rp_filter", "0");
        try (Netlink here = switches.netlink();
                Netlink there = host.netlink()) {
            here.links().createVeth(VethEnd.here(port, 1), new VethEnd(name, 1, host.fd()));
            int index = there.links().index(name);
            there.links().up(index);
            there.addresses().add(new InterfaceAddress(index, SmallRegion.literal(address), 24));
        }
        ip("link set " + port + " master " + bridge + " up");
        host.run(() -> new Device(name).fillsChecksums(false));
    }

    /** Has servers answer to a director's local addresses by that director. */
    void route(String locals, String director) {
        servers.exec("ip", "route", "add", locals, "via", director);
    }

    /** Has what the kernels of directors redirect be taken. */
    void takeRedirected() {
        for (String port : new String[] {"sw1-11", "sw2-12", "back-11", "back-12"}) {
            switches.exec("ethtool", "-K", port, "gro", "on");
        }
    }

    /** Plugs the cable between the switches in, or out. */
    void trunk(boolean in) {
        ip("link set trunk1 " + (in ? "up" : "down"));
    }

    /** Whose MAC an address has for a host. */
    boolean isFoundAt(NetworkSpace host, String address, NetworkSpace director) {
        String[] link =
                director.exec("ip", "-o", "link", "show", SmallRegion.OUTSIDE).split("link/ether ");
        return host.exec("ip", "neigh", "show", address).contains(link[1].substring(0, 17));
    }

    /** Who answers there is found out anew with each try. */
    static Socket connect(String virtual, NetworkSpace client) {
        var connected = new ArrayList<Socket>();
        Patience.await(() -> {
            attempt(virtual, client).ifPresent(connected::add);
            return !connected.isEmpty();
        });
        return connected.getFirst();
    }

    private static Optional<Socket> attempt(String virtual, NetworkSpace client) {
        var to = new InetSocketAddress(SmallRegion.literal(virtual), Written.PORT);
        return client.call(() -> {
            var socket = new Socket();
            try {
                socket.connect(to, ATTEMPT_MS);
                socket.setSoTimeout(ANSWER_MS);
                DirectorBed.readLine(socket);
                return Optional.of(socket);
            } catch (IOException _) {
                socket.close();
                return Optional.empty();
            }
        });
    }

    @Override
    public void close() {
        spaces.close();
    }
}
