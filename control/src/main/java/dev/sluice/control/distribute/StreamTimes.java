package dev.sluice.control.distribute;

import java.util.concurrent.TimeUnit;

/**
 * How long either side of the node stream is silent.
 *
 * @param heartbeatMs a line comes at least this often
 * @param silenceMs a node that posts nothing for so long is away
 * @param answerMs how long a node may think about a question
 */
public record StreamTimes(long heartbeatMs, long silenceMs, long answerMs) {
    public static final StreamTimes USUAL = new StreamTimes(5_000, 15_000, 5_000);

    long silenceNs() {
        return TimeUnit.MILLISECONDS.toNanos(silenceMs);
    }
}
