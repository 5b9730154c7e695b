package dev.sluice.linux.bpf;

/**
 * Where a program that is told of TCP sockets finds what it is given: {@code struct bpf_sock_ops};
 * and what it is told of.
 */
public final class SocketEventFields {
    /** An int: one of the events below. */
    public static final int EVENT = 0;

    /** An int: AF_INET or AF_INET6. */
    public static final int FAMILY = 20;

    /** An int in network order. */
    public static final int REMOTE_IPV4 = 24;

    /** Four ints in network order. */
    public static final int REMOTE_IPV6 = 32;

    /** A pointer, a long; 0 where there is none. */
    public static final int SOCKET = 184;

    /** An int: which further events are wanted. */
    public static final int FLAGS = 84;

    /** Address of the first byte of the TCP header that came, a long. */
    public static final int HEADER = 192;

    /** Address behind its last byte, a long. */
    public static final int HEADER_END = 200;

    /** An int: the flags of the segment that options are written for. */
    public static final int TCP_FLAGS = 212;

    public static final int CONNECTS = 3;
    public static final int ACCEPTED = 5;
    public static final int LISTENS = 11;
    public static final int GOT_UNKNOWN_OPTIONS = 13;
    public static final int MEASURES_OPTIONS = 14;
    public static final int WRITES_OPTIONS = 15;

    /** A flag: the event that a segment has options which the kernel does not know is wanted. */
    public static final int WANTS_UNKNOWN_OPTIONS = 32;

    /** A flag: the two events about options are wanted. */
    public static final int WANTS_TO_WRITE_OPTIONS = 64;

    /** A socket option that only programs can read: the TCP header of the SYN, if it was kept. */
    public static final int SYN_OPTION = 1005;

    private SocketEventFields() {}
}
