package dev.sluice.linux.xdp;

/** How frames get from an interface into the memory of frames, and back. */
public enum CopyMode {
    /** The interface's own memory is it, where the driver can; a copy where it cannot. */
    BEST(0),
    /** The kernel copies: works with every interface. */
    COPY(Abi.XDP_COPY),
    /** Without a copy, or not at all. */
    ZERO_COPY(Abi.XDP_ZEROCOPY);

    private final int flag;

    CopyMode(int flag) {
        this.flag = flag;
    }

    int flag() {
        return flag;
    }
}
