package dev.sluice.director.worker;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * Puts a frame's VLAN tag back, which the kernel takes off before a packet socket sees the frame,
 * and tells beside it.
 *
 * <pre>
 *   struct msghdr:            name | its length | iovec | how many | control | its length | flags
 *   struct cmsghdr:           length 8 | level 4 | type 4
 *   struct tpacket_auxdata:   status 4 | length 4 | captured 4 | mac 2 | net 2 | tci 2 | tpid 2
 * </pre>
 */
final class VlanTag {
    private static final int SOL_PACKET = 263;
    private static final int PACKET_AUXDATA = 8;
    private static final int TP_STATUS_VLAN_VALID = 1 << 4;
    private static final int MESSAGE_BYTES = 56;
    private static final int CONTROL_BYTES = 40;
    private static final int STATUS_AT = 16;
    private static final int TCI_AT = STATUS_AT + 16;
    private static final int TPID_AT = TCI_AT + 2;
    private static final int TAG_AT = 12;

    private final MemorySegment message;
    private final MemorySegment control;

    /**
     * @param buffer where frames are received
     */
    VlanTag(Arena arena, MemorySegment buffer) {
        MemorySegment vector = arena.allocate(16, 8);
        vector.set(ValueLayout.JAVA_LONG, 0, buffer.address());
        vector.set(ValueLayout.JAVA_LONG, 8, buffer.byteSize());
        control = arena.allocate(CONTROL_BYTES, 8);
        message = arena.allocate(MESSAGE_BYTES, 8);
        message.set(ValueLayout.JAVA_LONG, 16, vector.address());
        message.set(ValueLayout.JAVA_LONG, 24, 1);
        message.set(ValueLayout.JAVA_LONG, 32, control.address());
    }

    void askFor(int fd) {
        KernelException.check(
                Syscalls.setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, 1),
                "cannot ask a packet socket for VLAN tags");
    }

    /** What to receive with, anew for each frame. */
    MemorySegment message() {
        control.fill((byte) 0);
        message.set(ValueLayout.JAVA_LONG, 40, CONTROL_BYTES);
        return message;
    }

    /** The frame received last as it was on the wire. */
    byte[] putBack(byte[] frame) {
        if ((control.get(ValueLayout.JAVA_INT, STATUS_AT) & TP_STATUS_VLAN_VALID) == 0) {
            return frame;
        }
        return ByteBuffer.allocate(frame.length + 4)
                .put(frame, 0, TAG_AT)
                .putShort(control.get(ValueLayout.JAVA_SHORT, TPID_AT))
                .putShort(control.get(ValueLayout.JAVA_SHORT, TCI_AT))
                .put(frame, TAG_AT, frame.length - TAG_AT)
                .array();
    }
}
