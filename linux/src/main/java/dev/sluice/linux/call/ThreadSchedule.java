package dev.sluice.linux.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** How the kernel takes threads' turns (sched(7)). For threads of the system's own. */
public final class ThreadSchedule {
    private static final int SCHED_FIFO = 1;
    private static final int SCHED_BATCH = 3;

    /** Threads that it starts are ordinary ones. */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private ThreadSchedule() {}

    /**
     * The calling thread goes before all others that are not so.
     *
     * @param priority 1 to 99
     * @return whether that is allowed
     */
    public static boolean realtime(int priority) {
        return policy(SCHED_FIFO | SCHED_RESET_ON_FORK, priority);
    }

    /**
     * The calling thread, when it wakes up, interrupts nobody who runs on its processor, but waits
     * for its turn. Always allowed.
     */
    public static boolean batch() {
        return policy(SCHED_BATCH, 0);
    }

    private static boolean policy(int policy, int priority) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocate(Integer.BYTES, Integer.BYTES);
            parameters.set(ValueLayout.JAVA_INT, 0, priority);
            return Syscalls.schedSetscheduler(0, policy, parameters) == 0;
        }
    }
}
