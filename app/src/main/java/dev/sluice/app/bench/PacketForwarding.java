package dev.sluice.app.bench;

import java.io.IOException;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Forwarding frames from memory to memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(1)
public class PacketForwarding {
    /** How many sessions there are. */
    @Param({"1000", "1000000", "10000000"})
    public int sessions;

    @SuppressWarnings("NullAway.Init")
    private PacketWorkload workload;

    @Setup
    public void open() {
        workload = new PacketWorkload(sessions);
    }

    @TearDown
    public void close() throws IOException {
        workload.close();
    }

    /** A batch of frames that are all sent. */
    @Benchmark
    @OperationsPerInvocation(PacketWorkload.BATCH)
    public int forward() {
        int sent = workload.round();
        if (sent != PacketWorkload.BATCH) {
            throw new AssertionError(sent + " of " + PacketWorkload.BATCH + " frames were sent");
        }
        return sent;
    }
}
