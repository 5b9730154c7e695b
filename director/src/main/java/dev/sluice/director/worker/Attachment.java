package dev.sluice.director.worker;

/** How a port's frames are taken from the kernel. */
public enum Attachment {
    /** By an XDP program that the driver runs: the fastest for small frames. */
    NATIVE("native XDP"),
    /** By an XDP program that the kernel runs behind the driver: with any driver. */
    GENERIC("generic XDP"),
    /**
     * By a program in traffic control: frames that senders leave to be cut pass uncut, and others'
     * XDP programs may stay. What workers are to have goes to them through a {@link Door}.
     */
    TC("tc");

    private final String brief;

    Attachment(String brief) {
        this.brief = brief;
    }

    /** As others call it. */
    public String brief() {
        return brief;
    }
}
