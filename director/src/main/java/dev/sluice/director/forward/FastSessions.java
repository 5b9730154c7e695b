package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.offload.Offload;
import dev.sluice.director.offload.Passage;
import dev.sluice.director.offload.Passed;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.WorkerEnd;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.model.Forwarding;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions the kernel may forward by itself. Those that need nothing of Java but their
 * addresses changed: both ends have agreed, no sequence numbers are shifted, nothing is put in, and
 * no limit is to be asked about each packet.
 *
 * <p>What an earlier process has had it forward goes on for a while although this one owns no
 * address yet: whose it is has to be found out first, and until then nobody else would forward it.
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

    /** As long as Java forwards what comes for an address that was given up. */
    private static final int ELECTED_MS = 5_000;

    private final Workbench bench;
    private final Passed passed;
    private final Departure departure;
    private final Way way;
    private final Wrap wrap;
    private final FlowCache cache;
    private final Offload offload;
    private long electedMs;
    private boolean isElected;
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
        this.passed = new PassedSessions(bench, census, peers);
        this.departure = departure;
        this.electedMs = bench.nowMs + ELECTED_MS;
        this.way = new Way(bench);
        this.wrap = new Wrap(bench);
        this.cache = cache;
        int worker = bench.options.worker();
        this.offload =
                new Offload(
                        bench.sessions,
                        this,
                        cache,
                        worker,
                        interfaces,
                        bench.nowMs,
                        System::nanoTime);
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

    /** From now on no session is another's that will be known to be this director's soon. */
    void elected() {
        electedMs = bench.nowMs;
        isElected = true;
        changed();
    }

    /** Does some of what is due; after a batch. */
    void goOn() {
        boolean wasElected = isElected;
        isElected = bench.nowMs - electedMs >= 0;
        if (judgedAt != bench.judgements.changes() || isElected != wasElected) {
            changed();
        }
        offload.goOn(bench.nowMs);
    }

    @Override
    public boolean isFor(int id, long at) {
        return hindrance(at) == Hindrance.NONE;
    }

    /** What keeps a session of this director's with its worker. */
    Hindrance hindrance(long at) {
        ForwardedListener listener = bench.table.listener(Session.listener(ALL, at));
        if (listener == null) {
            return Hindrance.LISTENER_GONE;
        }
        if (!isAgreed(at)) {
            return disagreement(at);
        }
        if (Session.method(ALL, at) == Session.TUNNEL && !(cache.wraps() && wrap.isForKernel(at))) {
            return Hindrance.TUNNEL;
        }
        if (listener.admission().limitsBandwidth()) {
            return Hindrance.BANDWIDTH;
        }
        if (isElected && !isOwned(at)) {
            return Hindrance.NOT_OWNED;
        }
        if (!mayLeave(at)) {
            return Hindrance.PORT;
        }
        return departure.mayStay(at, listener) ? Hindrance.NONE : Hindrance.LEAVES;
    }

    private static Hindrance disagreement(long at) {
        int flags = Session.flags(ALL, at);
        if ((flags & Flags.KILLED) != 0) {
            return Hindrance.KILLED;
        }
        if ((flags & (Session.SYN_PROXIED | Session.HAS_DELTAS | Flags.AWAITS_SERVER)) != 0) {
            return Hindrance.SHIFTED;
        }
        if ((flags & (Flags.TELL_CLIENT | Flags.TELL_PROXY)) != 0) {
            return Hindrance.TELLS;
        }
        return (flags & Session.HALF_OPEN) != 0 ? Hindrance.HALF_OPEN : Hindrance.CLOSING;
    }

    /** What keeps all sessions that begin at a listener with their workers. */
    Hindrance hindrance(ForwardedListener listener) {
        if (listener.method() == Forwarding.TUNNEL && !cache.wraps()) {
            return Hindrance.TUNNEL;
        }
        return listener.admission().limitsBandwidth() ? Hindrance.BANDWIDTH : Hindrance.NONE;
    }

    /** Whether the ports of both ways take what the kernel forwards, as far as they are known. */
    private boolean mayLeave(long at) {
        return (!way.toServer(at) || cache.isOpen(way.port()))
                && (Session.method(ALL, at) > Session.NAT
                        || !way.toClient(at)
                        || cache.isOpen(way.port()));
    }

    /** What is sent to an address that is not this director's any more, Java forwards. */
    private boolean isOwned(long at) {
        ForwardingTable table = bench.table;
        return table.owns(Session.virtualHigh(ALL, at), Session.virtualLow(ALL, at))
                && (Session.method(ALL, at) != Session.FULLNAT
                        || isLocal(table, Session.localHigh(ALL, at), Session.localLow(ALL, at)));
    }

    /** A director's that is gone comes to its heirs by what routers are told. */
    private static boolean isLocal(ForwardingTable table, long high, long low) {
        return table.owns(high, low) || table.networks().isAnnounced(high, low);
    }

    @Override
    public void counted(int number, int direction, long packets, long bytes) {
        passed.counted(number, direction, packets, bytes);
    }

    @Override
    public void passed(int id, long at, int direction, int tcpFlags, long seenMs) {
        passed.passed(id, at, direction, tcpFlags, seenMs);
    }

    /** A session is about to expire. */
    void overdue(long at) {
        offload.overdue(at);
    }

    /** A session changes so that Java must see its packets. */
    void revoke(long at) {
        if (Session.fastPlace(ALL, at) != 0) {
            offload.revoke(at);
        }
    }

    /** A session ends, or is a peer's from now on. */
    void ended(long at) {
        if (Session.fastPlace(ALL, at) != 0) {
            offload.ended(at);
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

    @Override
    public int overhead(long at) {
        return wrap.overhead(at);
    }

    @Override
    public int wrap(long at, long entry) {
        return wrap.offload(at, entry);
    }

    @Override
    public boolean isWrapped(long at, long entry) {
        return wrap.isOffloaded(at, entry);
    }
}
