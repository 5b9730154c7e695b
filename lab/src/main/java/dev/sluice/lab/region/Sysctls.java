package dev.sluice.lab.region;

import java.util.ArrayList;
import java.util.List;

/**
 * The kernel settings of a node, all that matter here: a new namespace takes some of them from the
 * machine, where they may be anything. They are set before the interfaces come, which take {@code
 * default}.
 */
final class Sysctls {
    private static final List<String> EVERYWHERE =
            List.of(
                    // A reply need not come from where its destination is reached.
                    "net.ipv4.conf.*.rp_filter=0",
                    "net.ipv4.conf.*.send_redirects=0",
                    "net.ipv4.conf.*.accept_redirects=0",
                    // An address is answered for only by the interface that has it: virtual
                    // addresses, which no interface has, stay silent.
                    "net.ipv4.conf.*.arp_ignore=1",
                    "net.ipv4.conf.*.arp_announce=2",
                    "net.ipv6.conf.*.disable_ipv6=0",
                    "net.ipv6.conf.*.accept_ra=0",
                    "net.ipv6.conf.*.accept_redirects=0",
                    // Addresses are usable at once.
                    "net.ipv6.conf.*.accept_dad=0",
                    "net.ipv6.conf.*.dad_transmits=0",
                    "net.ipv4.tcp_congestion_control=cubic");

    /** Frames are a switch's, not the machine's packet filter's. Where it has none, not known. */
    static final List<String> OF_SWITCH =
            List.of(
                    "net.bridge.bridge-nf-call-arptables=0",
                    "net.bridge.bridge-nf-call-iptables=0",
                    "net.bridge.bridge-nf-call-ip6tables=0");

    private Sysctls() {}

    static List<String> of(NodeKind kind) {
        var settings = new ArrayList<String>();
        for (String setting : EVERYWHERE) {
            addForAll(settings, setting);
        }
        String forwarding = kind.forwards() ? "1" : "0";
        settings.add("net.ipv4.ip_forward=" + forwarding);
        addForAll(settings, "net.ipv6.conf.*.forwarding=" + forwarding);
        if (kind == NodeKind.ROUTER) {
            // Each flow, not each pair of addresses, has its own way.
            settings.add("net.ipv4.fib_multipath_hash_policy=1");
            settings.add("net.ipv6.fib_multipath_hash_policy=1");
        }
        if (kind == NodeKind.BACKEND) {
            // Datagrams are answered from a virtual address, which no interface has.
            settings.add("net.ipv6.ip_nonlocal_bind=1");
        }
        settings.add("net.ipv4.ip_local_port_range=" + ports(kind));
        return settings;
    }

    /** A client may open many connections at once; a proxy's must not hit what it listens on. */
    private static String ports(NodeKind kind) {
        return kind == NodeKind.CLIENT ? "1024 65535" : "32768 60999";
    }

    private static void addForAll(List<String> settings, String setting) {
        if (setting.contains("*")) {
            settings.add(setting.replace("*", "all"));
            settings.add(setting.replace("*", "default"));
        } else {
            settings.add(setting);
        }
    }
}
