package dev.sluice.director.forward;

import dev.sluice.director.session.Ending;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.SessionWatcher;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.WorkerEnd;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveListener;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.TargetServer;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.model.SynProxyMode;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Counts sessions for their listeners and servers. A connection counts until both its ends have
 * closed it: the session that is kept for a while after that is nobody's load.
 */
final class Census implements SessionWatcher {
    private final int worker;
    private ForwardingTable table = ForwardingTable.EMPTY;
    private MemorySegment slab = MemorySegment.NULL;
    private @Nullable WorkerEnd peers;
    private @Nullable FastSessions fast;
    private long evicted;

    Census(int worker) {
        this.worker = worker;
    }

    /** Where sessions lie; before this is said, none ends. */
    void of(SessionTable sessions) {
        slab = sessions.slab();
    }

    /** Peers are told of sessions that end. */
    void share(WorkerEnd end) {
        peers = end;
    }

    /** The kernel forwards sessions too. */
    void offload(FastSessions sessions) {
        fast = sessions;
    }

    void use(ForwardingTable newest) {
        table = newest;
    }

    /** A session began that {@link dev.sluice.director.limit.Admission#enter} let in. */
    void began(long at, ForwardedListener listener, TargetServer server, long nowMs) {
        CounterRow row = listener.live().counters(worker);
        row.increment(Counter.LISTENER_CONNECTIONS);
        CounterRow serverRow = server.live().counters(worker);
        serverRow.increment(Counter.SERVER_CONNECTIONS);
        serverRow.increment(Counter.SERVER_REQUESTS);
        Session.mark(slab, at, Session.COUNTED);
        count(listener.live(), server.live(), 1);
        guard(at, listener, nowMs);
    }

    private void guard(long at, ForwardedListener listener, long nowMs) {
        if (listener.synProxy() == SynProxyMode.AUTO) {
            Session.mark(slab, at, Flags.GUARDED);
            listener.live().synProxy().begun(nowMs);
        }
    }

    /** A session's handshake is no longer its listener's worry. */
    void unguard(long at) {
        Session.unmark(slab, at, Flags.GUARDED);
        LiveListener live = table.live(Session.listener(slab, at));
        if (live != null) {
            live.synProxy().ended();
        }
    }

    /** A connection came to a state. */
    void became(long at, int state) {
        boolean counts = isOpen(state);
        if (counts == Session.has(slab, at, Session.COUNTED)) {
            return;
        }
        if (counts) {
            countIn(at);
        } else {
            countOut(at);
        }
    }

    /** Whether a connection of a state is somebody's load. */
    static boolean isOpen(int state) {
        return state != TcpStates.TIME_WAIT
                && state != TcpStates.CLOSE
                && state != TcpStates.LAST_ACK;
    }

    /** A session was another process's, and counts on nothing of this one's. */
    void forget(long at) {
        Session.unmark(slab, at, Session.COUNTED | Flags.GUARDED);
    }

    /** A session of another process is this one's from now on. */
    void adopted(long at, ForwardedListener listener, long nowMs) {
        if (isOpen(Session.state(slab, at))) {
            countIn(at);
        }
        if (Session.has(slab, at, Session.HALF_OPEN)) {
            guard(at, listener, nowMs);
        }
    }

    @Override
    public void ended(int id, long at, Ending why) {
        if (why == Ending.EVICTED) {
            evicted++;
        }
        if (fast != null) {
            fast.ended(at);
        }
        if (peers != null) {
            peers.ended(at);
        }
        leaves(at);
    }

    @Override
    public void overdue(int id, long at) {
        if (fast != null) {
            fast.overdue(at);
        }
    }

    /** A session is nobody's load any more, or not this director's. */
    void leaves(long at) {
        if (Session.has(slab, at, Session.COUNTED)) {
            countOut(at);
        }
        if (Session.has(slab, at, Flags.GUARDED)) {
            unguard(at);
        }
    }

    /** How many half-open sessions have given way to others. */
    long evicted() {
        return evicted;
    }

    /** A session goes on with what is the same server in another group. */
    void moves(long at, LiveServer to) {
        boolean counted = Session.has(slab, at, Session.COUNTED);
        if (counted) {
            countOut(at);
        }
        Session.server(slab, at, to.number());
        if (counted) {
            countIn(at);
        }
    }

    private void countIn(long at) {
        Session.mark(slab, at, Session.COUNTED);
        LiveListener live = table.live(Session.listener(slab, at));
        if (live != null) {
            live.adopted();
        }
        count(live, table.server(Session.server(slab, at)), 1);
    }

    private void countOut(long at) {
        Session.unmark(slab, at, Session.COUNTED);
        LiveListener live = table.live(Session.listener(slab, at));
        if (live != null) {
            live.left();
        }
        count(live, table.server(Session.server(slab, at)), -1);
    }

    private void count(@Nullable LiveListener live, @Nullable LiveServer server, int difference) {
        if (live != null) {
            live.counters(worker).add(Counter.LISTENER_ACTIVE, difference);
        }
        if (server != null) {
            server.count(worker, difference);
            server.counters(worker).add(Counter.SERVER_ACTIVE, difference);
        }
    }

    /** A packet of a session passes. */
    void passes(ForwardedListener listener, boolean fromClient, int bytes) {
        passed(listener, fromClient, 1, bytes);
    }

    /** Packets of a session have passed. */
    void passed(ForwardedListener listener, boolean fromClient, long packets, long bytes) {
        CounterRow row = listener.live().counters(worker);
        boolean udp = listener.protocol() == ForwardedListener.UDP;
        if (fromClient) {
            row.add(Counter.LISTENER_BYTES_IN, bytes);
            if (udp) {
                row.add(Counter.LISTENER_PACKETS_IN, packets);
            }
        } else {
            row.add(Counter.LISTENER_BYTES_OUT, bytes);
            if (udp) {
                row.add(Counter.LISTENER_PACKETS_OUT, packets);
            }
        }
    }
}
