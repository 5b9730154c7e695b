package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.IcmpHeader;
import dev.sluice.director.packet.IcmpQuote;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import java.lang.foreign.MemorySegment;

/**
 * Passes an ICMP error on to whoever sent the packet that it quotes, with the quoted packet as its
 * sender knows it. The session is that of the packet which would answer the quoted one.
 *
 * <pre>
 *  error comes for    quotes                     goes to    quotes
 *  virtual            virtual → client           server     server → local (nat: client)
 *  local              local → server             client     client → virtual
 *  (nat: client)      (nat: client → server)
 * </pre>
 *
 * By route and tunnel nothing in it changes: the server knows the packet as the client does. An
 * error about a packet in a tunnel is {@link RelayTunnelError}'s. Errors do not prolong sessions.
 */
final class RelayError {
    private final Workbench bench;
    private final RelayTunnelError tunnels;
    private final SendOut out;
    private final Way way;
    private final IcmpQuote quote = new IcmpQuote();

    RelayError(Workbench bench, SendOut out) {
        this.bench = bench;
        this.tunnels = new RelayTunnelError(bench, out);
        this.out = out;
        this.way = new Way(bench);
    }

    /** Handles an error that is at least a whole ICMP header. */
    void handle(int i) {
        Batch batch = bench.batch;
        MemorySegment memory = batch.memory();
        long frame = batch.frame(i);
        long quoted = frame + bench.parsed.of(i).payload + IcmpHeader.LENGTH;
        if (tunnels.takes(i, quoted)) {
            return;
        }
        long end = frame + bench.parsed.of(i).end;
        if (!quote.read(memory, quoted, end, bench.parsed.of(i).ipv4) || !isToSender(i)) {
            batch.drop(i, Drop.ICMP_UNRELATED);
            return;
        }
        int workers = bench.options.workers();
        if (workers > 1) {
            int owner = owner(workers);
            if (owner != bench.options.worker()) {
                batch.handOver(i, owner);
                return;
            }
        }
        int found = session();
        if (found == SessionTable.NONE) {
            batch.drop(i, Drop.ICMP_UNRELATED);
        } else if (isExpired(i)) {
            batch.drop(i, Drop.TTL_EXPIRED);
        } else {
            relay(i, bench.sessions.at(found >> 1), found & 1);
        }
    }

    /** Whoever is sent an error is the sender of what it quotes. */
    private boolean isToSender(int i) {
        return quote.sourceHigh() == bench.parsed.of(i).destinationHigh
                && quote.sourceLow() == bench.parsed.of(i).destinationLow;
    }

    private int owner(int workers) {
        long peerHigh = quote.destinationHigh();
        long peerLow = quote.destinationLow();
        int peerPort = quote.destinationPort();
        long ownHigh = quote.sourceHigh();
        long ownLow = quote.sourceLow();
        int ownPort = quote.sourcePort();
        return Owner.of(
                bench.table,
                peerHigh,
                peerLow,
                peerPort,
                ownHigh,
                ownLow,
                ownPort,
                quote.protocol(),
                workers);
    }

    private int session() {
        long peerHigh = quote.destinationHigh();
        long peerLow = quote.destinationLow();
        int peerPort = quote.destinationPort();
        long ownHigh = quote.sourceHigh();
        long ownLow = quote.sourceLow();
        int ownPort = quote.sourcePort();
        return bench.sessions.find(
                peerHigh, peerLow, ownHigh, ownLow, peerPort, ownPort, quote.protocol());
    }

    private boolean isExpired(int i) {
        MemorySegment memory = bench.batch.memory();
        long ip = bench.batch.frame(i) + bench.parsed.of(i).ip;
        return bench.parsed.of(i).ipv4
                ? Ipv4Header.ttl(memory, ip) <= 1
                : Ipv6Header.hopLimit(memory, ip) <= 1;
    }

    /**
     * @param direction of what would answer the quoted packet: the error goes on in the same
     */
    private void relay(int i, long at, int direction) {
        boolean toServer = direction == Session.FROM_CLIENT;
        if (toServer ? !way.toServer(at) : !way.toClient(at)) {
            bench.batch.drop(i, Drop.NEXT_HOP_UNRESOLVED);
            return;
        }
        if (!out.mayGo(i, out.room(at, way.mtu()))) {
            bench.batch.drop(i, Drop.TOO_BIG);
            return;
        }
        int method = Session.method(bench.slab, at);
        decrement(i);
        if (method == Session.TUNNEL) {
            out.sendWrapped(i, at, way);
            return;
        }
        if (method != Session.ROUTE) {
            if (toServer) {
                forServer(i, at, method == Session.NAT);
            } else {
                forClient(i, at);
            }
        }
        out.send(i, way);
    }

    private void forServer(int i, long at, boolean nat) {
        MemorySegment memory = bench.batch.memory();
        MemorySegment slab = bench.slab;
        long icmp = icmp(i);
        long serverHigh = Session.serverHigh(slab, at);
        long serverLow = Session.serverLow(slab, at);
        long fromHigh = nat ? bench.parsed.of(i).sourceHigh : Session.localHigh(slab, at);
        long fromLow = nat ? bench.parsed.of(i).sourceLow : Session.localLow(slab, at);
        if (Session.has(slab, at, Session.HAS_DELTAS)) {
            quote.shift(memory, icmp, -Session.deltaOut(slab, at));
        }
        quote.source(memory, icmp, serverHigh, serverLow, Session.serverPort(slab, at));
        if (!nat) {
            quote.destination(memory, icmp, fromHigh, fromLow, Session.localPort(slab, at));
        }
        IcmpQuote.address(memory, ip(i), icmp, fromHigh, fromLow, serverHigh, serverLow);
    }

    private void forClient(int i, long at) {
        MemorySegment memory = bench.batch.memory();
        MemorySegment slab = bench.slab;
        long icmp = icmp(i);
        long clientHigh = Session.clientHigh(slab, at);
        long clientLow = Session.clientLow(slab, at);
        long virtualHigh = Session.virtualHigh(slab, at);
        long virtualLow = Session.virtualLow(slab, at);
        quote.source(memory, icmp, clientHigh, clientLow, Session.clientPort(slab, at));
        quote.destination(memory, icmp, virtualHigh, virtualLow, Session.virtualPort(slab, at));
        IcmpQuote.address(memory, ip(i), icmp, virtualHigh, virtualLow, clientHigh, clientLow);
    }

    private void decrement(int i) {
        MemorySegment memory = bench.batch.memory();
        if (bench.parsed.of(i).ipv4) {
            Ipv4Header.decrementTtl(memory, ip(i));
        } else {
            Ipv6Header.decrementHopLimit(memory, ip(i));
        }
    }

    private long ip(int i) {
        return bench.batch.frame(i) + bench.parsed.of(i).ip;
    }

    private long icmp(int i) {
        return bench.batch.frame(i) + bench.parsed.of(i).payload;
    }
}
