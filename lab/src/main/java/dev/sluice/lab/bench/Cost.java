package dev.sluice.lab.bench;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.process.Command;
import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Program;
import dev.sluice.lab.process.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request costs apart from time: system calls by {@code strace}, and for Sluice bytes
 * allocated by the JVM's own count. Both repeat where times on a shared machine do not.
 */
final class Cost {
    private static final int SECONDS = 3;
    private static final long ATTACH_NS = 500_000_000;
    private static final Pattern TOTAL =
            Pattern.compile("^\\s*100\\.00\\s+\\S+\\s+(?:\\d+\\s+)?(\\d+)\\s", Pattern.MULTILINE);
    private static final Pattern ALLOCATED = Pattern.compile("allocated=([\\d.]+)([BKMG])");

    private final Path folder;
    private final Load load;

    Cost(Path folder, Load load) {
        this.folder = folder;
        this.load = load;
    }

    /** A table of both, for a load that is short enough to be traced. */
    String render(List<Subject> subjects) throws LabFailure {
        MarkdownTable table =
                new MarkdownTable(List.of("", "system calls/request", "bytes allocated/request"));
        for (Subject subject : subjects) {
            table.row(
                    List.of(
                            subject.name(),
                            cell("%.2f", systemCalls(subject)),
                            cell("%.0f", allocatedBytes(subject))));
        }
        return "### What a request costs, keep-alive\n\n" + table.render() + "\n";
    }

    private static String cell(String format, double figure) {
        return Double.isFinite(figure) ? String.format(Locale.ROOT, format, figure) : "–";
    }

    private double systemCalls(Subject subject) throws LabFailure {
        List<String> command =
                new ArrayList<>(List.of(Requirement.STRACE.path(), "-f", "-c", "-o", "strace.txt"));
        subject.program().pids().forEach(pid -> command.addAll(List.of("-p", pid.toString())));
        long requests;
        try (Program strace = Program.start("strace", Core.ANY, folder, command)) {
            LockSupport.parkNanos(ATTACH_NS);
            strace.requireAlive();
            requests = load.run(subject.origin(), SECONDS).requests();
        } catch (LabFailure e) {
            return Double.NaN; // tracing is forbidden in many containers
        }
        try {
            String summary = Files.readString(folder.resolve("strace.txt"));
            return (double) totalCalls(summary) / requests;
        } catch (IOException e) {
            throw new LabFailure("cannot read what strace counted: " + e.getMessage(), e);
        }
    }

    /**
     * The calls column of strace's last line, {@code 100.00 seconds usecs/call calls errors total}.
     */
    static long totalCalls(String summary) {
        Matcher total = TOTAL.matcher(summary);
        return total.find() ? Long.parseLong(total.group(1)) : 0;
    }

    private double allocatedBytes(Subject subject) throws LabFailure {
        Optional<Long> jvm = subject.program().pids().stream().filter(Cost::isJvm).findFirst();
        if (jvm.isEmpty()) {
            return Double.NaN;
        }
        double before = allocatedSoFar(jvm.get());
        long requests = load.run(subject.origin(), SECONDS).requests();
        return (allocatedSoFar(jvm.get()) - before) / requests;
    }

    /** Asking any other process for a thread dump would end it. */
    private static boolean isJvm(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }

    private double allocatedSoFar(long pid) throws LabFailure {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        List<String> command = List.of(jcmd, Long.toString(pid), "Thread.print", "-e");
        Command dump = Command.tryRun(Core.ANY, folder, 30, command);
        return dump.status() == 0 ? allocatedBytes(dump.output()) : Double.NaN;
    }

    /**
     * Sums what a thread dump says each live platform thread has allocated, such as {@code 8.5M}.
     */
    static double allocatedBytes(String threadDump) {
        Matcher allocated = ALLOCATED.matcher(threadDump);
        double sum = 0;
        while (allocated.find()) {
            int unit = "BKMG".indexOf(allocated.group(2));
            sum += Double.parseDouble(allocated.group(1)) * Math.pow(1024, unit);
        }
        return sum;
    }
}
