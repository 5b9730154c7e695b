package dev.sluice.linux.call;

import java.lang.foreign.MemorySegment;

/**
 * Memory by its addresses. A segment that lies in a field has its bounds and its lifetime checked
 * at each access, which took a quarter of the time that a director had for a packet; of a constant
 * that spans all there is and never ends, compiled code leaves all of that away.
 *
 * <p>So nothing here catches a wrong address: whoever uses it has checked first what it reads, once
 * for a frame or a session and not once for each field.
 */
public final class NativeMemory {
    /** All memory of the process: offsets are addresses. */
    public static final MemorySegment ALL = Syscalls.memoryAt(0, Long.MAX_VALUE);

    /** No process of any Linux has memory at higher ones. */
    private static final long HIGHEST = (1L << 56) - 1;

    private NativeMemory() {}

    /**
     * An address as it is. Compiled code learns from it that what lies a little behind the address
     * lies in {@link #ALL} too, which it would compare at each access.
     */
    public static long at(long address) {
        return address & HIGHEST;
    }
}
