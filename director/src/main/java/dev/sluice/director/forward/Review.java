package dev.sluice.director.forward;

import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.session.Session;
import dev.sluice.director.table.ForwardedListener;
import java.lang.foreign.MemorySegment;

/**
 * Judges all sessions anew after a change, some in each round and whether packets of theirs come or
 * not: those whose server or listener is gone shall hear of it soon, and no judgement shall grow so
 * old that its number comes again ({@link Judgements}).
 *
 * <p>What an idle connection has come to, only its two ends know. So one of them is asked: a SYN in
 * the midst of a connection is answered by an acknowledgement with the right numbers, whatever its
 * own are (RFC 5961 §4), and that is a packet like others, by which both ends are reset. The client
 * is asked first; if nothing comes, the server; a few times.
 */
final class Review {
    /** Sessions looked at in one round. */
    static final int LOOKED_AT_MAX = 2048;

    /** Ends asked in one round. */
    static final int ASKED_MAX = 16;

    /** When those that did not answer are asked again. */
    private static final long[] AGAIN_MS = {1_000, 4_000, 16_000};

    private static final long NEVER = Long.MAX_VALUE;

    private final Workbench bench;
    private final Departure departure;
    private final OwnSegments segments;
    private boolean wanted;
    private boolean running;
    private int last;
    private int begunAt;
    private int asked;
    private int askedBefore;
    private int tries;
    private long againAtMs = NEVER;
    private long dueMs = NEVER;
    private long roundMs;

    Review(Workbench bench, Departure departure, OwnSegments segments) {
        this.bench = bench;
        this.departure = departure;
        this.segments = segments;
        this.roundMs = bench.nowMs;
    }

    /** Goes through all sessions, as after a change. */
    void begin() {
        wanted = true;
    }

    /** One round, if there is something to do and there was none this millisecond. */
    void goOn() {
        if (bench.nowMs == roundMs) {
            return;
        }
        if (!running) {
            boolean unchanged = !wanted && begunAt == bench.judgements.changes();
            if (unchanged && bench.nowMs < dueMs) {
                return;
            }
            tries = unchanged && dueMs == againAtMs ? tries + 1 : 0;
            start();
        }
        roundMs = bench.nowMs;
        round();
    }

    private void start() {
        running = true;
        wanted = false;
        begunAt = bench.judgements.changes();
        last = 0;
        asked = 0;
        departure.forgetNextEnd();
    }

    private void round() {
        int highest = bench.sessions.highest();
        int end = Math.min(last + LOOKED_AT_MAX, highest);
        askedBefore = asked;
        while (last < end) {
            if (!look(last + 1)) {
                return;
            }
            last++;
        }
        if (last == highest) {
            finish();
        }
    }

    private void finish() {
        running = false;
        bench.judgements.reviewed(begunAt);
        boolean again = asked > 0 && tries < AGAIN_MS.length;
        againAtMs = again ? bench.nowMs + AGAIN_MS[tries] : NEVER;
        dueMs = Math.min(againAtMs, departure.nextEndMs());
    }

    /** Judges one; false if that must wait for another round. */
    private boolean look(int id) {
        MemorySegment slab = bench.slab;
        long at = bench.sessions.at(id);
        if (Session.protocol(slab, at) == 0) {
            return true;
        }
        if (Session.has(slab, at, Session.MIRRORED)) {
            // A peer's: that one ends it, or this director when a packet of it comes.
            forget(at, true);
            return true;
        }
        ForwardedListener listener = bench.table.listener(Session.listener(slab, at));
        boolean stays =
                listener != null
                        && !Session.has(slab, at, Flags.KILLED)
                        && departure.mayStay(at, listener);
        forget(at, stays);
        FastSessions fast = bench.fast;
        if (!stays && fast != null) {
            fast.revoke(at);
        }
        return stays || end(id, at, listener == null);
    }

    /** No session bears a number for so long that it comes again. */
    private void forget(long at, boolean stays) {
        int borne = Session.judgement(bench.slab, at);
        if (borne != Judgements.NONE && (!stays || borne != bench.judgement)) {
            Session.judgement(bench.slab, at, Judgements.NONE);
        }
    }

    /** Ends a session, or sees to it that a packet comes by which it ends. */
    private boolean end(int id, long at, boolean unheard) {
        MemorySegment slab = bench.slab;
        boolean returns = Session.method(slab, at) <= Session.NAT;
        boolean connection = Session.protocol(slab, at) == ForwardedListener.TCP;
        if (!connection || isNothingYet(at) || (unheard && !returns)) {
            bench.sessions.remove(id);
            return true;
        }
        if (!Census.isOpen(Session.state(slab, at))) {
            return true;
        }
        return ask(at, returns && (unheard || (tries & 1) == 1));
    }

    /** Whether neither end takes it for a connection: a SYN that comes again begins another. */
    private boolean isNothingYet(long at) {
        int flags = Session.flags(bench.slab, at);
        return (flags & Session.HALF_OPEN) != 0
                && (flags & (Session.ANSWERED | Session.SYN_PROXIED)) == 0;
    }

    private boolean ask(long at, boolean server) {
        int i = asked - askedBefore < ASKED_MAX ? segments.spare(at) : -1;
        if (i < 0) {
            return false;
        }
        asked++;
        if (server) {
            segments.toServer(i, at, 0, 0, TcpHeader.SYN, 0, 0, 0);
        } else {
            segments.toClient(i, at, 0, 0, TcpHeader.SYN | TcpHeader.ACK, 0);
        }
        return true;
    }
}
