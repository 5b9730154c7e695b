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
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path SESSION = Path.of("/proc/self/autogroup");

    /** Counted behind the name. */
    private static final int SESSION_FIELD = 6 - 3;

    /** The kernel's weight of an ordinary thread is 1024, and of one that is so nice 110. */
    private static final int LITTLE = 10;

    /** And of one that is so little nice 9548. */
    private static final int MUCH = -10;

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
     * Where processors are short the calling thread has nine times an ordinary thread's turn, and
     * so have threads that it starts.
     *
     * @return whether that is allowed
     */
    public static boolean takeMore() {
        return Syscalls.setpriority(0, MUCH) == 0;
    }

    /**
     * The same for this process's session among others, if the process leads one: where the kernel
     * shares processors out by sessions (sched(7), autogroup), a thread's own priority counts only
     * within its session.
     *
     * @return whether that was done; it need not be where the kernel does not do so
     */
    public static boolean takeMoreAsSession() {
        try {
            if (!isLeader() || !Files.exists(SESSION)) {
                return false;
            }
            Files.writeString(SESSION, Integer.toString(MUCH));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether this process has the number of its session, the sixth field; a name has blanks. */
    private static boolean isLeader() throws IOException {
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return ProcessHandle.current().pid() == Long.parseLong(fields[SESSION_FIELD]);
    }

    /**
     * All threads of this process of a name give way to others: where processors are short they
     * have a ninth of an ordinary thread's turn. Threads that they start do so too.
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
