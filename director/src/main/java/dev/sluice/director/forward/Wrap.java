package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.balance.StableHash;
import dev.sluice.director.offload.FlowEntry;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Tunnel;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.model.TunnelKind;
import org.jspecify.annotations.Nullable;

/** Puts a tunnel's header before packets of a session, from a local address to the server. */
final class Wrap {
    private static final int OUTER_FLAGS = FlowEntry.TUNNELS | FlowEntry.OVER_IPV6 | FlowEntry.GUE;

    private final Workbench bench;

    Wrap(Workbench bench) {
        this.bench = bench;
    }

    /** How many bytes are put before packets of a session; 0 without a tunnel. */
    int overhead(long at) {
        return Session.method(ALL, at) == Session.TUNNEL
                ? Tunnel.overhead(isGue(at), isOverIpv4(at))
                : 0;
    }

    /** Whether there is an address to send from. */
    boolean isPossible(long at) {
        return source(at) != null;
    }

    private boolean isGue(long at) {
        ForwardedListener listener = bench.table.listener(Session.listener(ALL, at));
        return listener != null && listener.forward().tunnel() == TunnelKind.GUE;
    }

    private boolean isOverIpv4(long at) {
        return Ipv4Header.isIpv4(Session.serverHigh(ALL, at), Session.serverLow(ALL, at));
    }

    private @Nullable Address source(long at) {
        return isOverIpv4(at) ? bench.tunnelIpv4 : bench.tunnelIpv6;
    }

    /** Whether the kernel can do it: GUE over IPv6 has a checksum over the whole packet. */
    boolean isForKernel(long at) {
        return isPossible(at) && (isOverIpv4(at) || !isGue(at));
    }

    /** Writes into a flow's entry what the kernel puts before packets of a session. */
    int offload(long at, long entry) {
        Address source = source(at);
        if (source != null) {
            FlowEntry.goes(
                    ALL,
                    entry,
                    source.high(),
                    source.low(),
                    Session.serverHigh(ALL, at),
                    Session.serverLow(ALL, at),
                    Tunnel.sourcePort(flow(at)),
                    Tunnel.GUE_PORT);
        }
        return flags(at);
    }

    /** Whether a flow's entry says just that. */
    boolean isOffloaded(long at, long entry) {
        Address source = source(at);
        return source != null
                && FlowEntry.goesFrom(ALL, entry, source.high(), source.low())
                && (FlowEntry.flags(ALL, entry) & OUTER_FLAGS) == flags(at);
    }

    private int flags(long at) {
        return FlowEntry.TUNNELS
                | (isOverIpv4(at) ? 0 : FlowEntry.OVER_IPV6)
                | (isGue(at) ? FlowEntry.GUE : 0);
    }

    /** Wraps a packet of a session; false if there is no room, or no address to send from. */
    boolean put(int i, long at) {
        return put(i, Session.serverHigh(ALL, at), Session.serverLow(ALL, at), isGue(at), flow(at));
    }

    /**
     * Wraps a packet to a server; false if there is no room before it, or no address to send from.
     *
     * @param flow tells flows apart where the kind of tunnel can
     */
    boolean put(int i, long serverHigh, long serverLow, boolean gue, long flow) {
        Batch batch = bench.batch;
        boolean overIpv4 = Ipv4Header.isIpv4(serverHigh, serverLow);
        Address source = overIpv4 ? bench.tunnelIpv4 : bench.tunnelIpv6;
        int overhead = Tunnel.overhead(gue, overIpv4);
        if (source == null || batch.headroom(i) < overhead) {
            return false;
        }
        long frame = batch.address(i);
        int ip = bench.parsed.of(i).ip;
        int length = bench.parsed.of(i).end - ip;
        Wire.move(ALL, frame, frame - overhead, ip);
        long outer =
                Tunnel.wrap(
                        ALL,
                        frame + ip,
                        length,
                        source.high(),
                        source.low(),
                        serverHigh,
                        serverLow,
                        gue ? Tunnel.sourcePort(flow) : Tunnel.IN_IP,
                        bench.newIdentification());
        Wire.put16(ALL, outer - 2, overIpv4 ? EthernetHeader.TYPE_IPV4 : EthernetHeader.TYPE_IPV6);
        batch.resize(i, batch.frame(i) - overhead, ip + overhead + length);
        return true;
    }

    /** Fragments have no ports, so they are taken from the session. */
    private long flow(long at) {
        return StableHash.address(
                Session.clientHigh(ALL, at),
                Session.clientLow(ALL, at) ^ (long) Session.clientPort(ALL, at) << 48);
    }
}
