package dev.sluice.linux.raw;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * A socket for the packets of one IP protocol at one interface: raw(7), ipv6(7). What it sends has
 * a TTL or hop limit of 255, and stays on the link.
 */
public final class RawIpSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTODEVICE = 25;
    private static final int IPPROTO_IP = 0;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_MULTICAST_TTL = 33;
    private static final int IP_MULTICAST_LOOP = 34;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_MULTICAST_HOPS = 18;
    private static final int IPV6_MULTICAST_LOOP = 19;
    private static final int IPV6_ADD_MEMBERSHIP = 20;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_TCLASS = 67;
    private static final int HOPS = 255;

    /** Internetwork control (RFC 791 §3.1). */
    private static final int PRECEDENCE = 0xC0;

    private static final int MSG_DONTWAIT = 0x40;

    private final int fd;
    private final boolean ipv6;
    private final int ifindex;
    private final Arena arena = Arena.ofShared();
    private final RawMessage message;

    private RawIpSocket(int fd, boolean ipv6, int ifindex) {
        this.fd = fd;
        this.ipv6 = ipv6;
        this.ifindex = ifindex;
        this.message = new RawMessage(arena, ipv6);
    }

    /**
     * Opens one in the calling thread's namespace.
     *
     * @param link the interface's name
     * @param ifindex its number
     */
    public static RawIpSocket open(boolean ipv6, int protocol, String link, int ifindex) {
        int fd = Syscalls.socket(ipv6 ? AF_INET6 : AF_INET, SOCK_RAW_CLOEXEC, protocol);
        KernelException.check(fd, "cannot open a raw socket for IP protocol " + protocol);
        var socket = new RawIpSocket(fd, ipv6, ifindex);
        try {
            socket.prepare(link);
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private void prepare(String link) {
        MemorySegment name = arena.allocateFrom(link, StandardCharsets.US_ASCII);
        check(Syscalls.setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, name), "bind to " + link);
        if (ipv6) {
            option(IPPROTO_IPV6, IPV6_UNICAST_HOPS, HOPS);
            option(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, HOPS);
            option(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
            option(IPPROTO_IPV6, IPV6_TCLASS, PRECEDENCE);
            option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
            option(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
        } else {
            option(IPPROTO_IP, IP_TTL, HOPS);
            option(IPPROTO_IP, IP_MULTICAST_TTL, HOPS);
            option(IPPROTO_IP, IP_MULTICAST_LOOP, 0);
            option(IPPROTO_IP, IP_TOS, PRECEDENCE);
        }
    }

    private void option(int level, int option, int value) {
        check(Syscalls.setsockopt(fd, level, option, value), "set option " + option);
    }

    private static void check(int result, String what) {
        KernelException.check(result, "a raw socket cannot " + what);
    }

    /** Receives what is sent to a group from now on. */
    public void join(InetAddress group) {
        byte[] bytes = group.getAddress();
        MemorySegment membership = arena.allocate(ipv6 ? 20 : 12, 4);
        MemorySegment.copy(bytes, 0, membership, ValueLayout.JAVA_BYTE, 0, bytes.length);
        membership.set(ValueLayout.JAVA_INT, ipv6 ? 16 : 8, ifindex);
        check(
                ipv6
                        ? Syscalls.setsockopt(fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, membership)
                        : Syscalls.setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership),
                "join " + group.getHostAddress());
    }

    /** What a thread waits on. */
    public int fd() {
        return fd;
    }

    /**
     * Takes the next packet that waits; what it says is read from {@link #received} and valid until
     * the next is taken.
     *
     * @return whether there was one
     */
    public boolean receive() {
        long length = Syscalls.recvmsg(fd, message.toReceive(), MSG_DONTWAIT);
        if (Errno.isError(length)) {
            return false;
        }
        message.received((int) length);
        return true;
    }

    public RawMessage received() {
        return message;
    }

    /**
     * Sends a packet's content.
     *
     * @param from an address of the interface
     * @return 0, or the negative of a number of {@link Errno}
     */
    public int send(MemorySegment content, long length, InetAddress from, InetAddress to) {
        if (ipv6 == (to instanceof Inet4Address)) {
            throw new IllegalArgumentException("not of this socket's family: " + to);
        }
        long sent =
                Syscalls.sendmsg(
                        fd, message.toSend(content, length, from, to, ifindex), MSG_DONTWAIT);
        return (int) Math.min(0, sent);
    }

    @Override
    public void close() {
        Syscalls.close(fd);
        arena.close();
    }
}
