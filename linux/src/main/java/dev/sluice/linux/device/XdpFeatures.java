package dev.sluice.linux.device;

/**
 * What a driver can do with XDP (Documentation/netlink/specs/netdev.yaml, Linux 6.3).
 *
 * @param known whether the kernel could say
 * @param basic whether programs may pass, drop and send back
 * @param redirect whether programs may send frames elsewhere, to sockets too
 * @param takesRedirected whether programs at other devices may send frames out by it
 * @param zeroCopy whether sockets may have frames without a copy
 */
public record XdpFeatures(
        boolean known, boolean basic, boolean redirect, boolean takesRedirected, boolean zeroCopy) {
    /** A kernel that does not say. */
    public static final XdpFeatures UNKNOWN = new XdpFeatures(false, false, false, false, false);

    private static final int BASIC = 1;
    private static final int REDIRECT = 2;
    private static final int TAKES_REDIRECTED = 4;
    private static final int ZERO_COPY = 8;

    /** Reads the kernel's bits. */
    public static XdpFeatures of(long bits) {
        return new XdpFeatures(
                true,
                (bits & BASIC) != 0,
                (bits & REDIRECT) != 0,
                (bits & TAKES_REDIRECTED) != 0,
                (bits & ZERO_COPY) != 0);
    }
}
