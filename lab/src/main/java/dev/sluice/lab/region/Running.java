package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that was started, told from a later one of the same number by when it began.
 *
 * @param startedTicks since the machine's start, as {@code /proc/PID/stat} has it
 */
record Running(long pid, long startedTicks) {
    /** Counted behind the name, which may hold blanks: the third field is the first. */
    private static final int STARTED = 22 - 3;

    /** The process of that number. */
    static Optional<Running> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean over = fields[0].equals("Z") || fields[0].equals("X");
            return over
                    ? Optional.empty()
                    : Optional.of(new Running(pid, Long.parseLong(fields[STARTED])));
        } catch (IOException e) {
            return Optional.empty(); // there is none
        }
    }

    /** Has it stand still. */
    void pause() throws LabFailure {
        signal("-STOP");
    }

    /** Has it go on. */
    void goOn() throws LabFailure {
        signal("-CONT");
    }

    private void signal(String which) throws LabFailure {
        Step.of("kill", which, Long.toString(pid)).run();
    }

    /** Whether it stands still. */
    boolean isPaused() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false; // there is none
        }
    }

    boolean alive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Tells it to end, and waits; whether it has. */
    boolean end(int seconds) throws LabFailure {
        signal("-TERM");
        Patience patience = Patience.ofSeconds(seconds);
        while (alive() && !patience.isOver()) {
            patience.pause();
        }
        return !alive();
    }

    /** Ends it at once, as a crash would; returns when it is gone. */
    void kill() {
        Patience patience = Patience.ofSeconds(10);
        while (alive() && !patience.isOver()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            patience.pause();
        }
    }
}
