package dev.sluice.linux.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Threads that go before all others that are not so (sched(7), SCHED_FIFO). */
public final class Realtime {
    private static final int SCHED_FIFO = 1;

    /** Threads that it starts are ordinary ones. */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private Realtime() {}

    /**
     * Makes the calling thread, which must be one of the system's own, such a one.
     *
     * @param priority 1 to 99
     * @return whether that is allowed
     */
    public static boolean enter(int priority) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocate(Integer.BYTES, Integer.BYTES);
            parameters.set(ValueLayout.JAVA_INT, 0, priority);
            return Syscalls.schedSetscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, parameters) == 0;
        }
    }
}
