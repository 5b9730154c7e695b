package dev.sluice.linux.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Descriptors that a thread waits on until one of them can be read, or written. Used by one thread;
 * waiting does not allocate.
 *
 * <pre>
 *   struct pollfd:  int fd | short wanted | short found
 * </pre>
 */
public final class Polls implements AutoCloseable {
    private static final int ENTRY_BYTES = 8;
    private static final int WANTED_AT = 4;
    private static final int FOUND_AT = 6;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment entries;
    private int count;

    /**
     * @param most how many descriptors are added
     */
    public Polls(int most) {
        this.entries = arena.allocate((long) most * ENTRY_BYTES, Integer.BYTES);
    }

    /**
     * Adds a descriptor.
     *
     * @return its place
     */
    public int add(int fd) {
        return add(fd, POLLIN);
    }

    /**
     * Adds a descriptor that is ready, too, when it can be written.
     *
     * @return its place
     */
    public int addWritable(int fd) {
        return add(fd, (short) (POLLIN | POLLOUT));
    }

    private int add(int fd, short wanted) {
        long at = (long) count * ENTRY_BYTES;
        entries.set(ValueLayout.JAVA_INT, at, fd);
        entries.set(ValueLayout.JAVA_SHORT, at + WANTED_AT, wanted);
        entries.set(ValueLayout.JAVA_SHORT, at + FOUND_AT, (short) 0);
        return count++;
    }

    /** Takes all descriptors out. */
    public void clear() {
        count = 0;
    }

    /**
     * Waits until one can be read.
     *
     * @param timeoutMs how long at most; 0 asks only, negative waits for ever
     * @return how many can be read or failed; 0 when time was over or a signal came
     */
    public int await(long timeoutMs) {
        return Math.max(0, Syscalls.poll(entries, count, timeoutMs));
    }

    /** Whether the last wait found a descriptor readable or failed. */
    public boolean isReady(int place) {
        return entries.get(ValueLayout.JAVA_SHORT, (long) place * ENTRY_BYTES + FOUND_AT) != 0;
    }

    @Override
    public void close() {
        arena.close();
    }
}
