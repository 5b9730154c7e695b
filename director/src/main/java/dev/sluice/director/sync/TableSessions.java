package dev.sluice.director.sync;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.TcpStates;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The sessions of one worker's table as they are shared with peers: enters those of peers, marked
 * {@link Session#MIRRORED}, and reads its own. Owned by the worker.
 *
 * <p>When the worker forwards a packet of a mirrored session, the session becomes its director's
 * own: {@link #mustTell} says that it must be told, and {@link #told} that it was.
 */
public final class TableSessions implements SyncedSessions {
    /** Finds out what a session's numbers are here: its listener, its server, the next hop. */
    public interface Placement {
        /**
         * Writes them.
         *
         * @param at where the session's fields are; all that comes from the peer is written, but
         *     for the protocol
         * @return false if it is of no listener here
         */
        boolean place(MemorySegment slab, long at, int protocol);

        /** A session is this director's from now on, or its state has changed. */
        default void owned(MemorySegment slab, long at) {}

        /** A session is another director's, which may have been this one's. */
        default void mirrored(long at) {}
    }

    /** As the forwarder has them: the server is still to be told the client's address. */
    private static final int TELL_CLIENT = Session.FORWARDERS_OWN;

    private static final int TELL_PROXY = Session.FORWARDERS_OWN << 1;
    private static final int TCP = 6;

    /** The longest that a table takes. */
    private static final int LIVES_MAX_MS = 7 * 24 * 3_600_000;

    private final SessionTable table;
    private final MemorySegment slab;
    private final Placement placement;
    private final int node;
    private final LongSupplier nowMs;
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param node this director's number
     * @param nowMs the clock of the table
     */
    public TableSessions(SessionTable table, Placement placement, int node, LongSupplier nowMs) {
        this.table = table;
        this.slab = table.slab();
        this.placement = placement;
        this.node = node;
        this.nowMs = nowMs;
    }

    /**
     * How many sessions of peers could not be entered: no room, no listener, or in the way. Any
     * thread.
     */
    public long refused() {
        return refused.getOpaque();
    }

    private void refuse() {
        refused.lazySet(refused.getPlain() + 1);
    }

    /**
     * Whether peers must be told of a session after a packet of it: it is another director's, or
     * something of it that lasts has changed since, and both ends have agreed on it. Of a session
     * without connection they are told first with the client's next packet after an answer.
     *
     * <p>Whose the client's packets are has the session. Replies may come to another director for
     * as long as it lives, by their local address: with each packet it would be the other's again.
     * So a reply takes it over only when nothing was told of it for long, and else only what it
     * changes is told.
     *
     * @param idleMs how long a session may be silent whose ends have agreed
     */
    public static boolean mustTell(
            MemorySegment slab, long at, int direction, int idleMs, long nowMs) {
        int flags = Session.flags(slab, at);
        int why = flags & (Session.DURABLE_CHANGED | Session.MIRRORED);
        if (why == 0 || (flags & Session.HALF_OPEN) != 0) {
            return false;
        }
        boolean isReplyOfAnothers = why == Session.MIRRORED && direction == Session.FROM_SERVER;
        if (isReplyOfAnothers && !isLongUntold(slab, at, timeoutMs(slab, at, idleMs), nowMs)) {
            return false;
        }
        return Session.protocol(slab, at) == TCP
                ? !TcpStates.isHalfOpen(Session.state(slab, at))
                : direction == Session.FROM_CLIENT || (flags & Session.MIRRORED) != 0;
    }

    /**
     * Whether its peer has told nothing of a session for most of the time that it may be silent.
     * {@link Sweep} says how long a copy lives, and when that is told again if packets come to the
     * peer.
     */
    private static boolean isLongUntold(MemorySegment slab, long at, int timeoutMs, long nowMs) {
        return Session.leftMs(slab, at, nowMs) - timeoutMs <= timeoutMs / 4;
    }

    /** How long a session may be silent. */
    static int timeoutMs(MemorySegment slab, long at, int idleMs) {
        int state = Session.state(slab, at);
        boolean isIdle = Session.protocol(slab, at) != TCP || state == TcpStates.ESTABLISHED;
        return isIdle ? idleMs : TcpStates.timeoutMs(state);
    }

    /**
     * Whether peers that ask for a session can be told of it: it is this director's, they do not
     * know all of it, and what is still to be agreed is not between this director and the server,
     * which no other can go on with.
     */
    static boolean mayTell(MemorySegment slab, long at) {
        int flags = Session.flags(slab, at);
        boolean isPeers = (flags & Session.MIRRORED) != 0;
        boolean isProxying =
                (flags & (Session.SYN_PROXIED | Session.HAS_DELTAS)) == Session.SYN_PROXIED;
        return !isPeers && !isProxying && (flags & Session.DURABLE_CHANGED) != 0;
    }

    /** Notes that peers have been told. */
    public static void told(MemorySegment slab, long at) {
        Session.unmark(slab, at, Session.DURABLE_CHANGED | Session.MIRRORED);
    }

    /**
     * Reads a session, for {@link SessionSync#changed} or {@link SessionSync#ended}.
     *
     * @param timeoutMs how long it may be silent
     */
    public static void read(
            MemorySegment slab, long at, int timeoutMs, long nowMs, SyncedSession into) {
        into.protocol = Session.protocol(slab, at);
        into.clientHigh = Session.clientHigh(slab, at);
        into.clientLow = Session.clientLow(slab, at);
        into.clientPort = Session.clientPort(slab, at);
        into.virtualHigh = Session.virtualHigh(slab, at);
        into.virtualLow = Session.virtualLow(slab, at);
        into.virtualPort = Session.virtualPort(slab, at);
        into.method = Session.method(slab, at);
        into.serverHigh = Session.serverHigh(slab, at);
        into.serverLow = Session.serverLow(slab, at);
        into.serverPort = Session.serverPort(slab, at);
        into.localHigh = Session.localHigh(slab, at);
        into.localLow = Session.localLow(slab, at);
        into.localPort = Session.localPort(slab, at);
        into.state = Session.state(slab, at);
        into.flags = sharedFlags(Session.flags(slab, at));
        into.deltaOut = Session.deltaOut(slab, at);
        into.deltaBegin = Session.deltaBegin(slab, at);
        into.windowIn = Session.windowIn(slab, at);
        into.windowOut = Session.windowOut(slab, at);
        into.timeoutMs = timeoutMs;
        into.livesMs = Math.clamp(Session.leftMs(slab, at, nowMs), 0, timeoutMs);
    }

    @Override
    public void upsert(SyncedSession session) {
        int id = find(session);
        if (id != 0 && goesTheWayOf(session, table.at(id)) && !isHalfOpen(id)) {
            refresh(id, session);
            return;
        }
        if (id != 0) {
            table.remove(id);
        }
        enter(session);
    }

    @Override
    public void delete(SyncedSession session) {
        int id = find(session);
        if (id != 0) {
            table.remove(id);
        }
    }

    @Override
    public int leftMs(SyncedSession session) {
        int id = find(session);
        return id == 0 ? 0 : Session.leftMs(slab, table.at(id), nowMs.getAsLong());
    }

    private int find(SyncedSession session) {
        int found = find(table, session);
        boolean isClients = found >= 0 && (found & 1) == Session.FROM_CLIENT;
        return isClients ? found >> 1 : 0;
    }

    /** As {@link SessionTable#find}, by what a session names as its client's packets. */
    static int find(SessionTable table, SyncedSession session) {
        return table.find(
                session.clientHigh,
                session.clientLow,
                session.virtualHigh,
                session.virtualLow,
                session.clientPort,
                session.virtualPort,
                session.protocol);
    }

    private boolean isHalfOpen(int id) {
        return Session.has(slab, table.at(id), Session.HALF_OPEN);
    }

    private boolean goesTheWayOf(SyncedSession session, long at) {
        return Session.method(slab, at) == session.method
                && Session.serverHigh(slab, at) == session.serverHigh
                && Session.serverLow(slab, at) == session.serverLow
                && Session.serverPort(slab, at) == session.serverPort
                && Session.localHigh(slab, at) == session.localHigh
                && Session.localLow(slab, at) == session.localLow
                && Session.localPort(slab, at) == session.localPort;
    }

    private void refresh(int id, SyncedSession session) {
        long at = table.at(id);
        boolean isOwn = !Session.has(slab, at, Session.MIRRORED);
        if (session.owner == node) {
            joinState(at, session);
            if (isOwn) {
                placement.owned(slab, at);
            } else if (Session.leftMs(slab, at, nowMs.getAsLong()) < lives(session)) {
                table.prolong(id, lives(session), nowMs.getAsLong());
            }
            return;
        }
        writeState(at, session);
        Session.mark(slab, at, Session.MIRRORED);
        Session.unmark(slab, at, Session.DURABLE_CHANGED);
        placement.mirrored(at);
        table.prolong(id, lives(session), nowMs.getAsLong());
    }

    /** What peers saw of a session is added to what was seen here, maybe since. */
    private void joinState(long at, SyncedSession session) {
        int flags = Session.flags(slab, at);
        Session.state(slab, at, Join.states(Session.state(slab, at), session.state));
        int joined = Join.flags(sharedFlags(flags), session.flags & ~SyncedSession.HAS_DELTAS);
        Session.flags(slab, at, (flags & ~tableFlags(-1)) | tableFlags(joined));
    }

    private static int lives(SyncedSession session) {
        return Math.clamp(session.livesMs, 0, LIVES_MAX_MS);
    }

    private void enter(SyncedSession session) {
        int id = table.reserve();
        if (id == 0) {
            refuse();
            return;
        }
        long at = table.at(id);
        write(at, session);
        if (!placement.place(slab, at, session.protocol)) {
            table.release(id);
            refuse();
            return;
        }
        long now = nowMs.getAsLong();
        if (!table.insert(id, session.protocol, false, lives(session), now)) {
            refuse();
            return;
        }
        Session.unmark(slab, at, Session.DURABLE_CHANGED);
        Session.mark(slab, at, Session.MIRRORED);
    }

    private void write(long at, SyncedSession session) {
        Session.client(slab, at, session.clientHigh, session.clientLow, session.clientPort);
        Session.virtual(slab, at, session.virtualHigh, session.virtualLow, session.virtualPort);
        Session.server(slab, at, session.serverHigh, session.serverLow, session.serverPort);
        Session.local(slab, at, session.localHigh, session.localLow, session.localPort);
        Session.method(slab, at, session.method);
        writeState(at, session);
    }

    private void writeState(long at, SyncedSession session) {
        Session.state(slab, at, session.state);
        int kept = Session.flags(slab, at) & ~tableFlags(-1);
        Session.flags(slab, at, kept | tableFlags(session.flags));
        Session.deltaOut(slab, at, session.deltaOut);
        Session.deltaBegin(slab, at, session.deltaBegin);
        Session.windows(slab, at, session.windowIn, session.windowOut);
    }

    private static int sharedFlags(int flags) {
        return map(flags, Session.ANSWERED, SyncedSession.ANSWERED)
                | map(flags, Session.SYN_PROXIED, SyncedSession.SYN_PROXIED)
                | map(flags, Session.HAS_DELTAS, SyncedSession.HAS_DELTAS)
                | map(flags, Session.NO_OUTPUT, SyncedSession.NO_OUTPUT)
                | map(flags, TELL_CLIENT, SyncedSession.TELL_CLIENT)
                | map(flags, TELL_PROXY, SyncedSession.TELL_PROXY);
    }

    private static int tableFlags(int shared) {
        return map(shared, SyncedSession.ANSWERED, Session.ANSWERED)
                | map(shared, SyncedSession.SYN_PROXIED, Session.SYN_PROXIED)
                | map(shared, SyncedSession.HAS_DELTAS, Session.HAS_DELTAS)
                | map(shared, SyncedSession.NO_OUTPUT, Session.NO_OUTPUT)
                | map(shared, SyncedSession.TELL_CLIENT, TELL_CLIENT)
                | map(shared, SyncedSession.TELL_PROXY, TELL_PROXY);
    }

    private static int map(int flags, int from, int to) {
        return (flags & from) == 0 ? 0 : to;
    }
}
