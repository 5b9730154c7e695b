package dev.sluice.app.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.director.Director;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.director.sync.run.Syncing;
import dev.sluice.lab.sync.SyncBed;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.ClusterConfig;
import dev.sluice.model.node.ClusterConfig.SyncConfig;
import dev.sluice.model.node.DirectorConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A director that a benchmark starts as a process, without interfaces: one worker with sessions,
 * and the thread that shares them. Lines on its standard input say what it does, and a line on its
 * standard output answers each.
 */
final class SyncDirector {
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(3);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** So that looking takes none of the processor. */
    private static final long RARELY_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int FOR_EVER = 1 << 29;

    private final int node;
    private final List<String> addresses;
    private final Measure measure = new Measure();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean process =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Syncing syncing;
    private final SyncWork work;
    private final SyncWorker worker;

    private SyncDirector(
            Path folder, int node, List<String> addresses, boolean forwards, int sessionsMax)
            throws IOException {
        this.node = node;
        this.addresses = addresses;
        var shared =
                new WorkerSessions(
                        1,
                        WorkerSessions.RING_USUAL,
                        node,
                        _ -> wake(),
                        SyncWorker::nowMs,
                        System::nanoTime);
        UUID boot = UUID.randomUUID();
        var slab = SessionSlab.inFile(folder.resolve("sessions"), sessionsMax, boot);
        long nowMs = SyncWorker.nowMs();
        work =
                forwards
                        ? new ForwardedFrames(slab, shared, nowMs)
                        : new SyntheticSessions(node, slab, shared, nowMs);
        worker = new SyncWorker(work, forwards);
        syncing =
                new Syncing(
                        new Syncing.Home(folder, folder, boot, sessionsMax),
                        shared,
                        SyncWorker::nowMs,
                        measure,
                        SyncDirector::died);
    }

    private void wake() {
        worker.wake();
    }

    private static void died(Throwable why) {
        why.printStackTrace(System.err);
        Runtime.getRuntime().halt(1);
    }

    /** Runs until its standard input ends. */
    public static void main(String[] args) throws IOException {
        Thread.setDefaultUncaughtExceptionHandler((_, why) -> died(why));
        var director =
                new SyncDirector(
                        Path.of(args[0]),
                        Integer.parseInt(args[1]),
                        List.of(args[2].split(",")),
                        Boolean.parseBoolean(args[3]),
                        Integer.parseInt(args[4]));
        Director.warmUp(false, () -> {});
        director.worker.start();
        System.out.println(AskedProcess.SAYS + "ready");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(director.answer(line.split(" ")));
        }
    }

    private String answer(String[] words) {
        try {
            return AskedProcess.SAYS + act(words);
        } catch (IOException | RuntimeException e) {
            return AskedProcess.FAILED + "cannot " + words[0] + ": " + e;
        }
    }

    private String act(String[] words) throws IOException {
        return switch (words[0]) {
            case "sample" -> sample();
            case "memory" -> memory();
            case "share" -> share();
            case "join" -> join(Long.parseLong(words[1]));
            case "begin" -> begin(words, false);
            case "live" -> begin(words, true);
            case "churn" -> from(FOR_EVER, Integer.parseInt(words[1]), true);
            case "rest" -> rest();
            case "pass" -> pass(Integer.parseInt(words[1]));
            case "rounds" -> worker.rounds();
            case "entering" -> worker.entering();
            case "digest" -> worker.digest();
            default -> throw new IllegalArgumentException("nobody says that");
        };
    }

    private String sample() {
        long sync = 0;
        long working = 0;
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals("sync")) {
                sync += threads.getThreadCpuTime(thread.getThreadId());
            } else if (thread != null && thread.getThreadName().equals("worker")) {
                working += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return "%d %d %d %d %d %d"
                .formatted(
                        process.getProcessCpuTime(),
                        sync,
                        working,
                        worker.held(),
                        measure.total(Counter.SYNC_SENT_AGAIN),
                        measure.total(Counter.SYNC_BULKS_ASKED_FOR));
    }

    private static String memory() throws IOException {
        System.gc();
        long kib = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                kib = Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return kib * 1024 + " " + heap;
    }

    private String share() throws IOException {
        var sync = new SyncConfig(null, SyncBed.PORT, null, addresses, "secret");
        var cluster = new ClusterConfig("bench", 1, "bench", 77, sync);
        String name = "director-" + node;
        var own =
                new DirectorConfig(
                        name, 1, name, List.of(), List.of(), false, false, List.of(), List.of(),
                        null, node);
        syncing.use(cluster, sync, own);
        return "";
    }

    private String join(long sessions) throws IOException {
        int own = worker.held();
        long beganNs = System.nanoTime();
        share();
        await(LOOK_NS, () -> worker.held() > own);
        long firstMs = sinceMs(beganNs);
        await(LOOK_NS, () -> worker.held() >= sessions);
        long allMs = sinceMs(beganNs);
        await(LOOK_NS, syncing::isComplete);
        return firstMs + " " + allMs + " " + sinceMs(beganNs);
    }

    private static long sinceMs(long beganNs) {
        return (System.nanoTime() - beganNs) / 1_000_000;
    }

    private static void await(long everyNs, BooleanSupplier holds) {
        long beganNs = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - beganNs > PATIENCE_NS) {
                throw new IllegalStateException("it does not come about");
            }
            LockSupport.parkNanos(everyNs);
        }
    }

    private String begin(String[] words, boolean thenEnds) {
        from(Integer.parseInt(words[1]), Integer.parseInt(words[2]), thenEnds);
        await(RARELY_NS, () -> worker.ask(synthetic()::isDone));
        return "";
    }

    private String from(int sessions, int perSecond, boolean thenEnds) {
        return worker.ask(() -> {
            synthetic().begin(sessions, perSecond, thenEnds);
            return "";
        });
    }

    private String rest() {
        worker.ask(() -> {
            synthetic().rest();
            return "";
        });
        await(LOOK_NS, () -> worker.ask(synthetic()::isDone));
        return "";
    }

    private SyntheticSessions synthetic() {
        if (work instanceof SyntheticSessions sessions) {
            return sessions;
        }
        throw new IllegalStateException("its sessions are those of frames");
    }

    private static String pass(int ms) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
        return "";
    }
}
