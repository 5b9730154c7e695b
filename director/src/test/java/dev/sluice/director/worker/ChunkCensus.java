package dev.sluice.director.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.xdp.ChunkStack;
import dev.sluice.linux.xdp.ConsumerRing;
import dev.sluice.linux.xdp.ProducerRing;
import dev.sluice.linux.xdp.XskSocket;

/** Looks for every chunk of workers that are quiet. */
final class ChunkCensus {
    private ChunkCensus() {}

    /** Whether nothing is on its way. May look while they run: a guess that the census proves. */
    static boolean isQuiet(Workers workers) {
        return workers.workers().stream()
                .allMatch(worker ->
                        !worker.isWorkWaiting()
                                && worker.queues().stream().noneMatch(PortQueue::isHeldUp));
    }

    /** Checks that each chunk is in exactly one place; the workers are stopped. */
    static void everyChunkIsInOnePlace(Workers workers) {
        int bytes = workers.chunkBytes();
        int[] places = new int[workers.umem().chunks()];
        for (ForwardingWorker worker : workers.workers()) {
            worker.doWork();
        }
        for (ForwardingWorker worker : workers.workers()) {
            worker.doWork();
            ChunkStack free = worker.free();
            while (free.size() > 0) {
                places[(int) (free.take() / bytes)]++;
            }
            for (PortQueue queue : worker.queues()) {
                XskSocket socket = queue.sender();
                count(places, bytes, socket.fill());
                count(places, bytes, socket.transmit());
                count(places, bytes, socket.receive());
                count(places, bytes, socket.completion());
            }
        }
        for (int chunk = 0; chunk < places.length; chunk++) {
            assertThat(places[chunk]).as("places of chunk %s", chunk).isEqualTo(1);
        }
    }

    private static void count(int[] places, int bytes, ProducerRing ring) {
        int pending = ring.pending();
        for (int i = 0; i < pending; i++) {
            places[(int) (ring.pendingAddress(i) / bytes)]++;
        }
    }

    private static void count(int[] places, int bytes, ConsumerRing ring) {
        int available = ring.available(Integer.MAX_VALUE);
        for (int i = 0; i < available; i++) {
            places[(int) (ring.address(i) / bytes)]++;
        }
    }
}
