package dev.sluice.director.forward;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.session.Session;
import dev.sluice.director.table.NextHops;
import java.lang.foreign.MemorySegment;

/**
 * Fourth stage, for packets of a session: makes them what the other side expects, by the session's
 * method, and sends them on. One entry for each direction.
 */
final class Rewrite {
    private final Workbench bench;
    private final Translate translate;
    private final TellClient tellClient;

    Rewrite(Workbench bench) {
        this.bench = bench;
        this.translate = new Translate(bench);
        this.tellClient = new TellClient(bench);
    }

    /** Sends a packet of the client's on to the server. */
    void toServer(int i, long at) {
        int hop = Session.backendHop(bench.slab, at);
        long mac = bench.hops.destinationMac(hop);
        if (mac == NextHops.UNRESOLVED) {
            hop = reroute(at);
            mac = bench.hops.destinationMac(hop);
            if (mac == NextHops.UNRESOLVED) {
                bench.batch.drop(i, Drop.NEXT_HOP_UNRESOLVED);
                return;
            }
        }
        int port = bench.hops.port(hop);
        switch (Session.method(bench.slab, at)) {
            case Session.FULLNAT, Session.NAT -> {
                if (fits(i, port)) {
                    tellClient.beforeRewrite(i, at, bench.hops.mtu(port));
                    translate.toServer(i, at);
                    send(i, port, mac);
                }
            }
            default -> bench.batch.drop(i, Drop.UNKNOWN_PROTOCOL);
        }
    }

    /** Sends a packet of the server's on to the client: back to where its last frame came from. */
    void toClient(int i, long at) {
        MemorySegment slab = bench.slab;
        long mac = Session.clientMac(slab, at);
        int port = Session.clientInterface(slab, at);
        if (mac == NextHops.UNRESOLVED || port >= bench.hops.ports()) {
            int hop = bench.hops.hopTo(Session.clientHigh(slab, at), Session.clientLow(slab, at));
            mac = bench.hops.destinationMac(hop);
            port = bench.hops.port(hop);
            if (mac == NextHops.UNRESOLVED) {
                bench.batch.drop(i, Drop.NEXT_HOP_UNRESOLVED);
                return;
            }
        }
        if (fits(i, port)) {
            tellClient.leaveRoom(i, at);
            translate.toClient(i, at);
            send(i, port, mac);
        }
    }

    /** A neighbour that went away may have been replaced by another. */
    private int reroute(long at) {
        MemorySegment slab = bench.slab;
        int hop = bench.hops.hopTo(Session.serverHigh(slab, at), Session.serverLow(slab, at));
        if (hop != NextHops.NONE) {
            Session.backendHop(slab, at, hop);
        }
        return hop;
    }

    private boolean fits(int i, int port) {
        if (bench.parsed.end[i] - bench.parsed.ip[i] <= bench.hops.mtu(port)) {
            return true;
        }
        bench.batch.drop(i, Drop.TOO_BIG);
        return false;
    }

    private void send(int i, int port, long mac) {
        MemorySegment memory = bench.batch.memory();
        long frame = bench.batch.frame(i);
        EthernetHeader.putDestination(memory, frame, mac);
        EthernetHeader.putSource(memory, frame, bench.hops.sourceMac(port));
        bench.batch.transmit(i, port);
    }
}
