package dev.sluice.linux.bpf;

/** Where a program that changes addresses finds and leaves them: {@code struct bpf_sock_addr}. */
public final class SocketAddressFields {
    /** An int in network order. */
    public static final int IPV4 = 4;

    /** Four ints in network order. */
    public static final int IPV6 = 8;

    /** An int, of which the first two bytes are the port in network order. */
    public static final int PORT = 24;

    /** A pointer, a long. */
    public static final int SOCKET = 64;

    private SocketAddressFields() {}
}
