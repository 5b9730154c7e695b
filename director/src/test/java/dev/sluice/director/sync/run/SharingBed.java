package dev.sluice.director.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.sync.Outlet;
import dev.sluice.director.sync.Refusal;
import dev.sluice.director.sync.Seal;
import dev.sluice.director.sync.SyncSettings;
import dev.sluice.linux.call.KernelException;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Directors that share sessions, each at a loopback address of its own. */
final class SharingBed implements AutoCloseable {
    static final byte[] SECRET = "known to all of them".getBytes(StandardCharsets.UTF_8);
    static final byte[] NEXT = "known to all of them from now".getBytes(StandardCharsets.UTF_8);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROWS = 200_000;
    private static final int CLUSTER = 77;
    private static final UUID BOOT = new UUID(1, 2);

    private final Path folder;
    private final int size;
    private final List<One> open = new ArrayList<>();
    final int port;

    /** A director. */
    final class One implements AutoCloseable {
        final HeldSessions sessions = new HeldSessions();
        final Measure measure = new Measure();
        final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        final SyncThread thread;

        One(int node, long cluster, Seal seal, UnaryOperator<Outlet> through) throws IOException {
            var random = RandomGenerator.getDefault();
            var figures = new SyncFigures(measure);
            thread =
                    new SyncThread(
                            SyncSettings.usual(cluster, node, random.nextLong()),
                            seal,
                            BookFile.open(
                                    folder.resolve("book-" + node),
                                    ROWS,
                                    BOOT,
                                    cluster,
                                    random.nextLong()),
                            sessions,
                            meeting(node),
                            through,
                            () -> System.nanoTime() / 1_000_000,
                            figures,
                            failures::add);
            figures.begin(thread.safety());
            thread.start();
        }

        long counted(Counter counter) {
            return measure.total(counter);
        }

        long refused(Refusal refusal) {
            return measure.total(Counter.SYNC_REFUSED, refusal.label());
        }

        @Override
        public void close() {
            thread.close();
            assertThat(failures).isEmpty();
        }
    }

    /**
     * @param size how many directors there may be
     */
    SharingBed(Path folder, int size) {
        this.folder = folder;
        this.size = size;
        this.port = freePort();
    }

    /** Below those that clients are given. */
    private int freePort() {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int tries = 0; tries < 100; tries++) {
            int candidate = random.nextInt(10_000, 32_000);
            boolean isFree = true;
            for (int node = 1; node <= size && isFree; node++) {
                var meeting = new Meeting(false, candidate, null, 0, address(node), List.of());
                try (Sockets _ = new Sockets(meeting, new Traffic())) {
                    isFree = true;
                } catch (KernelException e) {
                    isFree = false;
                }
            }
            if (isFree) {
                return candidate;
            }
        }
        throw new AssertionError("no port is free");
    }

    /** Where a director is. */
    static InetAddress address(int node) {
        return InetAddress.ofLiteral("127.0.88." + node);
    }

    private Meeting meeting(int node) {
        var others = new ArrayList<InetAddress>();
        for (int other = 1; other <= size; other++) {
            if (other != node) {
                others.add(address(other));
            }
        }
        return new Meeting(false, port, null, 0, address(node), others);
    }

    One start(int node) throws IOException {
        return start(node, CLUSTER, Seal.of(SECRET), UnaryOperator.identity());
    }

    One start(int node, Seal seal) throws IOException {
        return start(node, CLUSTER, seal, UnaryOperator.identity());
    }

    One start(int node, long cluster, Seal seal, UnaryOperator<Outlet> through) throws IOException {
        var one = new One(node, cluster, seal, through);
        open.add(one);
        return one;
    }

    /** Ends one before the others. */
    void stop(One one) {
        open.remove(one);
        one.close();
    }

    /** Waits until something holds. */
    static void await(String what, BooleanSupplier holds) {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s", what).isLessThan(endNs);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public void close() {
        open.forEach(One::close);
    }
}
