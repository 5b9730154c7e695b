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

    private NativeMemory() {}
}
