package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;

/**
 * How long datagrams are on their way at a rate that everybody manages. Each says when it was made,
 * and the sink's program, in the kernel too and by the same clock, how long ago that was: nobody in
 * user space is asked, but who is measured.
 *
 * @param seconds that are measured
 * @param perSecond datagrams
 */
public record DelayTrial(int seconds, long perSecond) {
    private static final int FLOWS = 1000;
    private static final long NS = 1_000_000_000L;

    /** What half of all, and what 99 in 100 do not exceed; and the share that was lost. */
    public record Delay(double halfNs, double mostNs, double loss) {}

    /** Measures. */
    public Delay run(PacketBed bed, Contender.Standing standing) throws LabFailure {
        try (var flood = new DatagramFlood(bed, standing.target());
                var sink = new DatagramSink(bed);
                var delays = new Delays()) {
            DatagramTrial.warmUp(bed, flood, sink, FLOWS, standing);
            flood.sendAlone(FLOWS, perSecond, NS);
            sink.times(delays);
            long before = sink.received();
            long sent = flood.sendAlone(FLOWS, perSecond, seconds * NS).datagrams();
            DatagramTrial.settle();
            standing.requireAlive();
            double[] found = delays.atNs(0.5, 0.99);
            double arrived = (double) (sink.received() - before) / sent;
            return new Delay(found[0], found[1], Math.max(0, 1 - arrived));
        }
    }
}
