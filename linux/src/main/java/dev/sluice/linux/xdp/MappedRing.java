package dev.sluice.linux.xdp;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A ring of a socket as the kernel mapped it. Where its indices and entries lie is the kernel's
 * choice:
 *
 * <pre>
 *   producer  u32    how many entries were ever put in
 *   consumer  u32    how many were ever taken out
 *   flags     u32    bit 0: the kernel must be woken
 *   entries   each a u64 (a chunk), or a u64, u32, u32 (a frame, its length, options)
 * </pre>
 *
 * @param memory all of it
 * @param entries a power of two
 */
record MappedRing(
        MemorySegment memory,
        long producerAt,
        long consumerAt,
        long flagsAt,
        long entriesAt,
        int entries,
        int entryBytes) {
    private static final int LINE_BYTES = 64;
    private static final int ENTRIES_IN_MEMORY_AT = 3 * LINE_BYTES;

    /**
     * Maps a ring of a socket.
     *
     * @param offsets the ring's part of what the kernel says of all rings
     * @param page which ring it is
     */
    static MappedRing map(
            int socket, MemorySegment offsets, long page, int entries, int entryBytes) {
        long entriesAt = offsets.get(ValueLayout.JAVA_LONG, Abi.RING_OFFSET_DESC);
        long bytes = entriesAt + (long) entries * entryBytes;
        long address =
                Syscalls.mmap(
                        bytes,
                        Abi.PROT_READ | Abi.PROT_WRITE,
                        Abi.MAP_SHARED | Abi.MAP_POPULATE,
                        socket,
                        page);
        KernelException.check(address, "cannot map a ring of " + entries + " entries");
        return new MappedRing(
                Syscalls.memoryAt(address, bytes),
                offsets.get(ValueLayout.JAVA_LONG, Abi.RING_OFFSET_PRODUCER),
                offsets.get(ValueLayout.JAVA_LONG, Abi.RING_OFFSET_CONSUMER),
                offsets.get(ValueLayout.JAVA_LONG, Abi.RING_OFFSET_FLAGS),
                entriesAt,
                entries,
                entryBytes);
    }

    /**
     * A ring in memory of this process's own, that the kernel knows nothing of: each index has a
     * line of the processor's caches to itself, as in the kernel's.
     */
    static MappedRing inMemory(int entries, int entryBytes) {
        long bytes = ENTRIES_IN_MEMORY_AT + (long) entries * entryBytes;
        long address =
                Syscalls.mmap(
                        bytes,
                        Abi.PROT_READ | Abi.PROT_WRITE,
                        Abi.MAP_PRIVATE | Abi.MAP_ANONYMOUS,
                        -1,
                        0);
        KernelException.check(address, "cannot map a ring of " + entries + " entries");
        return new MappedRing(
                Syscalls.memoryAt(address, bytes),
                0,
                LINE_BYTES,
                2 * LINE_BYTES,
                ENTRIES_IN_MEMORY_AT,
                entries,
                entryBytes);
    }

    void unmap() {
        Syscalls.munmap(memory);
    }
}
