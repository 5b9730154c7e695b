package dev.sluice.director.forward;

import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.table.ForwardingTable;

/**
 * Which worker a session belongs to: it follows from the client's address and port alone, which
 * packets of both directions carry under nat; under fullnat, replies are named by their local port,
 * see {@link LocalPorts#workerOf}.
 */
public final class Owner {
    private Owner() {}

    /** The worker of a packet in the batch in hand. */
    static int of(Workbench bench, int i) {
        Parsed parsed = bench.parsed;
        int workers = bench.options.workers();
        return workers == 1
                ? bench.options.worker()
                : of(
                        bench.table,
                        parsed.of(i).sourceHigh,
                        parsed.of(i).sourceLow,
                        parsed.of(i).sourcePort,
                        parsed.of(i).destinationHigh,
                        parsed.of(i).destinationLow,
                        parsed.of(i).destinationPort,
                        parsed.of(i).protocol,
                        workers);
    }

    /** The worker of a packet, by what it says it comes from and goes to. */
    static int of(
            ForwardingTable table,
            long sourceHigh,
            long sourceLow,
            int sourcePort,
            long destinationHigh,
            long destinationLow,
            int destinationPort,
            int protocol,
            int workers) {
        if (table.isLocal(destinationHigh, destinationLow)) {
            return LocalPorts.workerOf(destinationPort, workers);
        }
        return table.find(destinationHigh, destinationLow, protocol, destinationPort) != null
                ? of(sourceHigh, sourceLow, sourcePort, workers)
                : of(destinationHigh, destinationLow, destinationPort, workers);
    }

    /** The worker that a packet belongs to which somebody asks about. */
    public static int of(ForwardingTable table, AskedPacket asked, int workers) {
        return of(
                table,
                asked.source().high(),
                asked.source().low(),
                asked.sourcePort(),
                asked.destination().high(),
                asked.destination().low(),
                asked.destinationPort(),
                asked.protocol(),
                workers);
    }

    /**
     * The worker of a client's address and port.
     *
     * @param workers how many there are, a power of two
     */
    public static int of(long clientHigh, long clientLow, int clientPort, int workers) {
        return LocalPorts.workerOf(LocalPorts.classOf(clientHigh, clientLow, clientPort), workers);
    }
}
