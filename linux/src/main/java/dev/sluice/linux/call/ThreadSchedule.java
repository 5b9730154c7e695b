package dev.sluice.linux.call;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the kernel takes threads' turns (sched(7)). For threads of the system's own. */
public final class ThreadSchedule {
    private static final int SCHED_FIFO = 1;
    private static final int SCHED_BATCH = 3;

    /** Threads that it starts are ordinary ones. */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private static final Path THREADS = Path.of("/proc/self/task");

    /** The kernel's weight of an ordinary thread is 1024, and of one that is so nice 335. */
    private static final int LITTLE = 5;

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

    /**
     * All threads of this process of a name give way to others: where processors are short they
     * have a third of an ordinary thread's turn. Threads that they start do so too.
     *
     * @param name no more than the 15 characters that the kernel keeps
     * @return how many there are
     */
    public static int giveWay(String name) throws IOException {
        int found = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                if (name.equals(nameOf(thread))) {
                    int id = Integer.parseInt(thread.getFileName().toString());
                    found += Syscalls.setpriority(id, LITTLE) == 0 ? 1 : 0;
                }
            }
        }
        return found;
    }

    /** Empty where it has ended meanwhile. */
    private static String nameOf(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean policy(int policy, int priority) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocate(Integer.BYTES, Integer.BYTES);
            parameters.set(ValueLayout.JAVA_INT, 0, priority);
            return Syscalls.schedSetscheduler(0, policy, parameters) == 0;
        }
    }
}
