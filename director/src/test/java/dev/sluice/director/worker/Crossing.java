package dev.sluice.director.worker;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import java.lang.foreign.ValueLayout;

/** Sends what comes by one port out by the other, by the worker that a frame's number names. */
final class Crossing implements FrameWork {
    static final int NUMBER_AT = 42;
    static final int DROPPED = -1;

    private final int self;
    private final int workers;

    Crossing(int self, int workers) {
        this.self = self;
        this.workers = workers;
    }

    @Override
    public void forward(Batch batch, long nowMs) {
        for (int i = 0; i < batch.received(); i++) {
            int number =
                    Integer.reverseBytes(
                            batch.memory()
                                    .get(
                                            ValueLayout.JAVA_INT_UNALIGNED,
                                            batch.frame(i) + NUMBER_AT));
            if (number == DROPPED) {
                batch.drop(i, Drop.NO_LISTENER);
            } else if (number % workers == self) {
                batch.transmit(i, 1 - batch.port(i));
            } else {
                batch.handOver(i, number % workers);
            }
        }
    }

    @Override
    public void expire(long nowMs) {}
}
