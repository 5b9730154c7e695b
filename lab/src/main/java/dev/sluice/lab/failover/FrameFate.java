package dev.sluice.lab.failover;

import java.util.random.RandomGenerator;

/** Decides what becomes of one frame after the other; the same seed decides the same. */
final class FrameFate {
    private final RandomGenerator random;
    private final int[] delaysMs = new int[2];

    FrameFate(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Decides of the next frame.
     *
     * @return how often it arrives; {@link #delayMs} says when
     */
    int next(Impairment network, int from, int to) {
        if (network.cutOff().contains(from) || network.cutOff().contains(to)) {
            return 0;
        }
        if (random.nextDouble() < network.loss()) {
            return 0;
        }
        int copies = random.nextDouble() < network.doubled() ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            boolean overtaken = random.nextDouble() < network.overtaken();
            delaysMs[copy] = network.delayMs() + (overtaken ? Impairment.OVERTAKEN_MS : 0);
        }
        return copies;
    }

    /** When a copy of the last frame arrives. */
    int delayMs(int copy) {
        return delaysMs[copy];
    }
}
