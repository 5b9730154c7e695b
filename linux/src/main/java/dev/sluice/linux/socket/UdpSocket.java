package dev.sluice.linux.socket;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * UDP of one IP version to neighbours, one by one or by multicast: what is sent to a group passes
 * no router and does not come back. Never makes its thread wait; sending and receiving allocate
 * nothing. For one thread.
 *
 * <p>Datagrams of one length to one place can be sent by one call, and are received by one if they
 * come together: the kernel takes as long for all of them as for one, until a network interface
 * cuts them (udp(7), UDP_SEGMENT and UDP_GRO).
 */
public final class UdpSocket implements AutoCloseable {
    /** What one call receives at most. */
    public static final int RECEIVED_BYTES_MAX = 65_535;

    /** What one call sends at most: headers belong to what is cut. */
    public static final int SENT_BYTES_MAX = 65_000;

    /** How many datagrams one call sends at most. */
    public static final int SENT_MAX = 64;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(RECEIVED_BYTES_MAX, 8);
    private final MemorySegment out = arena.allocate(RECEIVED_BYTES_MAX, 8);
    private final AncillaryMessage received = new AncillaryMessage(arena, in);
    private final MemorySegment from = received.address();
    private final AncillaryMessage sent = new AncillaryMessage(arena, out);
    private final boolean ipv6;
    private final int fd;

    /** Where datagrams go to or come from, as the kernel writes it. */
    public static final class Place {
        private final MemorySegment written;

        private Place(MemorySegment written) {
            this.written = written;
        }

        /** In its written form. */
        public static Place of(InetSocketAddress address) {
            return new Place(
                    new Endpoint(address.getAddress(), address.getPort()).write(Arena.ofAuto()));
        }

        public InetSocketAddress address() {
            Endpoint endpoint = Endpoint.read(written);
            return new InetSocketAddress(endpoint.address(), endpoint.port());
        }
    }

    private UdpSocket(int fd, boolean ipv6) {
        this.fd = fd;
        this.ipv6 = ipv6;
    }

    /**
     * Opens one in the calling thread's namespace.
     *
     * @param at an address of this machine; null for all
     * @param bufferBytes what may wait in the kernel; less where that is not allowed
     * @throws KernelException where the port is taken, or the address is not there
     */
    public static UdpSocket open(
            boolean ipv6, @Nullable InetAddress at, int port, int bufferBytes) {
        int family = ipv6 ? Abi.AF_INET6 : Abi.AF_INET;
        int fd = Syscalls.socket(family, Abi.SOCK_DGRAM | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC, 0);
        KernelException.check(fd, "cannot open a UDP socket");
        var socket = new UdpSocket(fd, ipv6);
        try (Arena call = Arena.ofConfined()) {
            if (ipv6) {
                Syscalls.setsockopt(fd, Abi.IPPROTO_IPV6, Abi.IPV6_V6ONLY, 1);
            }
            socket.buffers(Abi.SO_RCVBUFFORCE, Abi.SO_RCVBUF, bufferBytes);
            socket.buffers(Abi.SO_SNDBUFFORCE, Abi.SO_SNDBUF, bufferBytes);
            MemorySegment address =
                    at == null
                            ? Endpoint.any(family, port, call)
                            : new Endpoint(at, port).write(call);
            KernelException.check(Syscalls.bind(fd, address), "cannot listen at UDP port " + port);
            return socket;
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
    }

    /** Beyond the system's limit where this process may (CAP_NET_ADMIN), else up to it. */
    private void buffers(int force, int ask, int bytes) {
        if (Syscalls.setsockopt(fd, Abi.SOL_SOCKET, force, bytes) < 0) {
            Syscalls.setsockopt(fd, Abi.SOL_SOCKET, ask, bytes);
        }
    }

    /**
     * Receives what is sent to a group at an interface, and sends to groups there.
     *
     * @param ifindex the interface's number
     */
    public void join(InetAddress group, int ifindex) {
        if (ipv6 == (group instanceof Inet4Address)) {
            throw new IllegalArgumentException("not of this socket's family: " + group);
        }
        try (Arena call = Arena.ofConfined()) {
            MemorySegment membership = membership(group, ifindex, call);
            if (ipv6) {
                option(Abi.IPPROTO_IPV6, Abi.IPV6_MULTICAST_IF, ifindex);
                option(Abi.IPPROTO_IPV6, Abi.IPV6_MULTICAST_HOPS, 1);
                option(Abi.IPPROTO_IPV6, Abi.IPV6_MULTICAST_LOOP, 0);
                check(
                        Syscalls.setsockopt(
                                fd, Abi.IPPROTO_IPV6, Abi.IPV6_ADD_MEMBERSHIP, membership),
                        group);
            } else {
                check(
                        Syscalls.setsockopt(
                                fd,
                                Abi.IPPROTO_IP,
                                Abi.IP_MULTICAST_IF,
                                membership(InetAddress.ofLiteral("0.0.0.0"), ifindex, call)),
                        group);
                option(Abi.IPPROTO_IP, Abi.IP_MULTICAST_TTL, 1);
                option(Abi.IPPROTO_IP, Abi.IP_MULTICAST_LOOP, 0);
                check(
                        Syscalls.setsockopt(fd, Abi.IPPROTO_IP, Abi.IP_ADD_MEMBERSHIP, membership),
                        group);
            }
        }
    }

    private MemorySegment membership(InetAddress group, int ifindex, Arena call) {
        byte[] bytes = group.getAddress();
        MemorySegment memory = call.allocate(ipv6 ? Abi.IPV6_MREQ_SIZE : Abi.IP_MREQN_SIZE, 4);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        memory.set(
                ValueLayout.JAVA_INT, ipv6 ? Abi.IPV6_MREQ_IFINDEX : Abi.IP_MREQN_IFINDEX, ifindex);
        return memory;
    }

    private void option(int level, int option, int value) {
        KernelException.check(
                Syscalls.setsockopt(fd, level, option, value),
                "cannot set option " + option + " of a UDP socket");
    }

    private static void check(int result, InetAddress group) {
        KernelException.check(result, "cannot join the group " + group.getHostAddress());
    }

    /** Takes by one call, from now on, what came together; where the kernel can. */
    public void receiveTogether() {
        Syscalls.setsockopt(fd, Abi.IPPROTO_UDP, Abi.UDP_GRO, 1);
    }

    public int fd() {
        return fd;
    }

    /**
     * Takes datagrams that wait, all from one place: one, or several that came together, which
     * stand one behind the other then, of {@link #each} bytes all but the last.
     *
     * @param into what does not fit is cut off
     * @return the length of all; below 0 if none waits
     */
    public int receive(byte[] into) {
        long count = Syscalls.recvmsg(fd, received.toReceive(), 0);
        if (Errno.isError(count)) {
            return -1;
        }
        int length = (int) Math.min(into.length, count);
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, 0, into, 0, length);
        return length;
    }

    /** How long each of the datagrams is that were taken last; 0 if it was one. */
    public int each() {
        return received.word(Abi.IPPROTO_UDP, Abi.UDP_GRO);
    }

    /** Whether what was taken last came from there. */
    public boolean isFrom(@Nullable Place place) {
        long size = sourceBytes();
        return place != null
                && place.written.byteSize() == size
                && MemorySegment.mismatch(place.written, 0, size, from, 0, size) < 0;
    }

    /** Where what was taken last came from. */
    public Place source() {
        long size = sourceBytes();
        MemorySegment copy = Arena.ofAuto().allocate(size, 8);
        copy.copyFrom(from.asSlice(0, size));
        return new Place(copy);
    }

    private long sourceBytes() {
        return ipv6 ? Abi.SOCKADDR_IN6_SIZE : Abi.SOCKADDR_IN_SIZE;
    }

    /**
     * Sends a datagram.
     *
     * @return whether there was room and a way for it
     */
    public boolean send(byte[] bytes, int length, Place to) {
        return send(bytes, length, length, to) == 1;
    }

    /**
     * Sends datagrams that stand one behind the other, no more than {@link #SENT_MAX} and {@link
     * #SENT_BYTES_MAX}: by one call where the kernel can.
     *
     * @param length of all
     * @param each of all but the last, which may be shorter
     * @return for how many there was room and a way
     */
    public int send(byte[] bytes, int length, int each, Place to) {
        MemorySegment.copy(bytes, 0, out, ValueLayout.JAVA_BYTE, 0, length);
        if (length <= each) {
            return sendOne(out, length, to);
        }
        MemorySegment all = sent.toSend(length, to.written, Abi.IPPROTO_UDP, Abi.UDP_SEGMENT, each);
        if (!Errno.isError(Syscalls.sendmsg(fd, all, Abi.MSG_NOSIGNAL))) {
            return (length + each - 1) / each;
        }
        int count = 0;
        for (int at = 0; at < length; at += each) {
            count += sendOne(out.asSlice(at), Math.min(each, length - at), to);
        }
        return count;
    }

    private int sendOne(MemorySegment bytes, int length, Place to) {
        long result = Syscalls.sendto(fd, bytes, length, Abi.MSG_NOSIGNAL, to.written);
        return Errno.isError(result) ? 0 : 1;
    }

    @Override
    public void close() {
        Syscalls.close(fd);
        arena.close();
    }
}
