package dev.sluice.director.forward;

import dev.sluice.director.session.LocalPorts;

/**
 * What a worker's forwarder is told once.
 *
 * @param worker its number, from 0
 * @param workers how many there are, a power of two, at most {@link LocalPorts#CLASSES}
 * @param halfOpenBudget how many half-open and unanswered sessions it may have
 * @param recomputePorts a bit for each port whose senders leave checksums to be finished by a
 *     network card that is not there: what comes in by it gets its TCP or UDP checksum made anew
 * @param seed of all that is secret or drawn at random
 */
public record ForwarderOptions(
        int worker, int workers, int halfOpenBudget, long recomputePorts, long seed) {
    public ForwarderOptions {
        if (Integer.bitCount(workers) != 1 || workers > LocalPorts.CLASSES) {
            throw new IllegalArgumentException(
                    workers + " workers; it must be a power of two, at most " + LocalPorts.CLASSES);
        }
    }

    /** One worker that does all. */
    public static ForwarderOptions alone(long seed) {
        return new ForwarderOptions(0, 1, 1 << 16, 0, seed);
    }

    boolean recomputes(int port) {
        return port >= 0 && port < Long.SIZE && (recomputePorts >>> port & 1) != 0;
    }
}
