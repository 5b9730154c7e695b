package dev.sluice.director.forward;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TargetServer;
import dev.sluice.model.Forwarding;
import java.lang.foreign.MemorySegment;

/** Makes a session of a decision. */
final class BeginSession {
    private final Workbench bench;
    private final Census census;
    private int id;

    BeginSession(Workbench bench, Census census) {
        this.bench = bench;
        this.census = census;
    }

    /**
     * Begins a session of a packet as was decided.
     *
     * @return {@link Drop#NONE}, and {@link #id} is the session's; or why none began
     */
    Drop begin(int i, Choice choice) {
        ForwardedListener listener = choice.listener();
        TargetServer server = choice.server();
        int hop = bench.hops.hopTo(server.high(), server.low());
        if (bench.hops.destinationMac(hop) == NextHops.UNRESOLVED) {
            return Drop.NEXT_HOP_UNRESOLVED;
        }
        if (bench.table.owns(server.high(), server.low())) {
            return Drop.LOOP;
        }
        if (listener.method() == Forwarding.ROUTE
                && !bench.hops.isNeighbour(hop, server.high(), server.low())) {
            return Drop.NOT_ON_LINK;
        }
        Drop refused = listener.admission().enter(bench.nowMs);
        if (refused == Drop.NONE) {
            refused = make(i, listener, server, hop);
            if (refused != Drop.NONE) {
                listener.live().left();
            }
        }
        return refused;
    }

    private Drop make(int i, ForwardedListener listener, TargetServer server, int hop) {
        SessionTable sessions = bench.sessions;
        id = sessions.reserve();
        if (id == 0) {
            return Drop.SESSIONS_FULL;
        }
        long at = sessions.at(id);
        write(i, at, listener, server, hop);
        if (listener.method() == Forwarding.FULLNAT && !takeLocal(i, at, server)) {
            sessions.release(id);
            return Drop.NO_LOCAL_PORT;
        }
        if (!sessions.insert(
                id, bench.parsed.of(i).protocol, true, listener.idleMs(), bench.nowMs)) {
            return Drop.TUPLE_TAKEN;
        }
        census.began(at, listener, server, bench.nowMs);
        return Drop.NONE;
    }

    /** The session that began last. */
    int id() {
        return id;
    }

    private void write(int i, long at, ForwardedListener listener, TargetServer server, int hop) {
        Parsed parsed = bench.parsed;
        MemorySegment slab = bench.slab;
        Session.client(
                slab, at, parsed.of(i).sourceHigh, parsed.of(i).sourceLow, parsed.of(i).sourcePort);
        Session.virtual(
                slab,
                at,
                parsed.of(i).destinationHigh,
                parsed.of(i).destinationLow,
                parsed.of(i).destinationPort);
        Session.server(slab, at, server.high(), server.low(), server.port());
        Session.backendHop(slab, at, hop);
        long mac = EthernetHeader.source(bench.batch.memory(), bench.batch.frame(i));
        Session.clientOrigin(slab, at, mac, bench.batch.port(i));
        Session.listener(slab, at, listener.number());
        Session.server(slab, at, server.live().number());
        method(i, at, listener);
    }

    private void method(int i, long at, ForwardedListener listener) {
        MemorySegment slab = bench.slab;
        switch (listener.method()) {
            case FULLNAT -> {
                Session.method(slab, at, Session.FULLNAT);
                tellClient(i, at, listener);
            }
            case NAT -> Session.method(slab, at, Session.NAT);
            case ROUTE -> {
                Session.method(slab, at, Session.ROUTE);
                Session.mark(slab, at, Session.NO_OUTPUT);
            }
            case TUNNEL -> {
                Session.method(slab, at, Session.TUNNEL);
                Session.mark(slab, at, Session.NO_OUTPUT);
            }
        }
    }

    /** How the server learns the client's address. */
    private void tellClient(int i, long at, ForwardedListener listener) {
        boolean tcp = listener.protocol() == ForwardedListener.TCP;
        switch (listener.stream().clientAddress()) {
            case OPTION -> {
                if (tcp) {
                    rememberBeginning(i, at);
                    Session.mark(bench.slab, at, Flags.TELL_CLIENT);
                }
            }
            case PROXY_PROTOCOL -> {
                if (tcp) {
                    rememberBeginning(i, at);
                }
                Session.mark(bench.slab, at, Flags.TELL_PROXY);
            }
            case NONE -> {}
        }
    }

    /** The client's first byte of data has the sequence number after its SYN's. */
    private void rememberBeginning(int i, long at) {
        long tcp = bench.batch.frame(i) + bench.parsed.of(i).payload;
        Session.deltaBegin(bench.slab, at, TcpHeader.sequence(bench.batch.memory(), tcp) + 1);
    }

    private boolean takeLocal(int i, long at, TargetServer server) {
        LocalPorts ports = bench.parsed.of(i).ipv4 ? bench.localIpv4 : bench.localIpv6;
        if (ports == null) {
            return false;
        }
        int picked =
                ports.pick(
                        bench.sessions,
                        ScheduleHash.fourTuple(bench.parsed, i),
                        ScheduleHash.clientClass(bench.parsed, i),
                        server.high(),
                        server.low(),
                        server.port(),
                        bench.parsed.of(i).protocol);
        if (picked == LocalPorts.NONE) {
            return false;
        }
        Session.local(
                bench.slab, at, ports.high(picked), ports.low(picked), LocalPorts.port(picked));
        return true;
    }
}
