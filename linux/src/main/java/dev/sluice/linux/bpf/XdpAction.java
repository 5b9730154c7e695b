package dev.sluice.linux.bpf;

/** What becomes of a frame. */
public enum XdpAction {
    /** A fault of the program: dropped and traced. */
    ABORTED(0),
    /** Dropped. */
    DROP(1),
    /** Goes on to the kernel. */
    PASS(2),
    /** Sent back by the interface that it came in by. */
    TX(3),
    /** Given to an interface, a processor or a socket. */
    REDIRECT(4);

    private final int number;

    XdpAction(int number) {
        this.number = number;
    }

    /** The number that programs return. */
    public int number() {
        return number;
    }
}
