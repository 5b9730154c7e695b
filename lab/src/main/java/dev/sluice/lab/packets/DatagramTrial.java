package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
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

    /** Datagrams a second, and the share of them that did not come through. */
    public record Rate(double sentPerSecond, double perSecond, double loss) {
        boolean counts() {
            return loss <= LOSS_MAX;
        }
    }

    /** Looks for the highest rate. */
    public Rate run(PacketBed bed, Contender.Standing standing, int flows) throws LabFailure {
        try (DatagramFlood flood = new DatagramFlood(bed, standing.target());
                DatagramSink sink = new DatagramSink(bed)) {
            // So that every flow is known, and whoever compiles while it runs has done so.
            attempt(flood, sink, flows, 100_000, 3 * seconds + flows / 100_000);
            Rate most = attempt(flood, sink, flows, 0, seconds);
            Rate best = most.counts() ? most : new Rate(0, 0, 1);
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

    static void settle() {
        LockSupport.parkNanos(SETTLE_NS);
    }

    /** What comes through of one rate. */
    static Rate attempt(
            DatagramFlood flood, DatagramSink sink, int flows, long perSecond, int seconds) {
        long before = sink.received();
        long startNs = System.nanoTime();
        long sent = flood.send(flows, perSecond, seconds * NS);
        double took = (System.nanoTime() - startNs) / (double) NS;
        settle();
        long received = sink.received() - before;
        double loss = sent == 0 ? 1 : Math.max(0, 1 - (double) received / sent);
        return new Rate(sent / took, received / took, loss);
    }
}
