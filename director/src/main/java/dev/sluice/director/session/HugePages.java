package dev.sluice.director.session;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.MemorySegment;

/**
 * Memory of the process, all 0, in pages of 2 MiB where the kernel has some: what is read here and
 * there in a gigabyte of 4 KiB pages waits longer for the page's address than for its contents.
 */
final class HugePages implements AutoCloseable {
    private static final int READ_AND_WRITE = 1 | 2;
    private static final int PRIVATE_AND_ANONYMOUS = 0x02 | 0x20;
    private static final int MADV_HUGEPAGE = 14;

    private final MemorySegment memory;

    HugePages(long bytes) {
        long address = Syscalls.mmap(bytes, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0);
        KernelException.check(address, "cannot map " + bytes + " bytes for sessions");
        memory = Syscalls.memoryAt(address, bytes);
        advise(memory);
    }

    /** Asks for huge pages; memory of a file has them where its file system does. */
    static void advise(MemorySegment memory) {
        Syscalls.madvise(memory, MADV_HUGEPAGE);
    }

    MemorySegment memory() {
        return memory;
    }

    /** Gives the memory back. Whoever still reads it ends the process. */
    @Override
    public void close() {
        Syscalls.munmap(memory);
    }
}
