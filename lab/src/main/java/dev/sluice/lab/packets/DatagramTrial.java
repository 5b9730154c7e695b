package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.MachineTime;
import java.util.concurrent.locks.LockSupport;

/**
 * The highest rate of datagrams that comes through with a loss of no more than 0.1 %: as fast as
 * the generator goes, if so much comes through, else by halving, with two tries of each rate.
 *
 * @param seconds of each rate that is tried
 */
public record DatagramTrial(int seconds) {
    private static final double LOSS_MAX = 0.001;
    private static final int HALVINGS = 7;
    private static final long NS = 1_000_000_000L;

    /** What is in queues has arrived or is lost by then. */
    private static final long SETTLE_NS = NS / 5;

    /** Datagrams a second while all flows become known. */
    private static final int WARM_UP_PER_SECOND = 100_000;

    private static final int WARM_UP_SECONDS = 1;

    /**
     * Datagrams a second, and the share of them that did not come through.
     *
     * @param cpuNs of all processors for each that did, but for that of the generator's idle runs
     */
    public record Rate(double sentPerSecond, double perSecond, double loss, double cpuNs) {
        boolean counts() {
            return loss <= LOSS_MAX;
        }
    }

    /** Looks for the highest rate. */
    public Rate run(PacketBed bed, Contender.Standing standing, int flows) throws LabFailure {
        try (DatagramFlood flood = new DatagramFlood(bed, standing.target());
                DatagramSink sink = new DatagramSink(bed)) {
            warmUp(bed, flood, sink, flows, standing);
            Rate most = attempt(flood, sink, flows, 0, seconds);
            Rate best = most.counts() ? most : new Rate(0, 0, 1, Double.NaN);
            double low = 0;
            double high = most.sentPerSecond();
            for (int i = 0; i < HALVINGS && best != most; i++) {
                double middle = (low + high) / 2;
                Rate tried = attempt(flood, sink, flows, (long) middle, seconds);
                if (!tried.counts()) {
                    // Once more: the loss may be the machine's, which did something else meanwhile.
                    tried = attempt(flood, sink, flows, (long) middle, seconds);
                }
                if (tried.counts()) {
                    best = tried.perSecond() > best.perSecond() ? tried : best;
                    low = middle;
                } else {
                    high = middle;
                }
                standing.requireAlive();
            }
            return best;
        }
    }

    /**
     * Every flow sends twice and is answered, so that it is known where flows are learnt; and
     * whoever compiles while it runs has done so.
     */
    static void warmUp(
            PacketBed bed,
            DatagramFlood flood,
            DatagramSink sink,
            int flows,
            Contender.Standing standing) {
        bed.takeFromSink();
        sink.answers(true);
        int twice = standing.learnsFlows() ? 2 * flows / WARM_UP_PER_SECOND : 0;
        int seconds = WARM_UP_SECONDS + twice + standing.compilesSeconds();
        attempt(flood, sink, flows, WARM_UP_PER_SECOND, seconds);
        sink.answers(false);
    }

    static void settle() {
        LockSupport.parkNanos(SETTLE_NS);
    }

    /** What comes through of one rate. */
    static Rate attempt(
            DatagramFlood flood, DatagramSink sink, int flows, long perSecond, int seconds) {
        double idleNs = perSecond == 0 ? 0 : flood.idleRunNs();
        long before = sink.received();
        long busyNs = MachineTime.busyNs();
        long startNs = System.nanoTime();
        DatagramFlood.Sent sent = flood.send(flows, perSecond, seconds * NS);
        double took = (System.nanoTime() - startNs) / (double) NS;
        double usedNs = MachineTime.busyNs() - busyNs - idleNs * sent.idleRuns();
        settle();
        long received = sink.received() - before;
        long all = sent.datagrams();
        double loss = all == 0 ? 1 : Math.max(0, 1 - (double) received / all);
        return new Rate(all / took, received / took, loss, usedNs / received);
    }
}
