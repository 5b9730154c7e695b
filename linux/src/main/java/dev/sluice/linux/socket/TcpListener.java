package dev.sluice.linux.socket;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Waits for TCP connections of one IP version at a port, at all addresses or at one. */
public final class TcpListener implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final int fd;
    private boolean isExhausted;

    private TcpListener(int fd) {
        this.fd = fd;
    }

    /**
     * Opens one.
     *
     * @throws KernelException where the port is taken or not allowed
     */
    public static TcpListener open(boolean ipv6, int port) {
        try (Arena arena = Arena.ofConfined()) {
            int family = ipv6 ? Abi.AF_INET6 : Abi.AF_INET;
            return open(family, Endpoint.any(family, port, arena), "TCP port " + port);
        }
    }

    /**
     * Opens one at an address.
     *
     * @throws KernelException where the port is taken or not allowed, or the address is not there
     */
    public static TcpListener open(InetSocketAddress at) {
        try (Arena arena = Arena.ofConfined()) {
            var endpoint = new Endpoint(at.getAddress(), at.getPort());
            return open(Endpoint.familyOf(at.getAddress()), endpoint.write(arena), "TCP " + at);
        }
    }

    private static TcpListener open(int family, MemorySegment address, String where) {
        int fd = Syscalls.socket(family, Abi.SOCK_STREAM | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC, 0);
        KernelException.check(fd, "cannot open a TCP socket");
        var listener = new TcpListener(fd);
        try {
            Syscalls.setsockopt(fd, Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1);
            if (family == Abi.AF_INET6) {
                Syscalls.setsockopt(fd, Abi.IPPROTO_IPV6, Abi.IPV6_V6ONLY, 1);
            }
            String what = "cannot listen at " + where;
            KernelException.check(Syscalls.bind(fd, address), what);
            KernelException.check(Syscalls.listen(fd, BACKLOG), what);
            return listener;
        } catch (KernelException e) {
            listener.close();
            throw e;
        }
    }

    /** Segments of a peer are taken only when signed with its key. */
    public void sign(InetAddress peer, byte[] key) {
        Signing.set(fd, peer, key);
    }

    public int fd() {
        return fd;
    }

    /** A connection and who made it. */
    public record Accepted(TcpSocket socket, InetAddress peer) {}

    /** Takes a connection that waits, if one does, and if this process may have one more. */
    public @Nullable Accepted accept() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = Endpoint.any(Abi.AF_INET6, 0, arena);
            MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, Abi.SOCKADDR_IN6_SIZE);
            int accepted =
                    Syscalls.accept4(fd, address, size, Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC);
            isExhausted =
                    accepted == -Errno.EMFILE
                            || accepted == -Errno.ENFILE
                            || accepted == -Errno.ENOBUFS
                            || accepted == -Errno.ENOMEM;
            return Errno.isError(accepted)
                    ? null
                    : new Accepted(new TcpSocket(accepted), Endpoint.read(address).address());
        }
    }

    /**
     * Whether the last {@link #accept} failed for want of a file descriptor or of memory. The
     * connection goes on waiting, and whoever waits for it by its descriptor does not: he should
     * wait for something else for a while.
     */
    public boolean isExhausted() {
        return isExhausted;
    }

    @Override
    public void close() {
        Syscalls.close(fd);
    }
}
