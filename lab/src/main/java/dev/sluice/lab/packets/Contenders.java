package dev.sluice.lab.packets;

import java.util.List;

/** Those that Sluice is compared with. */
public final class Contenders {
    public static final String NFTABLES = "nftables DNAT";
    public static final String HAPROXY = "HAProxy";

    private Contenders() {}

    /** All, the one without a balancer first. */
    public static List<Contender> all() {
        return List.of(
                KernelForwarding.none(),
                KernelForwarding.nftables(),
                ProxyProgram.haproxy(),
                ProxyProgram.nginx());
    }
}
