package dev.sluice.director.forward;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.SynOptions;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpOptions;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import java.lang.foreign.MemorySegment;

/**
 * Does the handshake with the server of a session whose client's was done by {@link SynProxy}: with
 * the client's own sequence number and options, asked again when there is no answer. Then both
 * count bytes of the server differently, by {@link Session#deltaOut}. Until then deltaOut is the
 * cookie, whose lower bits hold the client's options.
 */
final class ServerHandshake {
    /** What the server may send before it hears the client's own window: ten segments. */
    private static final int FIRST_WINDOW = 14_600;

    private static final int OPTIONS_MASK = 0xFF;
    private static final int SYN_ACK = TcpHeader.SYN | TcpHeader.ACK;

    private final Workbench bench;
    private final OwnSegments segments;
    private final TellProxy tellProxy;
    private final Refuse refuse;
    private final Census census;
    private final PendingSyns pending = new PendingSyns();

    ServerHandshake(
            Workbench bench,
            OwnSegments segments,
            TellProxy tellProxy,
            Refuse refuse,
            Census census) {
        this.bench = bench;
        this.segments = segments;
        this.tellProxy = tellProxy;
        this.refuse = refuse;
        this.census = census;
    }

    /** Turns the acknowledgement that a new session began with into the SYN for its server. */
    void begin(int i, int id, int cookie, int firstByte) {
        long at = bench.sessions.at(id);
        MemorySegment slab = bench.slab;
        Session.mark(slab, at, Session.SYN_PROXIED | Flags.AWAITS_SERVER);
        Session.deltaOut(slab, at, cookie);
        Session.deltaBegin(slab, at, firstByte);
        ask(i, at);
        pending.add(id, Session.incarnation(slab, at), 0, bench.nowMs);
    }

    private void ask(int i, long at) {
        MemorySegment memory = bench.batch.memory();
        MemorySegment slab = bench.slab;
        long options = segments.options(i, at);
        int length = 0;
        if (Session.has(slab, at, Flags.TELL_CLIENT)) {
            length =
                    TcpOptions.writeClient(
                            memory,
                            options,
                            Session.clientHigh(slab, at),
                            Session.clientLow(slab, at),
                            Session.clientPort(slab, at));
        }
        length += SynOptions.write(memory, options + length, offered(at));
        int sequence = Session.deltaBegin(slab, at) - 1 - tellProxy.before(at);
        segments.toServer(i, at, sequence, 0, TcpHeader.SYN, FIRST_WINDOW, length, 0);
    }

    private int offered(long at) {
        return SynOptions.ofCookieBits(Session.deltaOut(bench.slab, at) & OPTIONS_MASK);
    }

    /** Asks servers again that have not answered, in frames of the director's own. */
    void askAgain() {
        MemorySegment slab = bench.slab;
        for (int id; (id = pending.due(bench.nowMs)) != PendingSyns.NONE; ) {
            long at = bench.sessions.at(id);
            boolean waits =
                    Session.protocol(slab, at) != 0
                            && Session.incarnation(slab, at) == pending.incarnation()
                            && Session.has(slab, at, Flags.AWAITS_SERVER);
            if (waits) {
                pending.add(id, pending.incarnation(), pending.tries(), bench.nowMs);
                int i = segments.spare(at);
                if (i < 0) {
                    return;
                }
                ask(i, at);
            }
        }
    }

    /**
     * Takes a segment of a session whose client's handshake was done here, if it is about the
     * server's.
     *
     * @return whether it was; then its frame has an outcome
     */
    boolean takes(int i, int id, long at, int direction, int idleMs) {
        boolean fromServer = direction == Session.FROM_SERVER;
        if (!Session.has(bench.slab, at, Flags.AWAITS_SERVER)) {
            boolean again = fromServer && (bench.parsed.of(i).tcpFlags & TcpHeader.SYN) != 0;
            if (again) {
                acknowledge(i, at, sequence(i));
            }
            return again;
        }
        if (fromServer) {
            server(i, id, at, idleMs);
        } else {
            client(i, id, at);
        }
        return true;
    }

    private int sequence(int i) {
        return TcpHeader.sequence(bench.batch.memory(), tcp(i));
    }

    private long tcp(int i) {
        return bench.batch.frame(i) + bench.parsed.of(i).payload;
    }

    private void server(int i, int id, long at, int idleMs) {
        int flags = bench.parsed.of(i).tcpFlags;
        int acknowledged = TcpHeader.acknowledgement(bench.batch.memory(), tcp(i));
        int expected = Session.deltaBegin(bench.slab, at) - tellProxy.before(at);
        boolean mine = (flags & TcpHeader.ACK) != 0 && acknowledged == expected;
        if (mine && (flags & TcpHeader.RST) != 0) {
            giveUp(i, id, at);
        } else if (mine && (flags & SYN_ACK) == SYN_ACK) {
            agreed(i, id, at, idleMs);
        } else {
            // Most likely of an earlier connection that had the same addresses and ports: a reset
            // ends that, and the next SYN is answered.
            refuse.answer(i, Drop.NO_SESSION);
        }
    }

    /** The server does not want it: the client hears so. */
    private void giveUp(int i, int id, long at) {
        MemorySegment slab = bench.slab;
        segments.toClient(
                i,
                at,
                Session.deltaOut(slab, at) + 1,
                Session.deltaBegin(slab, at),
                TcpHeader.RST | TcpHeader.ACK,
                0);
        bench.sessions.remove(id);
    }

    /** What a client says that has no server yet. */
    private void client(int i, int id, long at) {
        boolean reset = (bench.parsed.of(i).tcpFlags & TcpHeader.RST) != 0;
        int firstByte = Session.deltaBegin(bench.slab, at);
        if (reset && sequence(i) == firstByte) {
            int sequence = firstByte - tellProxy.before(at);
            segments.toServer(i, at, sequence, 0, TcpHeader.RST, 0, 0, 0);
            bench.sessions.remove(id);
        } else {
            bench.batch.drop(i, Drop.NONE);
        }
    }

    /** The server agreed: it hears so, and the client that it may send. */
    private void agreed(int i, int id, long at, int idleMs) {
        MemorySegment memory = bench.batch.memory();
        MemorySegment slab = bench.slab;
        long tcp = tcp(i);
        int cookie = Session.deltaOut(slab, at);
        int sequence = TcpHeader.sequence(memory, tcp);
        int window = TcpHeader.window(memory, tcp);
        int taken = SynOptions.read(memory, tcp, TcpHeader.headerLength(memory, tcp));
        boolean scales = SynOptions.scale(offered(at)) != SynOptions.NO_SCALE;
        if (scales) {
            scales(at, SynOptions.scale(offered(at)), SynOptions.scale(taken));
        }
        Session.deltaOut(slab, at, cookie - sequence);
        Session.mark(slab, at, Session.HAS_DELTAS);
        Session.unmark(slab, at, Flags.AWAITS_SERVER);
        SessionTable sessions = bench.sessions;
        sessions.segment(id, Session.FROM_SERVER, SYN_ACK, idleMs, bench.nowMs);
        int state = sessions.segment(id, Session.FROM_CLIENT, TcpHeader.ACK, idleMs, bench.nowMs);
        census.became(at, state);
        acknowledge(i, at, sequence);
        openWindow(at, cookie, scales ? Math.max(1, window >>> SynProxy.SCALE) : window);
    }

    /** The client was promised one scale, the server has another, or none. */
    private void scales(long at, int clients, int servers) {
        boolean none = servers == SynOptions.NO_SCALE;
        int out = (none ? 0 : servers) - SynProxy.SCALE;
        Session.windows(bench.slab, at, none ? clients : 0, out);
    }

    private void acknowledge(int i, long at, int sequence) {
        MemorySegment slab = bench.slab;
        int before = tellProxy.before(at);
        if (before > 0) {
            tellProxy.write(segments.options(i, at), at);
            tellProxy.told(at);
        }
        int cookie = Session.deltaOut(slab, at) + sequence;
        int scale = SynOptions.scale(SynOptions.ofCookieBits(cookie & OPTIONS_MASK));
        boolean scaled = scale != SynOptions.NO_SCALE && Session.windowIn(slab, at) == 0;
        segments.toServer(
                i,
                at,
                Session.deltaBegin(slab, at) - before,
                sequence + 1,
                TcpHeader.ACK,
                scaled ? Math.max(1, FIRST_WINDOW >>> scale) : FIRST_WINDOW,
                0,
                before);
    }

    private void openWindow(long at, int cookie, int window) {
        int i = segments.spare(at);
        if (i >= 0) {
            segments.toClient(
                    i, at, cookie + 1, Session.deltaBegin(bench.slab, at), TcpHeader.ACK, window);
        }
    }
}
