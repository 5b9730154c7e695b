package dev.sluice.director.forward;

import dev.sluice.balance.StableHash;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Tunnel;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.model.TunnelKind;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Puts a tunnel's header before packets of a session, from a local address to the server. */
final class Wrap {
    private final Workbench bench;

    Wrap(Workbench bench) {
        this.bench = bench;
    }

    /** How many bytes are put before packets of a session; 0 without a tunnel. */
    int overhead(long at) {
        return Session.method(bench.slab, at) == Session.TUNNEL
                ? Tunnel.overhead(isGue(at), isOverIpv4(at))
                : 0;
    }

    /** Whether there is an address to send from. */
    boolean isPossible(long at) {
        return source(at) != null;
    }

    private boolean isGue(long at) {
        ForwardedListener listener = bench.table.listener(Session.listener(bench.slab, at));
        return listener != null && listener.forward().tunnel() == TunnelKind.GUE;
    }

    private boolean isOverIpv4(long at) {
        return Ipv4Header.isIpv4(
                Session.serverHigh(bench.slab, at), Session.serverLow(bench.slab, at));
    }

    private @Nullable Address source(long at) {
        return isOverIpv4(at) ? bench.tunnelIpv4 : bench.tunnelIpv6;
    }

    /** Wraps a packet; false if there is no room before it, or no address to send from. */
    boolean put(int i, long at) {
        Batch batch = bench.batch;
        MemorySegment memory = batch.memory();
        Address source = source(at);
        int overhead = overhead(at);
        if (source == null || batch.headroom(i) < overhead) {
            return false;
        }
        long frame = batch.frame(i);
        int ip = bench.parsed.ip[i];
        int length = bench.parsed.end[i] - ip;
        Wire.move(memory, frame, frame - overhead, ip);
        long outer =
                Tunnel.wrap(
                        memory,
                        frame + ip,
                        length,
                        source.high(),
                        source.low(),
                        Session.serverHigh(bench.slab, at),
                        Session.serverLow(bench.slab, at),
                        isGue(at) ? Tunnel.sourcePort(flow(at)) : Tunnel.IN_IP,
                        bench.newIdentification());
        Wire.put16(
                memory,
                outer - 2,
                isOverIpv4(at) ? EthernetHeader.TYPE_IPV4 : EthernetHeader.TYPE_IPV6);
        batch.resize(i, frame - overhead, ip + overhead + length);
        return true;
    }

    /** Fragments have no ports, so they are taken from the session. */
    private long flow(long at) {
        MemorySegment slab = bench.slab;
        return StableHash.address(
                Session.clientHigh(slab, at),
                Session.clientLow(slab, at) ^ (long) Session.clientPort(slab, at) << 48);
    }
}
