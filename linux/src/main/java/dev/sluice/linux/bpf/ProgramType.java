package dev.sluice.linux.bpf;

/** What a program is for. */
public enum ProgramType {
    /** Decides what becomes of a packet buffer, in traffic control. */
    TC(3),
    /** Decides what becomes of a frame that an interface received. */
    XDP(6),
    /** Is told what happens to the TCP sockets of a control group. */
    SOCKET_EVENTS(13),
    /** Changes addresses that the sockets of a control group give and get. */
    SOCKET_ADDRESS(18);

    private final int number;

    ProgramType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
