package dev.sluice.linux.raw;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sends whole frames by one interface, and can have the interface take frames for more MACs than
 * its own: packet(7). It receives none itself.
 */
public final class FrameSender implements AutoCloseable {
    private static final short AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SOCKADDR_LL = 20;
    private static final int IFINDEX_AT = 4;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_DROP_MEMBERSHIP = 2;
    private static final short PACKET_MR_UNICAST = 3;
    private static final int PACKET_MREQ = 16;
    private static final int MREQ_TYPE_AT = 4;
    private static final int MREQ_LENGTH_AT = 6;
    private static final int MREQ_MAC_AT = 8;
    private static final short MAC_BYTES = 6;

    private final int fd;
    private final int ifindex;

    private FrameSender(int fd, int ifindex) {
        this.fd = fd;
        this.ifindex = ifindex;
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
        return new FrameSender(fd, ifindex);
    }

    /** Sends a frame; false where there is no room now, or the interface is down. */
    public boolean send(MemorySegment frame, long length) {
        return Syscalls.send(fd, frame, length, MSG_DONTWAIT) == length;
    }

    /**
     * Has the interface take frames for one more MAC, until {@link #listenNoMoreTo}, or until this
     * is closed, if only because the process ended. A card that filters by one MAC alone is made to
     * take all frames meanwhile.
     *
     * @param mac in the low 48 bits, its first byte the highest
     */
    public void listenTo(long mac) {
        int result = membership(PACKET_ADD_MEMBERSHIP, mac);
        KernelException.check(result, "an interface cannot take frames for another MAC");
    }

    /** Ends what {@link #listenTo} began; the interface may be gone. */
    public void listenNoMoreTo(long mac) {
        membership(PACKET_DROP_MEMBERSHIP, mac);
    }

    /** struct packet_mreq: interface, type, length, address. */
    private int membership(int option, long mac) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(PACKET_MREQ, 4);
            request.set(ValueLayout.JAVA_INT, 0, ifindex);
            request.set(ValueLayout.JAVA_SHORT, MREQ_TYPE_AT, PACKET_MR_UNICAST);
            request.set(ValueLayout.JAVA_SHORT, MREQ_LENGTH_AT, MAC_BYTES);
            for (int i = 0; i < MAC_BYTES; i++) {
                byte part = (byte) (mac >>> (Byte.SIZE * (MAC_BYTES - 1 - i)));
                request.set(ValueLayout.JAVA_BYTE, MREQ_MAC_AT + i, part);
            }
            return Syscalls.setsockopt(fd, SOL_PACKET, option, request);
        }
    }

    @Override
    public void close() {
        Syscalls.close(fd);
    }
}
