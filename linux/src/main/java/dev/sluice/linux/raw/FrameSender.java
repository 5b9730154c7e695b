package dev.sluice.linux.raw;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sends whole frames by one interface: packet(7). It receives none. */
public final class FrameSender implements AutoCloseable {
    private static final short AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SOCKADDR_LL = 20;
    private static final int IFINDEX_AT = 4;

    private final int fd;

    private FrameSender(int fd) {
        this.fd = fd;
    }

    /** Opens one for an interface of the calling thread's namespace. */
    public static FrameSender open(int ifindex) {
        int fd = Syscalls.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0);
        KernelException.check(fd, "cannot open a packet socket");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SOCKADDR_LL, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, AF_PACKET);
            address.set(ValueLayout.JAVA_INT, IFINDEX_AT, ifindex);
            int result = Syscalls.bind(fd, address);
            if (Errno.isError(result)) {
                Syscalls.close(fd);
                throw new KernelException("cannot bind a packet socket", -result);
            }
        }
        return new FrameSender(fd);
    }

    /** Sends a frame; false where there is no room now, or the interface is down. */
    public boolean send(MemorySegment frame, long length) {
        return Syscalls.send(fd, frame, length, MSG_DONTWAIT) == length;
    }

    @Override
    public void close() {
        Syscalls.close(fd);
    }
}
