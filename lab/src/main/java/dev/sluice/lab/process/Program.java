package dev.sluice.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running program with all its descendants, such as nginx's master and workers.
 *
 * <p>What it prints goes to {@code NAME.log} in its folder. It ends when closed, and at the latest
 * when this process does.
 */
public final class Program implements AutoCloseable {
    private static final Duration TERM_GRACE = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread hook;

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.hook = new Thread(this::end, "end " + name);
    }

    /** Starts a command on a core, in a folder. */
    public static Program start(String name, Core core, Path folder, List<String> command)
            throws LabFailure {
        return start(name, core, folder, command, Map.of());
    }

    /** Starts a command on a core, in a folder, with further environment variables. */
    public static Program start(
            String name,
            Core core,
            Path folder,
            List<String> command,
            Map<String, String> environment)
            throws LabFailure {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(core.pin(command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Program program = new Program(name, builder.start(), log);
            Runtime.getRuntime().addShutdownHook(program.hook);
            return program;
        } catch (IOException e) {
            throw new LabFailure("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    public String name() {
        return name;
    }

    /** The process that was started, which for Sluice is its JVM. */
    public long pid() {
        return process.pid();
    }

    /** It and its descendants. */
    public List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** CPU time of all its processes and threads so far, in steps of 10 ms. */
    public long cpuTimeUs() {
        return pids().stream()
                .mapToLong(pid -> ProcStat.parse(procFile(pid, "stat")).cpuTimeUs())
                .sum();
    }

    /** Resident memory of all its processes. Pages that they share count once for each. */
    public long residentBytes() {
        return pids().stream()
                .mapToLong(pid -> Resident.parse(procFile(pid, "status")).sizeBytes())
                .sum();
    }

    private String procFile(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new AssertionError(name + " ended while it was being measured", e);
        }
    }

    /** Refuses to go on once it has ended by itself. */
    public void requireAlive() throws LabFailure {
        if (!process.isAlive()) {
            throw new LabFailure(
                    name + " ended with status " + process.exitValue() + "; it said:\n" + tail());
        }
    }

    /** The last lines that it printed. */
    public String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read)";
        }
    }

    /** Waits for its end, at most the seconds given. */
    public Command await(String command, int limitSeconds) throws LabFailure {
        try {
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                throw new LabFailure("`%s` took over %d s".formatted(command, limitSeconds));
            }
            return new Command(process.exitValue(), Files.readString(log));
        } catch (IOException e) {
            throw new LabFailure("cannot read what `" + command + "` printed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    /** Ends it and all its descendants, first by asking. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Shutting down already: the hook runs once more, on a process that has ended.
        }
    }

    private void end() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(TERM_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
