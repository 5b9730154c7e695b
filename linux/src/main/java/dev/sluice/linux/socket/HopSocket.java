package dev.sluice.linux.socket;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * UDP of one IP version between neighbours: what it sends has the highest hop count that there is,
 * and of what it receives it says the hop count, so that a datagram from afar is told apart (RFC
 * 5082). Never makes its thread wait. For one thread.
 */
public final class HopSocket implements AutoCloseable {
    /** Of a datagram that has passed no router. */
    public static final int HOPS_MAX = 255;

    private static final int BUFFER_BYTES = 512;
    private static final int CONTROL_BYTES = 64;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private final MemorySegment from = arena.allocate(Abi.SOCKADDR_IN6_SIZE, 8);
    private final MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
    private final MemorySegment part = arena.allocate(Abi.IOVEC_SIZE, 8);
    private final MemorySegment message = arena.allocate(Abi.MSGHDR_SIZE, 8);
    private final int fd;

    private HopSocket(int fd) {
        this.fd = fd;
        part.set(ValueLayout.JAVA_LONG, 0, buffer.address());
        part.set(ValueLayout.JAVA_LONG, Abi.IOVEC_LEN, BUFFER_BYTES);
        message.set(ValueLayout.JAVA_LONG, Abi.MSGHDR_NAME, from.address());
        message.set(ValueLayout.JAVA_LONG, Abi.MSGHDR_IOV, part.address());
        message.set(ValueLayout.JAVA_LONG, Abi.MSGHDR_IOVLEN, 1);
        message.set(ValueLayout.JAVA_LONG, Abi.MSGHDR_CONTROL, control.address());
    }

    /**
     * Opens one at all addresses.
     *
     * @throws KernelException where the port is taken
     */
    public static HopSocket open(boolean ipv6, int port) {
        int family = ipv6 ? Abi.AF_INET6 : Abi.AF_INET;
        int fd = Syscalls.socket(family, Abi.SOCK_DGRAM | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC, 0);
        KernelException.check(fd, "cannot open a UDP socket");
        var socket = new HopSocket(fd);
        try (Arena arena = Arena.ofConfined()) {
            if (ipv6) {
                Syscalls.setsockopt(fd, Abi.IPPROTO_IPV6, Abi.IPV6_V6ONLY, 1);
                Syscalls.setsockopt(fd, Abi.IPPROTO_IPV6, Abi.IPV6_UNICAST_HOPS, HOPS_MAX);
                Syscalls.setsockopt(fd, Abi.IPPROTO_IPV6, Abi.IPV6_RECVHOPLIMIT, 1);
            } else {
                Syscalls.setsockopt(fd, Abi.IPPROTO_IP, Abi.IP_TTL, HOPS_MAX);
                Syscalls.setsockopt(fd, Abi.IPPROTO_IP, Abi.IP_RECVTTL, 1);
            }
            KernelException.check(
                    Syscalls.bind(fd, Endpoint.any(family, port, arena)),
                    "cannot listen at UDP port " + port);
            return socket;
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
    }

    public int fd() {
        return fd;
    }

    /** Sends a datagram if there is room for it. */
    public void send(byte[] bytes, InetSocketAddress to) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment address = new Endpoint(to.getAddress(), to.getPort()).write(call);
            MemorySegment copy = call.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            Syscalls.sendto(fd, copy, bytes.length, Abi.MSG_NOSIGNAL, address);
        }
    }

    /**
     * A datagram.
     *
     * @param hops its hop count as it arrived; 0 where the kernel did not say
     */
    public record Datagram(InetAddress from, int hops, ByteBuffer bytes) {}

    /** Takes one that waits, if one does. */
    public @Nullable Datagram receive() {
        message.set(ValueLayout.JAVA_INT, Abi.MSGHDR_NAMELEN, Abi.SOCKADDR_IN6_SIZE);
        message.set(ValueLayout.JAVA_LONG, Abi.MSGHDR_CONTROLLEN, CONTROL_BYTES);
        control.fill((byte) 0);
        long count = Syscalls.recvmsg(fd, message, 0);
        if (Errno.isError(count)) {
            return null;
        }
        byte[] bytes = new byte[(int) count];
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
        return new Datagram(Endpoint.read(from).address(), hops(), ByteBuffer.wrap(bytes));
    }

    /** The one ancillary word that was asked for. */
    private int hops() {
        int level = control.get(ValueLayout.JAVA_INT, Abi.CMSGHDR_LEVEL);
        int type = control.get(ValueLayout.JAVA_INT, Abi.CMSGHDR_TYPE);
        boolean asked =
                (level == Abi.IPPROTO_IP && type == Abi.IP_TTL)
                        || (level == Abi.IPPROTO_IPV6 && type == Abi.IPV6_HOPLIMIT);
        boolean whole =
                message.get(ValueLayout.JAVA_LONG, Abi.MSGHDR_CONTROLLEN) > Abi.CMSGHDR_SIZE;
        return asked && whole ? control.get(ValueLayout.JAVA_INT, Abi.CMSGHDR_SIZE) : 0;
    }

    @Override
    public void close() {
        Syscalls.close(fd);
        arena.close();
    }
}
