package dev.sluice.director;

import dev.sluice.director.worker.WorkerSettings;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a director is told at its start; all else comes by its configuration.
 *
 * @param name the director's, by which its configuration names it
 * @param stateFolder where sessions lie while it is down; on a file system in memory, such as /run
 * @param dataFolder where the files lie that its configuration names: secrets and passwords
 * @param bpfRoot where the BPF file system is, or is to be mounted
 * @param sessionsMax of all workers together
 * @param halfOpenMax how many of them may be half-open or unanswered
 * @param boot names the boot of the machine: sessions of another are worthless
 * @param seed of all that is secret or drawn at random
 * @param workers how frames are moved
 * @param offloadedMax how many sessions the kernel may forward by itself at a time; 0 for none
 */
public record DirectorOptions(
        String name,
        Path stateFolder,
        Path dataFolder,
        Path bpfRoot,
        int sessionsMax,
        int halfOpenMax,
        UUID boot,
        long seed,
        WorkerSettings workers,
        int offloadedMax) {
    /** Where the kernel expects its BPF file system. */
    public static final Path BPF_ROOT = Path.of("/sys/fs/bpf");

    /** 128 bytes each, and 16 to 32 to find them by. */
    public static final int SESSIONS_MAX = 1_000_000;

    public static final int HALF_OPEN_MAX = 100_000;

    /**
     * 576 bytes each, taken at the start, as the kernel must never wait for memory to forward a
     * packet: 58 MB, a third of what {@link #SESSIONS_MAX} take.
     */
    public static final int OFFLOADED_MAX = 100_000;

    /** One that forwards every packet itself. */
    public DirectorOptions(
            String name,
            Path stateFolder,
            Path dataFolder,
            Path bpfRoot,
            int sessionsMax,
            int halfOpenMax,
            UUID boot,
            long seed,
            WorkerSettings workers) {
        this(
                name,
                stateFolder,
                dataFolder,
                bpfRoot,
                sessionsMax,
                halfOpenMax,
                boot,
                seed,
                workers,
                0);
    }

    /** The same, whose kernel forwards up to so many sessions by itself. */
    public DirectorOptions offloading(int most) {
        return new DirectorOptions(
                name,
                stateFolder,
                dataFolder,
                bpfRoot,
                sessionsMax,
                halfOpenMax,
                boot,
                seed,
                workers,
                most);
    }

    /** One whose files all lie in one folder. */
    public DirectorOptions(
            String name,
            Path stateFolder,
            Path bpfRoot,
            int sessionsMax,
            int halfOpenMax,
            UUID boot,
            long seed,
            WorkerSettings workers) {
        this(
                name,
                stateFolder,
                stateFolder,
                bpfRoot,
                sessionsMax,
                halfOpenMax,
                boot,
                seed,
                workers);
    }
}
