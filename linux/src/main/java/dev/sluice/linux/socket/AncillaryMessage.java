package dev.sluice.linux.socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the kernel is handed to send or receive one piece of memory with an address and one
 * ancillary word: a {@code struct msghdr}, recvmsg(2), cmsg(3). For one thread; allocates nothing
 * after it was made.
 */
final class AncillaryMessage {
    private static final int CONTROL_BYTES = 64;

    /** A word's header and its room, which is a multiple of 8. */
    private static final int WORD_ROOM = Abi.CMSGHDR_SIZE + 8;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private final MemorySegment address;
    private final MemorySegment control;
    private final MemorySegment part;
    private final MemorySegment header;
    private final long room;

    /**
     * @param bytes where what is sent or received lies
     */
    AncillaryMessage(Arena arena, MemorySegment bytes) {
        this.address = arena.allocate(Abi.SOCKADDR_IN6_SIZE, 8);
        this.control = arena.allocate(CONTROL_BYTES, 8);
        this.part = arena.allocate(Abi.IOVEC_SIZE, 8);
        this.header = arena.allocate(Abi.MSGHDR_SIZE, 8);
        this.room = bytes.byteSize();
        part.set(LONG, 0, bytes.address());
        header.set(LONG, Abi.MSGHDR_IOV, part.address());
        header.set(LONG, Abi.MSGHDR_IOVLEN, 1);
        header.set(LONG, Abi.MSGHDR_CONTROL, control.address());
    }

    /** Ready to receive, as far as there is room. */
    MemorySegment toReceive() {
        part.set(LONG, Abi.IOVEC_LEN, room);
        header.set(LONG, Abi.MSGHDR_NAME, address.address());
        header.set(INT, Abi.MSGHDR_NAMELEN, Abi.SOCKADDR_IN6_SIZE);
        header.set(LONG, Abi.MSGHDR_CONTROLLEN, CONTROL_BYTES);
        control.fill((byte) 0);
        return header;
    }

    /** Ready to send so many bytes somewhere, with a word of 16 bits. */
    MemorySegment toSend(long length, MemorySegment to, int level, int type, int word) {
        part.set(LONG, Abi.IOVEC_LEN, length);
        header.set(LONG, Abi.MSGHDR_NAME, to.address());
        header.set(INT, Abi.MSGHDR_NAMELEN, (int) to.byteSize());
        header.set(LONG, Abi.MSGHDR_CONTROLLEN, WORD_ROOM);
        control.set(LONG, 0, Abi.CMSGHDR_SIZE + Short.BYTES);
        control.set(INT, Abi.CMSGHDR_LEVEL, level);
        control.set(INT, Abi.CMSGHDR_TYPE, type);
        control.set(ValueLayout.JAVA_SHORT, Abi.CMSGHDR_SIZE, (short) word);
        return header;
    }

    /** From where it was received. */
    MemorySegment address() {
        return address;
    }

    /** The word that was received, of 32 bits; 0 if it is not that one. */
    int word(int level, int type) {
        boolean isThere =
                header.get(LONG, Abi.MSGHDR_CONTROLLEN) > Abi.CMSGHDR_SIZE
                        && control.get(INT, Abi.CMSGHDR_LEVEL) == level
                        && control.get(INT, Abi.CMSGHDR_TYPE) == type;
        return isThere ? control.get(INT, Abi.CMSGHDR_SIZE) : 0;
    }
}
