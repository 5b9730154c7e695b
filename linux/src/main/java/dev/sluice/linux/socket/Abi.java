package dev.sluice.linux.socket;

/**
 * The kernel's numbers for sockets: asm-generic/socket.h, include/uapi/linux/tcp.h, udp.h, in.h,
 * in6.h. A test compares each with what a C program printed. Those of a structure are where a field
 * lies in it.
 */
final class Abi {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int MSG_NOSIGNAL = 0x4000;

    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_ERROR = 4;

    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int TCP_MD5SIG = 14;
    static final int TCP_MD5SIG_MAXKEYLEN = 80;

    static final int TCP_MD5SIG_SIZE = 216;
    static final int TCP_MD5SIG_KEYLEN = 130;
    static final int TCP_MD5SIG_KEY = 136;

    static final int IPPROTO_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;

    static final int IPPROTO_IP = 0;
    static final int IP_TTL = 2;
    static final int IP_RECVTTL = 12;

    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_UNICAST_HOPS = 16;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_RECVHOPLIMIT = 51;
    static final int IPV6_HOPLIMIT = 52;

    static final int SO_RCVBUF = 8;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_SNDBUF = 7;
    static final int SO_SNDBUFFORCE = 32;

    static final int IP_MULTICAST_IF = 32;
    static final int IP_MULTICAST_TTL = 33;
    static final int IP_MULTICAST_LOOP = 34;
    static final int IP_ADD_MEMBERSHIP = 35;

    static final int IPV6_MULTICAST_IF = 17;
    static final int IPV6_MULTICAST_HOPS = 18;
    static final int IPV6_MULTICAST_LOOP = 19;
    static final int IPV6_ADD_MEMBERSHIP = 20;

    static final int IP_MREQN_SIZE = 12;
    static final int IP_MREQN_IFINDEX = 8;
    static final int IPV6_MREQ_SIZE = 20;
    static final int IPV6_MREQ_IFINDEX = 16;

    static final int SOCKADDR_IN_SIZE = 16;
    static final int SOCKADDR_IN_PORT = 2;
    static final int SOCKADDR_IN_ADDR = 4;
    static final int SOCKADDR_IN6_SIZE = 28;
    static final int SOCKADDR_IN6_ADDR = 8;
    static final int SOCKADDR_IN6_SCOPE = 24;

    static final int MSGHDR_SIZE = 56;
    static final int MSGHDR_NAME = 0;
    static final int MSGHDR_NAMELEN = 8;
    static final int MSGHDR_IOV = 16;
    static final int MSGHDR_IOVLEN = 24;
    static final int MSGHDR_CONTROL = 32;
    static final int MSGHDR_CONTROLLEN = 40;
    static final int IOVEC_SIZE = 16;
    static final int IOVEC_LEN = 8;
    static final int CMSGHDR_LEVEL = 8;
    static final int CMSGHDR_TYPE = 12;
    static final int CMSGHDR_SIZE = 16;

    private Abi() {}
}
