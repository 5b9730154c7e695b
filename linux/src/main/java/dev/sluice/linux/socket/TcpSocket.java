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

/**
 * A TCP connection that never makes its thread wait: that one polls {@link #fd}. For one thread.
 */
public final class TcpSocket implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 14;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(BUFFER_BYTES, 8);
    private final MemorySegment out = arena.allocate(BUFFER_BYTES, 8);
    private final int fd;
    private boolean closed;

    TcpSocket(int fd) {
        this.fd = fd;
        Syscalls.setsockopt(fd, Abi.IPPROTO_TCP, Abi.TCP_NODELAY, 1);
    }

    /**
     * Begins to connect. Once {@link #fd} can be written, {@link #failure} says what became of it.
     *
     * @param key with which all segments are signed; null for none
     */
    public static TcpSocket connect(InetSocketAddress to, byte @Nullable [] key) {
        return connect(null, to, key);
    }

    /**
     * Begins to connect from an address of this machine.
     *
     * @param from null for any
     */
    public static TcpSocket connect(
            @Nullable InetAddress from, InetSocketAddress to, byte @Nullable [] key) {
        int fd =
                Syscalls.socket(
                        Endpoint.familyOf(to.getAddress()),
                        Abi.SOCK_STREAM | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC,
                        0);
        KernelException.check(fd, "cannot open a TCP socket");
        var socket = new TcpSocket(fd);
        try (Arena arena = Arena.ofConfined()) {
            if (key != null) {
                Signing.set(fd, to.getAddress(), key);
            }
            if (from != null) {
                KernelException.check(
                        Syscalls.bind(fd, new Endpoint(from, 0).write(arena)),
                        "cannot connect from " + from);
            }
            MemorySegment address = new Endpoint(to.getAddress(), to.getPort()).write(arena);
            int result = Syscalls.connect(fd, address);
            if (result != -Errno.EINPROGRESS) {
                KernelException.check(result, "cannot connect to " + to);
            }
            return socket;
        } catch (KernelException | IllegalArgumentException e) {
            socket.close();
            throw e;
        }
    }

    public int fd() {
        return fd;
    }

    /** Why it could not connect or broke, a number of {@link Errno}; 0 for no reason. */
    public int failure() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
            int result = Syscalls.getsockopt(fd, Abi.SOL_SOCKET, Abi.SO_ERROR, value, size);
            return result < 0 ? -result : value.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** The address of this end. */
    public InetAddress localAddress() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = Endpoint.any(Abi.AF_INET6, 0, arena);
            MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, Abi.SOCKADDR_IN6_SIZE);
            KernelException.check(
                    Syscalls.getsockname(fd, address, size), "cannot ask for the own address");
            return Endpoint.read(address).address();
        }
    }

    /**
     * Reads what is there.
     *
     * @return how many bytes, 0 for none yet, -1 when the connection has ended
     */
    public int read(byte[] into) {
        long count = Syscalls.recv(fd, in, Math.min(into.length, BUFFER_BYTES), 0);
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return 0;
        }
        if (count <= 0) {
            return -1;
        }
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, 0, into, 0, (int) count);
        return (int) count;
    }

    /**
     * Writes as much as goes.
     *
     * @return how many bytes, 0 for none now, -1 when the connection is broken
     */
    public int write(byte[] bytes, int from, int length) {
        int most = Math.min(length, BUFFER_BYTES);
        MemorySegment.copy(bytes, from, out, ValueLayout.JAVA_BYTE, 0, most);
        long count = Syscalls.send(fd, out, most, Abi.MSG_NOSIGNAL);
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return 0;
        }
        return count < 0 ? -1 : (int) count;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Syscalls.close(fd);
            arena.close();
        }
    }
}
