package dev.sluice.linux.bpf;

/** Where a program for frames finds what it is given: {@code struct xdp_md}, each field an int. */
public final class XdpFields {
    /** Address of the frame's first byte. */
    public static final int DATA = 0;

    /** Address behind its last byte. */
    public static final int DATA_END = 4;

    public static final int INGRESS_IFINDEX = 12;
    public static final int RX_QUEUE = 16;
    static final int SIZE = 24;

    private XdpFields() {}
}
