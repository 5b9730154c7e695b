package dev.sluice.lab.packets;

import java.util.List;

/** Those that Sluice is compared with. */
public final class Contenders {
    public static final String NFTABLES = "nftables DNAT";
    public static final String HAPROXY = "HAProxy";
    public static final String BARE = "bare XDP program";
    public static final String SLUICE = "Sluice";
    public static final String SLUICE_IN_JAVA = "Sluice, all in Java";
    public static final String SLUICE_TC = "Sluice, tc";

    private Contenders() {}

    /** All, the one without a balancer first. */
    public static List<Contender> all() {
        return List.of(
                KernelForwarding.none(),
                KernelForwarding.nftables(),
                ProxyProgram.haproxy(),
                ProxyProgram.nginx(),
                new BareForwarding());
    }
}
