package dev.sluice.linux.bpf;

/** Where a program is attached. */
public enum AttachType {
    /** At an interface. */
    XDP(37),
    /** In traffic control, for what an interface received. */
    TCX_INGRESS(46),
    /** To the TCP sockets of a control group. */
    SOCKET_EVENTS(3),
    /** To the answers of {@code getpeername} and {@code accept} on IPv4 sockets. */
    PEER_NAME_4(29),
    /** To the answers of {@code getpeername} and {@code accept} on IPv6 sockets. */
    PEER_NAME_6(30);

    private final int number;

    AttachType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
