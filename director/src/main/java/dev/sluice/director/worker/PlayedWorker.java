package dev.sluice.director.worker;

import dev.sluice.linux.xdp.PlayedSocket;
import dev.sluice.linux.xdp.RingSizes;
import dev.sluice.linux.xdp.Umem;
import dev.sluice.linux.xdp.XskSocket;
import dev.sluice.measure.Measure;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A worker of two ports without a kernel: its rings are in memory, and who has it puts frames in,
 * has it make a round and takes frames out. It runs what a director's workers run. One thread.
 */
public final class PlayedWorker implements AutoCloseable {
    private static final int MTU = 1500;
    private static final WorkerSettings SETTINGS =
            WorkerSettings.DEFAULT.withRings(new RingSizes(128, 128));
    private static final List<Port> PORTS =
            List.of(new Port("played-0", 0, 1, MTU), new Port("played-1", 0, 1, MTU));

    private final List<PlayedSocket> sockets = new ArrayList<>();
    private final Workers workers;
    private final ForwardingWorker worker;

    /**
     * @param frames what it does with frames
     */
    public PlayedWorker(FrameWork frames, LongSupplier nowMs, Measure measure) {
        workers =
                new WorkerBuilder(PORTS, SETTINGS, _ -> frames, nowMs, measure)
                        .by((umem, _, _) -> play(umem))
                        .build();
        worker = workers.workers().getFirst();
    }

    private XskSocket play(Umem umem) {
        var played = new PlayedSocket(umem, SETTINGS.rings());
        sockets.add(played);
        return played.socket();
    }

    /** Where frames lie. */
    public MemorySegment memory() {
        return workers.umem().memory();
    }

    /** Where a port's frames come from and go to. */
    public PlayedSocket socket(int port) {
        return sockets.get(port);
    }

    /** One round. */
    public void round() {
        worker.doWork();
    }

    @Override
    public void close() {
        workers.close();
    }
}
