package dev.sluice.director.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.director.packet.Drop;
import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.linux.xdp.CopyMode;
import dev.sluice.linux.xdp.RingSizes;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers between two real wires. */
class WorkersTest {
    private static final long DEADLINE_NS = 60_000_000_000L;
    private static final RingSizes RINGS = new RingSizes(256, 256);
    private static final int MTU = 1500;

    private final Measure measure = new Measure();
    private TestSpaces spaces;
    private NetworkSpace middle;
    private NetworkSpace ends;

    @BeforeEach
    void begin() {
        spaces = TestSpaces.of("wk");
        middle = spaces.create("middle");
        ends = spaces.create("ends");
    }

    @AfterEach
    void end() {
        if (spaces != null) {
            spaces.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void frames_cross_by_the_worker_that_owns_them_and_no_chunk_is_lost(int queues) {
        List<Port> ports = List.of(wire("a", queues), wire("b", queues));
        try (Workers workers = open(ports, Integer.MAX_VALUE);
                AutoClosed filter = SocketFilter.attach(middle, workers.sockets());
                RawWire left = new RawWire(ends, "a1");
                RawWire right = new RawWire(ends, "b1")) {
            assertThat(filter).isNotNull();
            assertThat(workers.size()).isEqualTo(queues);
            workers.start(WorkersTest::died);

            crossing(left, right, 5_000);
            crossing(right, left, 5_000);

            if (queues > 1) {
                assertThat(measure.total(Counter.FRAMES_HANDED_OVER)).isPositive();
            }
            awaitSettled(workers);
        }
    }

    @Test
    void a_worker_takes_several_queues_where_there_are_fewer_workers() {
        List<Port> ports = List.of(wire("a", 4), wire("b", 4));
        try (Workers workers = open(ports, 2);
                AutoClosed filter = SocketFilter.attach(middle, workers.sockets());
                RawWire left = new RawWire(ends, "a1");
                RawWire right = new RawWire(ends, "b1")) {
            assertThat(filter).isNotNull();
            assertThat(workers.size()).isEqualTo(2);
            workers.start(WorkersTest::died);

            crossing(left, right, 2_000);

            awaitSettled(workers);
        }
    }

    @Test
    void drops_are_counted_by_reason_and_their_chunks_used_again() {
        List<Port> ports = List.of(wire("a", 1), wire("b", 1));
        try (Workers workers = open(ports, 1);
                AutoClosed filter = SocketFilter.attach(middle, workers.sockets());
                RawWire left = new RawWire(ends, "a1")) {
            assertThat(filter).isNotNull();
            workers.start(WorkersTest::died);
            int more = workers.umem().chunks() * 2;
            for (int i = 0; i < more; i++) {
                byte[] frame = TestFrames.udp(i % 100, Crossing.DROPPED);
                await(() -> left.send(frame));
                int sent = i;
                await(() -> sent - dropped() < 200);
            }

            await(() -> dropped() == more);
            awaitSettled(workers);
        }
    }

    @Test
    void what_waits_when_workers_are_to_discard_it_is_dropped_and_what_comes_after_is_not()
            throws Exception {
        List<Port> ports = List.of(wire("a", 1), wire("b", 1));
        try (Workers workers = open(ports, 1);
                AutoClosed filter = SocketFilter.attach(middle, workers.sockets());
                RawWire left = new RawWire(ends, "a1");
                RawWire right = new RawWire(ends, "b1")) {
            assertThat(filter).isNotNull();
            workers.start(WorkersTest::died);
            crossing(left, right, 100);
            var goesOn = new AtomicBoolean();
            CompletableFuture<Boolean> held = workers.between(0, () -> await(goesOn::get));
            int waiting = 50;
            for (int i = 0; i < waiting; i++) {
                byte[] frame = TestFrames.udp(i, Crossing.DROPPED);
                await(() -> left.send(frame));
            }
            await(() -> waiting(workers) >= waiting);
            workers.discard();
            goesOn.set(true);
            assertThat(held.get(60, TimeUnit.SECONDS)).isTrue();

            await(() -> stale() >= waiting);
            assertThat(dropped()).isZero();
            long before = stale();
            crossing(left, right, 100);
            assertThat(stale()).isEqualTo(before);
            awaitSettled(workers);
        }
    }

    /** Frames in the only worker's queues, which is held. */
    private static int waiting(Workers workers) {
        return workers.workers().getFirst().queues().stream()
                .mapToInt(queue -> queue.sender().receive().available(RINGS.receive()))
                .sum();
    }

    private long stale() {
        return measure.total(Counter.FRAMES_DROPPED, Drop.STALE.name().toLowerCase(Locale.ROOT));
    }

    private long dropped() {
        return measure.total(
                Counter.FRAMES_DROPPED, Drop.NO_LISTENER.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void a_command_is_done_between_two_batches_while_frames_flow() {
        List<Port> ports = List.of(wire("a", 2), wire("b", 2));
        try (Workers workers = open(ports, 2);
                AutoClosed filter = SocketFilter.attach(middle, workers.sockets());
                RawWire left = new RawWire(ends, "a1");
                RawWire right = new RawWire(ends, "b1")) {
            assertThat(filter).isNotNull();
            workers.start(WorkersTest::died);
            var done = new AtomicInteger();
            for (int round = 0; round < 100; round++) {
                byte[] frame = TestFrames.udp(round, round);
                await(() -> left.send(frame));
                workers.between(_ -> done::incrementAndGet).orTimeout(60, TimeUnit.SECONDS).join();
            }

            assertThat(done).hasValue(200);
            var seen = new BitSet();
            await(() -> collect(right, seen) == 100);
        }
    }

    @Test
    void idle_workers_take_less_than_two_percent_of_a_core() {
        List<Port> ports = List.of(wire("a", 2), wire("b", 2));
        try (Workers workers = open(ports, 2);
                AutoClosed filter = SocketFilter.attach(middle, workers.sockets())) {
            assertThat(filter).isNotNull();
            workers.start(WorkersTest::died);
            assertThat(ThreadTime.leastOfOneSecondNs(name -> name.startsWith("worker-")))
                    .isLessThan(20_000_000L);
        }
    }

    @Test
    void queues_that_somebody_else_has_are_refused() {
        List<Port> ports = List.of(wire("a", 2));
        try (Workers first = open(ports, 2)) {
            assertThat(first.sockets()).hasSize(2);
            assertThatThrownBy(() -> open(ports, 2))
                    .isInstanceOfSatisfying(
                            KernelException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
        }
        try (Workers second = open(ports, 2)) {
            assertThat(second.sockets()).hasSize(2);
        }
    }

    /** Sends numbered frames in by one wire and awaits them all at the other. */
    private static void crossing(RawWire from, RawWire to, int count) {
        var seen = new BitSet();
        int[] sent = {0};
        await(() -> {
            while (sent[0] < count && sent[0] - seen.cardinality() < 100) {
                if (!from.send(TestFrames.udp(sent[0] % 64, sent[0]))) {
                    break;
                }
                sent[0]++;
            }
            return collect(to, seen) == count;
        });
    }

    private static int collect(RawWire wire, BitSet seen) {
        for (byte[] frame : wire.receive()) {
            if (TestFrames.isUdp(frame)) {
                seen.set(TestFrames.number(frame));
            }
        }
        return seen.cardinality();
    }

    /** Waits until all is quiet, stops, and looks for every chunk. */
    private static void awaitSettled(Workers workers) {
        await(() -> {
            var settled = new AtomicInteger();
            workers.between(_ -> () -> settled.incrementAndGet())
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            return settled.get() == workers.size() && ChunkCensus.isQuiet(workers);
        });
        workers.stop();
        ChunkCensus.everyChunkIsInOnePlace(workers);
    }

    private Workers open(List<Port> ports, int workers) {
        WorkerSettings settings =
                new WorkerSettings(
                        workers, RINGS, CopyMode.COPY, 64, 200, WorkerSettings.DEFAULT.idleMs());
        int count = Workers.count(ports, settings);
        return middle.call(() ->
                Workers.open(
                        ports,
                        settings,
                        self -> new Crossing(self, count),
                        () -> System.nanoTime() / 1_000_000,
                        measure));
    }

    /** A wire with its end name0 in the middle and name1 outside. */
    private Port wire(String name, int queues) {
        try (Netlink netlink = middle.netlink();
                Netlink other = ends.netlink()) {
            netlink.links()
                    .createVeth(
                            VethEnd.here(name + 0, queues),
                            new VethEnd(name + 1, queues, ends.fd()));
            int index = netlink.links().index(name + 0);
            netlink.links().up(index);
            other.links().up(other.links().index(name + 1));
            return new Port(name + 0, index, queues, MTU);
        }
    }

    private static void died(Throwable why) {
        throw new AssertionError("a worker died", why);
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            LockSupport.parkNanos(20_000);
        }
    }
}
