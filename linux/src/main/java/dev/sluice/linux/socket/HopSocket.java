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

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private final AncillaryMessage message = new AncillaryMessage(arena, buffer);
    private final int fd;

    private HopSocket(int fd) {
        this.fd = fd;
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
        long count = Syscalls.recvmsg(fd, message.toReceive(), 0);
        if (Errno.isError(count)) {
            return null;
        }
        byte[] bytes = new byte[(int) count];
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
        return new Datagram(
                Endpoint.read(message.address()).address(), hops(), ByteBuffer.wrap(bytes));
    }

    /** Of the one version that the socket is of. */
    private int hops() {
        return message.word(Abi.IPPROTO_IP, Abi.IP_TTL)
                | message.word(Abi.IPPROTO_IPV6, Abi.IPV6_HOPLIMIT);
    }

    @Override
    public void close() {
        Syscalls.close(fd);
        arena.close();
    }
}
