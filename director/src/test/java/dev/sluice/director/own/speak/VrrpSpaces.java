package dev.sluice.director.own.speak;

import dev.sluice.director.table.Address;
import dev.sluice.director.worker.TestSpaces;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.net.InetAddress;

/** Two namespaces with a cable between them, an address of each family at either end. */
record VrrpSpaces(TestSpaces spaces, NetworkSpace ours, NetworkSpace theirs)
        implements AutoCloseable {
    static VrrpSpaces of(String word) {
        TestSpaces spaces = TestSpaces.of(word);
        NetworkSpace ours = spaces.create("ours");
        NetworkSpace theirs = spaces.create("theirs");
        for (NetworkSpace space : new NetworkSpace[] {ours, theirs}) {
            space.sysctl("net/ipv6/conf/default/disable_ipv6", "0");
            space.sysctl("net/ipv6/conf/default/accept_dad", "0");
        }
        try (Netlink netlink = ours.netlink()) {
            netlink.links()
                    .createVeth(VethEnd.here("eth0", 1), new VethEnd("eth0", 1, theirs.fd()));
        }
        prepare(ours, "10.71.0.1", "fe80::71:1");
        prepare(theirs, "10.71.0.2", "fe80::71:2");
        return new VrrpSpaces(spaces, ours, theirs);
    }

    private static void prepare(NetworkSpace space, String address, String address6) {
        try (Netlink netlink = space.netlink()) {
            int index = netlink.links().index("eth0");
            netlink.links().up(index);
            netlink.addresses().add(new InterfaceAddress(index, literal(address), 24));
            netlink.addresses().add(new InterfaceAddress(index, literal(address6), 64));
        }
    }

    private static InetAddress literal(String address) {
        return Address.parse(address).orElseThrow().inetAddress();
    }

    /** Plugs the other end in, or out. */
    void cable(boolean in) {
        try (Netlink netlink = theirs.netlink()) {
            int index = netlink.links().index("eth0");
            if (in) {
                netlink.links().up(index);
            } else {
                netlink.links().down(index);
            }
        }
    }

    /** What somebody left behind who was killed. */
    void forgetTheirAddress(Address address) {
        try (Netlink netlink = theirs.netlink()) {
            netlink.addresses().all().stream()
                    .filter(one -> Address.of(one.address()).equals(address))
                    .forEach(netlink.addresses()::delete);
        }
    }

    @Override
    public void close() {
        spaces.close();
    }
}
