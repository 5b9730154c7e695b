package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import java.util.concurrent.CompletableFuture;

/**
 * Swaps configurations of many listeners while datagrams pass.
 *
 * @param listeners of each configuration
 * @param swaps how many
 * @param perSecond datagrams a second meanwhile
 */
public record SwapTrial(int listeners, int swaps, long perSecond) {
    private static final int FLOWS = 1000;
    private static final int SECONDS = 3;

    /** What was sent, what arrived, and what the swaps took. */
    public record Result(long sent, long received, SwappedDirector.Report report) {}

    /** Runs all swaps. */
    public Result run(PacketBed bed, SwappedDirector.Swapping director) throws LabFailure {
        try (DatagramFlood flood = new DatagramFlood(bed, director.target());
                DatagramSink sink = new DatagramSink(bed)) {
            // So that compiled code is in place.
            attempt(flood, sink, 2 * SECONDS);
            director.swap(Math.min(swaps, 20));
            attempt(flood, sink, SECONDS);
            long before = sink.received();
            var stop = new CompletableFuture<Void>();
            var sending = CompletableFuture.supplyAsync(() -> flood.send(FLOWS, perSecond, stop));
            SwappedDirector.Report report = director.swap(swaps);
            stop.complete(null);
            long sent = sending.join().datagrams();
            DatagramTrial.settle();
            return new Result(sent, sink.received() - before, report);
        }
    }

    private void attempt(DatagramFlood flood, DatagramSink sink, int seconds) {
        DatagramTrial.attempt(flood, sink, FLOWS, perSecond, seconds);
    }
}
