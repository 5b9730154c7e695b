package dev.sluice.app.bench;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Finding sessions and telling them of a packet, uniformly drawn, from both sides. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SessionLookup {
    private static final int BATCH = 32;
    private static final int TCP = 6;
    private static final int ACK = 0x10;
    private static final long MAPPED = 0xFFFF_0000_0000L;
    private static final long VIRTUAL = MAPPED | 0xCB00_710AL;
    private static final long SERVER = MAPPED | 0x0A00_0001L;

    @Param({"1000", "1000000", "10000000"})
    int sessions;

    @SuppressWarnings("NullAway.Init")
    private SessionTable table;

    private final SplittableRandom random = new SplittableRandom(7);
    private long nowMs = 1_000_000;
    private final int[] number = new int[BATCH];
    private final long[] hash = new long[BATCH];
    private final int[] candidate = new int[BATCH];
    long used;

    @Setup
    public void fill() {
        table =
                new SessionTable(
                        SessionSlab.anonymous(sessions), 1000, 42, (id, at, why) -> {}, nowMs);
        for (int i = 0; i < sessions; i++) {
            int id = table.reserve();
            long at = table.at(id);
            Session.client(table.slab(), at, 0, client(i), port(i));
            Session.virtual(table.slab(), at, 0, VIRTUAL, 443);
            Session.server(table.slab(), at, 0, SERVER, 8443);
            Session.local(table.slab(), at, 0, local(i), port(i));
            Session.state(table.slab(), at, 1);
            if (!table.insert(id, TCP, false, 900_000, nowMs)) {
                throw new AssertionError("each tuple is another");
            }
        }
    }

    private static long client(int i) {
        return MAPPED | 0x0B00_0000L + (i >>> 14);
    }

    private static int port(int i) {
        return 1024 + (i & 0x3FFF);
    }

    private static long local(int i) {
        return MAPPED | 0x0C00_0000L + (i >>> 14);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long one_by_one() {
        nowMs++;
        for (int i = 0; i < BATCH; i++) {
            int drawn = random.nextInt(sessions << 1);
            int n = drawn >> 1;
            int found =
                    (drawn & 1) == 0
                            ? table.find(0, client(n), 0, VIRTUAL, port(n), 443, TCP)
                            : table.find(0, SERVER, 0, local(n), 8443, port(n), TCP);
            used += table.segment(found >> 1, found & 1, ACK, 900_000, nowMs);
        }
        return used;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long staged() {
        nowMs++;
        for (int i = 0; i < BATCH; i++) {
            int drawn = random.nextInt(sessions << 1);
            int n = drawn >> 1;
            number[i] = drawn;
            hash[i] =
                    (drawn & 1) == 0
                            ? table.hash(0, client(n), 0, VIRTUAL, port(n), 443, TCP)
                            : table.hash(0, SERVER, 0, local(n), 8443, port(n), TCP);
        }
        for (int i = 0; i < BATCH; i++) {
            used += table.touch(hash[i]);
        }
        for (int i = 0; i < BATCH; i++) {
            candidate[i] = table.candidate(hash[i]);
        }
        for (int i = 0; i < BATCH; i++) {
            used += table.touchSession(candidate[i]);
        }
        for (int i = 0; i < BATCH; i++) {
            int n = number[i] >> 1;
            int found =
                    (number[i] & 1) == 0
                            ? table.find(
                                    candidate[i],
                                    hash[i],
                                    0,
                                    client(n),
                                    0,
                                    VIRTUAL,
                                    port(n),
                                    443,
                                    TCP)
                            : table.find(
                                    candidate[i],
                                    hash[i],
                                    0,
                                    SERVER,
                                    0,
                                    local(n),
                                    8443,
                                    port(n),
                                    TCP);
            used += table.segment(found >> 1, found & 1, ACK, 900_000, nowMs);
        }
        return used;
    }
}
