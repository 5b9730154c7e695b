package dev.sluice.linux.xdp;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Memory that frames lie in, shared with the kernel by all sockets of all interfaces: equal chunks,
 * one after the other, a frame in a chunk. The kernel puts a received frame {@link #HEADROOM_BYTES}
 * behind its chunk's beginning.
 *
 * <p>Whoever closes it sees to it that no socket is open and nobody touches the memory any more.
 */
public final class Umem implements AutoCloseable {
    /** What the kernel leaves free in front of a received frame: XDP_PACKET_HEADROOM. */
    public static final int HEADROOM_BYTES = 256;

    /** The socket with which the kernel learned of the memory; those after it refer to it. */
    static final int NO_SOCKET = -1;

    private final MemorySegment memory;
    private final int chunkBytes;
    private int firstSocket = NO_SOCKET;

    private Umem(MemorySegment memory, int chunkBytes) {
        this.memory = memory;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Maps memory, in huge pages where the kernel has some.
     *
     * @param chunkBytes 2048 or 4096
     */
    public static Umem allocate(int chunks, int chunkBytes) {
        if (chunkBytes != 2048 && chunkBytes != 4096) {
            throw new IllegalArgumentException("a chunk has 2048 or 4096 bytes, not " + chunkBytes);
        }
        long bytes = (long) chunks * chunkBytes;
        long address =
                Syscalls.mmap(
                        bytes,
                        Abi.PROT_READ | Abi.PROT_WRITE,
                        Abi.MAP_PRIVATE | Abi.MAP_ANONYMOUS,
                        -1,
                        0);
        KernelException.check(address, "cannot map " + bytes + " bytes for frames");
        MemorySegment memory = Syscalls.memoryAt(address, bytes);
        Syscalls.madvise(memory, Abi.MADV_HUGEPAGE);
        return new Umem(memory, chunkBytes);
    }

    /** The chunk size that a frame of an interface's MTU fits, or 0 if none does. */
    public static int chunkBytesFor(int mtu) {
        int frame = mtu + ETHERNET_AND_TAGS_BYTES + HEADROOM_BYTES;
        return frame <= 2048 ? 2048 : frame <= 4096 ? 4096 : 0;
    }

    private static final int ETHERNET_AND_TAGS_BYTES = 14 + 2 * 4;

    public MemorySegment memory() {
        return memory;
    }

    public int chunkBytes() {
        return chunkBytes;
    }

    public int chunks() {
        return (int) (memory.byteSize() / chunkBytes);
    }

    int firstSocket() {
        return firstSocket;
    }

    /** Tells the kernel of the memory, by its first socket. */
    void register(int socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment registration = arena.allocate(Abi.UMEM_REG_SIZE, Long.BYTES);
            registration.set(ValueLayout.JAVA_LONG, Abi.UMEM_REG_ADDR, memory.address());
            registration.set(ValueLayout.JAVA_LONG, Abi.UMEM_REG_LEN, memory.byteSize());
            registration.set(ValueLayout.JAVA_INT, Abi.UMEM_REG_CHUNK_SIZE, chunkBytes);
            KernelException.check(
                    Syscalls.setsockopt(socket, Abi.SOL_XDP, Abi.XDP_UMEM_REG, registration),
                    "cannot share " + memory.byteSize() + " bytes of frames with the kernel");
        }
    }

    /** The memory's first socket is bound: others may refer to it from now on. */
    void boundFirst(int socket) {
        firstSocket = socket;
    }

    /** A socket is closed; if it was the first, the next one is. */
    void closed(int socket) {
        if (firstSocket == socket) {
            firstSocket = NO_SOCKET;
        }
    }

    @Override
    public void close() {
        KernelException.check(Syscalls.munmap(memory), "cannot unmap the frames' memory");
    }
}
