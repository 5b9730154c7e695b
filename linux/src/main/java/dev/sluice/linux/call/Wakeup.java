package dev.sluice.linux.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Wakes a thread that waits on descriptors: an eventfd, readable from a {@link #wake} to the next
 * {@link #clear}. Any thread wakes; the one that waits clears. Neither allocates.
 */
public final class Wakeup implements AutoCloseable {
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocate(Long.BYTES, Long.BYTES);
    private final MemorySegment count = arena.allocate(Long.BYTES, Long.BYTES);
    private final int fd;

    public Wakeup() {
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        fd =
                (int)
                        KernelException.check(
                                Syscalls.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
                                "cannot make an eventfd");
    }

    /** What the waiting thread waits on. */
    public int fd() {
        return fd;
    }

    public void wake() {
        Syscalls.write(fd, one, Long.BYTES);
    }

    /** Forgets that it was woken. */
    public void clear() {
        Syscalls.read(fd, count, Long.BYTES);
    }

    @Override
    public void close() {
        Syscalls.close(fd);
        arena.close();
    }
}
