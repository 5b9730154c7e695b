package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.offload.Offload;
import dev.sluice.director.offload.Passage;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.TableSessions;
import dev.sluice.director.sync.WorkerEnd;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions the kernel may forward by itself, and what it means to them that it has. Those
 * that need nothing of Java but their addresses changed: both ends have agreed, no sequence numbers
 * are shifted, nothing is put in, and no limit is to be asked about each packet.
 *
 * <p>What the kernel has forwarded counts, keeps a session alive, changes its state and is told to
 * peers as if Java had.
 */
final class FastSessions implements Passage {
    /** A session with any of them is Java's. */
    private static final int BY_JAVA =
            Session.HALF_OPEN
                    | Session.SYN_PROXIED
                    | Session.HAS_DELTAS
                    | Flags.TELL_CLIENT
                    | Flags.TELL_PROXY
                    | Flags.AWAITS_SERVER
                    | Flags.KILLED;

    private final Workbench bench;
    private final Census census;
    private final Departure departure;
    private final @Nullable WorkerEnd peers;
    private final Way way;
    private final Offload offload;
    private int judgedAt;

    /**
     * @param interfaces by the number of a port
     */
    FastSessions(
            Workbench bench,
            Census census,
            Departure departure,
            @Nullable WorkerEnd peers,
            FlowCache cache,
            int[] interfaces) {
        this.bench = bench;
        this.census = census;
        this.departure = departure;
        this.peers = peers;
        this.way = new Way(bench);
        int worker = bench.options.worker();
        this.offload = new Offload(bench.sessions, this, cache, worker, interfaces, bench.nowMs);
    }

    Offload offload() {
        return offload;
    }

    /** A packet of a session was forwarded by Java. */
    void offer(int id, long at) {
        if (isAgreed(at) && !Session.has(ALL, at, Session.MIRRORED)) {
            offload.offer(id, at, bench.nowMs);
        }
    }

    private static boolean isAgreed(long at) {
        return (Session.flags(ALL, at) & BY_JAVA) == 0
                && (Session.protocol(ALL, at) == ForwardedListener.UDP
                        || Session.state(ALL, at) == TcpStates.ESTABLISHED);
    }

    /** Looks anew at what the kernel forwards, for something has changed that it goes by. */
    void changed() {
        judgedAt = bench.judgements.changes();
        offload.changed();
    }

    /** Does some of what is due; after a batch. */
    void goOn() {
        if (judgedAt != bench.judgements.changes()) {
            changed();
        }
        offload.goOn(bench.nowMs);
    }

    @Override
    public boolean isFor(int id, long at) {
        ForwardedListener listener = bench.table.listener(Session.listener(ALL, at));
        return listener != null
                && isAgreed(at)
                && Session.method(ALL, at) != Session.TUNNEL
                && !listener.admission().limitsBandwidth()
                && isOwned(at)
                && departure.mayStay(at, listener);
    }

    /** What is sent to an address that is not this director's any more, Java forwards. */
    private boolean isOwned(long at) {
        ForwardingTable table = bench.table;
        return table.owns(Session.virtualHigh(ALL, at), Session.virtualLow(ALL, at))
                && (Session.method(ALL, at) != Session.FULLNAT
                        || table.owns(Session.localHigh(ALL, at), Session.localLow(ALL, at)));
    }

    @Override
    public void counted(int number, int direction, long packets, long bytes) {
        ForwardedListener listener = bench.table.listener(number);
        if (listener != null) {
            census.passed(listener, direction == Session.FROM_CLIENT, packets, bytes);
        }
    }

    @Override
    public void passed(int id, long at, int direction, int tcpFlags, long seenMs) {
        ForwardedListener listener = bench.table.listener(Session.listener(ALL, at));
        if (listener == null) {
            return;
        }
        if ((tcpFlags & (TcpHeader.FIN | TcpHeader.RST)) == 0) {
            bench.sessions.seen(id, listener.idleMs(), seenMs);
        } else {
            int was = Session.state(ALL, at);
            int state =
                    bench.sessions.segment(id, direction, tcpFlags, listener.idleMs(), bench.nowMs);
            if (state != was) {
                census.became(at, state);
            }
        }
        int idleMs = listener.idleMs();
        if (peers != null && TableSessions.mustTell(ALL, at, direction, idleMs, bench.nowMs)) {
            peers.changed(id, at, idleMs, bench.nowMs);
        }
    }

    /** A session is about to expire. */
    void overdue(long at) {
        offload.overdue(at);
    }

    /** A session ends, or changes so that Java must see its packets. */
    void revoke(long at) {
        if (Session.fastPlace(ALL, at) != 0) {
            offload.revoke(at);
        }
    }

    @Override
    public boolean wayToServer(long at) {
        return way.toServer(at);
    }

    @Override
    public boolean wayToClient(long at) {
        return way.toClient(at);
    }

    @Override
    public int port() {
        return way.port();
    }

    @Override
    public long mac() {
        return way.mac();
    }

    @Override
    public long ownMac() {
        return bench.hops.sourceMac(way.port());
    }

    @Override
    public int mtu() {
        return way.mtu();
    }
}
