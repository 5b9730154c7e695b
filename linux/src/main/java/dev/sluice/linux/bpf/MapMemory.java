package dev.sluice.linux.bpf;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.MemorySegment;

/**
 * A map's own memory, in this process too: what a program or this process writes, the other sees,
 * without a system call. It stays as long as it is mapped here, whatever becomes of the map.
 */
public final class MapMemory implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int SHARED = 1;

    private final MemorySegment memory;

    private MapMemory(MemorySegment memory) {
        this.memory = memory;
    }

    /** All elements of a map of {@link MapShape#sharedArray}, one behind the other. */
    public static MapMemory ofArray(BpfMap array) {
        MapShape shape = array.shape();
        long bytes = (long) elementBytes(shape) * shape.entries();
        return map(array, 0, (bytes + PAGE_BYTES - 1) & -PAGE_BYTES, READ | WRITE);
    }

    /** How far an element of an array lies behind the one before it. */
    public static int elementBytes(MapShape shape) {
        return (shape.valueBytes() + Long.BYTES - 1) & -Long.BYTES;
    }

    /** The page of a ring that its reader writes. */
    static MapMemory ofReader(BpfMap ring) {
        return map(ring, 0, PAGE_BYTES, READ | WRITE);
    }

    /** The page of a ring that programs write, and what they say, twice over behind it. */
    static MapMemory ofPrograms(BpfMap ring) {
        return map(ring, PAGE_BYTES, PAGE_BYTES + 2L * ring.shape().entries(), READ);
    }

    private static MapMemory map(BpfMap map, long from, long bytes, int protection) {
        long at = Syscalls.mmap(bytes, protection, SHARED, map.descriptor(), from);
        KernelException.check(at, "cannot map the memory of the BPF map " + map.name());
        return new MapMemory(Syscalls.memoryAt(at, bytes));
    }

    /** Where it begins. */
    public long address() {
        return memory.address();
    }

    public long sizeBytes() {
        return memory.byteSize();
    }

    @Override
    public void close() {
        Syscalls.munmap(memory);
    }
}
