package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.session.Session;
import dev.sluice.director.table.NextHops;

/**
 * Whom a packet is handed to: a neighbour and the port that it is behind. Found for each packet.
 */
final class Way {
    private final Workbench bench;
    private int port = NextHops.NONE;
    private long mac = NextHops.UNRESOLVED;

    Way(Workbench bench) {
        this.bench = bench;
    }

    /** The way to a session's server; false if it is not known. */
    boolean toServer(long at) {
        if (!by(Session.backendHop(ALL, at))) {
            int other = bench.hops.hopTo(Session.serverHigh(ALL, at), Session.serverLow(ALL, at));
            if (!by(other)) {
                return false;
            }
            Session.backendHop(ALL, at, other);
        }
        return true;
    }

    /**
     * The way to an address.
     *
     * @param directly only if it is a neighbour itself
     */
    boolean to(long high, long low, boolean directly) {
        int hop = bench.hops.hopTo(high, low);
        return by(hop) && (!directly || bench.hops.isNeighbour(hop, high, low));
    }

    /** The way back to a session's client: to where its last frame came from. */
    boolean toClient(long at) {
        mac = Session.clientMac(ALL, at);
        port = Session.clientInterface(ALL, at);
        return (mac != NextHops.UNRESOLVED && port < bench.hops.ports())
                || by(bench.hops.hopTo(Session.clientHigh(ALL, at), Session.clientLow(ALL, at)));
    }

    private boolean by(int hop) {
        mac = bench.hops.destinationMac(hop);
        port = bench.hops.port(hop);
        return mac != NextHops.UNRESOLVED;
    }

    int port() {
        return port;
    }

    long mac() {
        return mac;
    }

    /** The longest IP packet that can go. */
    int mtu() {
        return bench.hops.mtu(port);
    }
}
