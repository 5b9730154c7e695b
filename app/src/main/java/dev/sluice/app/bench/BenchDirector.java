package dev.sluice.app.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.director.Director;
import dev.sluice.director.DirectorOptions;
import dev.sluice.director.worker.Attachment;
import dev.sluice.director.worker.WorkerSettings;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.NodeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * A director that a benchmark starts as a process, without control: its configuration is {@link
 * BenchListeners}'. Asked as {@link AskedProcess} says: {@code swap N} and {@code held}.
 */
final class BenchDirector {
    /** More flows than are measured, none of which is answered. */
    private static final int SESSIONS = 2_000_000;

    /** The folder for what it pins, in its own. */
    static final String PINS = "bpf";

    private static final String WORKER = "worker";

    private final Measure measure = new Measure();
    private final Director director;
    private final boolean recompute;
    private final int listeners;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean process =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long revision;

    private BenchDirector(
            Path folder, boolean recompute, int listeners, int places, WorkerSettings workers) {
        this.recompute = recompute;
        this.listeners = listeners;
        var options =
                new DirectorOptions(
                                BenchListeners.DIRECTOR,
                                folder.resolve("state"),
                                folder.resolve(PINS),
                                SESSIONS,
                                SESSIONS,
                                UUID.nameUUIDFromBytes(
                                        folder.toString().getBytes(StandardCharsets.UTF_8)),
                                System.nanoTime(),
                                workers)
                        .offloading(places);
        director = Director.open(options, measure, BenchDirector::died);
    }

    private static void died(Throwable why) {
        why.printStackTrace(System.err);
        Runtime.getRuntime().halt(1);
    }

    /** Runs until its standard input ends. */
    public static void main(String[] args) throws IOException {
        var bench =
                new BenchDirector(
                        Path.of(args[0]),
                        Boolean.parseBoolean(args[1]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        WorkerSettings.DEFAULT.attached(Attachment.valueOf(args[4])));
        String problem = bench.apply();
        System.out.println(
                problem.isEmpty()
                        ? AskedProcess.SAYS + "ready"
                        : AskedProcess.FAILED + "refuses: " + problem);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(bench.answer(line));
        }
        bench.director.close();
    }

    /** Why the next configuration was refused; empty if it was not. */
    private String apply() {
        NodeConfig config = BenchListeners.inBed(++revision, recompute, listeners);
        Acknowledgement acknowledgement = director.apply(config);
        return acknowledgement.refusals().isEmpty() ? "" : acknowledgement.refusals().toString();
    }

    private String answer(String line) {
        if (line.equals("held")) {
            return AskedProcess.SAYS + measure.total(Counter.OFFLOADED_SESSIONS);
        }
        return swap(Integer.parseInt(line.substring("swap ".length())));
    }

    private String swap(int times) {
        var cpuMs = new double[times];
        var tookMs = new double[times];
        for (int i = 0; i < times; i++) {
            NodeConfig config = BenchListeners.inBed(++revision, recompute, listeners);
            long forwardingNs = workersNs();
            long cpuNs = process.getProcessCpuTime();
            long startNs = System.nanoTime();
            Acknowledgement acknowledgement = director.apply(config);
            tookMs[i] = (System.nanoTime() - startNs) / 1e6;
            long usedNs = process.getProcessCpuTime() - cpuNs;
            cpuMs[i] = (usedNs - (workersNs() - forwardingNs)) / 1e6;
            if (!acknowledgement.refusals().isEmpty()) {
                return AskedProcess.FAILED + "refuses: " + acknowledgement.refusals();
            }
        }
        Arrays.sort(cpuMs);
        Arrays.sort(tookMs);
        return String.format(
                Locale.ROOT,
                AskedProcess.SAYS + "%.2f %.2f %.2f",
                cpuMs[times / 2],
                cpuMs[times - 1],
                tookMs[times / 2]);
    }

    /** CPU that forwarding took so far. */
    private long workersNs() {
        long sum = 0;
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains(WORKER)) {
                sum += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return sum;
    }
}
