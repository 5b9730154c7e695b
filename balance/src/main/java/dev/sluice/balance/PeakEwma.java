package dev.sluice.balance;

/**
 * A server's latency as {@code ewma} needs it: a slower answer counts at once and in full, faster
 * ones bring the average down gently, and so does time in which nothing is heard, so that a server
 * with one bad moment is not shunned for ever.
 *
 * <p>Any thread. Two that record at once may lose one of the two samples, which a moving average
 * does not notice; nothing locks or allocates.
 */
public final class PeakEwma {
    /** After this time without news, e⁻¹ of an average is left. */
    private static final double DECAY_NS = 10e9;

    private volatile long averageUs;
    private volatile long recordedNs;

    /**
     * Takes one answer into account.
     *
     * @param sampleUs how long it took
     * @param nowNs a monotonic clock
     */
    public void record(long sampleUs, long nowNs) {
        long average = averageUs;
        double kept = kept(nowNs);
        double next = sampleUs >= average ? sampleUs : average * kept + sampleUs * (1 - kept);
        averageUs = Math.max(1, (long) next);
        recordedNs = nowNs;
    }

    /** The average in microseconds, at least 1; 0 if nothing was ever recorded. */
    public long valueUs(long nowNs) {
        long average = averageUs;
        return average == 0 ? 0 : Math.max(1, (long) (average * kept(nowNs)));
    }

    private double kept(long nowNs) {
        return Math.exp(-Math.max(0, nowNs - recordedNs) / DECAY_NS);
    }
}
