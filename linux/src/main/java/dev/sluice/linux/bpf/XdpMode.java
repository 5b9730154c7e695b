package dev.sluice.linux.bpf;

/** Who runs a program at an interface. */
public enum XdpMode {
    /** The kernel, after it made a packet buffer: with any driver, slower. */
    GENERIC(2),
    /** The driver, before anything else. */
    NATIVE(4);

    private final int number;

    XdpMode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
