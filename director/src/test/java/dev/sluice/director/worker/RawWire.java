package dev.sluice.director.worker;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.space.NetworkSpace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Whole frames by an interface: packet(7). */
public final class RawWire implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final short ALL_FRAMES = 0x0300;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int FRAME_BYTES = 2048;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(FRAME_BYTES, 8);
    private final VlanTag tag = new VlanTag(arena, buffer);
    private final int fd;

    public RawWire(NetworkSpace space, String name) {
        fd = space.call(() -> open(name));
        tag.askFor(fd);
    }

    private static int open(String name) {
        int fd = Syscalls.socket(AF_PACKET, SOCK_RAW, ALL_FRAMES);
        KernelException.check(fd, "cannot open a packet socket");
        Syscalls.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20);
        try (Arena arena = Arena.ofConfined();
                Netlink netlink = Netlink.open()) {
            MemorySegment address = arena.allocate(20, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
            address.set(ValueLayout.JAVA_SHORT, 2, ALL_FRAMES);
            address.set(ValueLayout.JAVA_INT, 4, netlink.links().index(name));
            KernelException.check(Syscalls.bind(fd, address), "cannot bind a packet socket");
        }
        return fd;
    }

    /** Its descriptor, to wait on. */
    public int fd() {
        return fd;
    }

    public boolean send(byte[] frame) {
        MemorySegment.copy(frame, 0, buffer, ValueLayout.JAVA_BYTE, 0, frame.length);
        return Syscalls.send(fd, buffer, frame.length, MSG_DONTWAIT) == frame.length;
    }

    /** What has come. */
    public List<byte[]> receive() {
        var frames = new ArrayList<byte[]>();
        long length = Syscalls.recvmsg(fd, tag.message(), MSG_DONTWAIT);
        while (length > 0) {
            frames.add(tag.putBack(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE)));
            length = Syscalls.recvmsg(fd, tag.message(), MSG_DONTWAIT);
        }
        return frames;
    }

    @Override
    public void close() {
        Syscalls.close(fd);
        arena.close();
    }
}
