package dev.sluice.linux.raw;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Takes all frames that an interface receives, whoever they are for, and sends frames by it:
 * packet(7). What it sends it does not receive.
 */
public final class FramePort implements AutoCloseable {
    private static final short AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SOCKADDR_LL = 20;
    private static final int PROTOCOL_AT = 2;
    private static final int IFINDEX_AT = 4;
    private static final int ALL_PROTOCOLS = 3;
    private static final int RECEIVED_BYTES_MOST = 8 << 20;

    private final int fd;

    private FramePort(int fd) {
        this.fd = fd;
    }

    /** Opens one for an interface of the calling thread's namespace. */
    public static FramePort open(int ifindex) {
        // Without a protocol it hears nothing until it is bound to its interface.
        int fd = Syscalls.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0);
        KernelException.check(fd, "cannot open a packet socket");
        var port = new FramePort(fd);
        try {
            port.bind(ifindex);
        } catch (KernelException e) {
            port.close();
            throw e;
        }
        return port;
    }

    private void bind(int ifindex) {
        KernelException.check(
                Syscalls.setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1),
                "a packet socket cannot leave out what is sent");
        KernelException.check(
                Syscalls.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVED_BYTES_MOST),
                "a packet socket gets no room");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SOCKADDR_LL, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, AF_PACKET);
            address.set(ValueLayout.JAVA_BYTE, PROTOCOL_AT + 1, (byte) ALL_PROTOCOLS);
            address.set(ValueLayout.JAVA_INT, IFINDEX_AT, ifindex);
            KernelException.check(Syscalls.bind(fd, address), "cannot bind a packet socket");
        }
    }

    /** What a thread waits on. */
    public int fd() {
        return fd;
    }

    /**
     * Takes the next frame that waits.
     *
     * @param room of native memory; what does not fit is cut off
     * @return its length; 0 or negative where there is none
     */
    public long receive(MemorySegment room) {
        return Syscalls.recv(fd, room, room.byteSize(), MSG_DONTWAIT);
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
