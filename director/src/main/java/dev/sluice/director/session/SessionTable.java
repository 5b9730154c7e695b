package dev.sluice.director.session;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.linux.call.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * All sessions of one worker: found from both sides, ended when their time is over. Owned by that
 * worker; nothing here allocates but the constructor.
 *
 * <p>A packet finds its session by {@link #find}. For a batch, do it in stages, each for all
 * packets before the next, so that the waits for memory overlap: {@link #hash}, then {@link
 * #touch}, then {@link #candidate}, then {@link #touchSession}, then {@link #find(int, long, long,
 * long, long, long, int, int, int)}. A found session that the packet belongs to is told of it by
 * {@link #segment} or {@link #datagram}.
 *
 * <p>A new one is made of an id from {@link #reserve}, whose fields are then written by {@link
 * Session}, and begins with {@link #insert}. Ids are stable; one that ended is given again later.
 */
public final class SessionTable implements AutoCloseable {
    /** No session. */
    public static final int NONE = -1;

    private static final int TCP = 6;
    private static final int UDP = 17;

    /** Deadlines further away are none that this table wrote. */
    private static final int LEFT_MAX_MS = 8 * 24 * 3_600_000;

    private final SessionSlab memory;

    /** Where an entry of id 0 would be: ids begin with 1. */
    private final long base;

    private final HugePages indexPages;
    private final SessionHash hashes;
    private final SessionIndex index;
    private final TimerWheel wheel;
    private final HalfOpenQueue halfOpen;
    private final int halfOpenBudget;
    private final SessionWatcher watcher;
    private int free;
    private int size;
    private int incarnations;

    /**
     * @param memory what it holds already is taken over
     * @param halfOpenBudget how many half-open and unanswered sessions there may be
     * @param seed secret; where sessions lie in the index depends on it
     * @param watcher is told of every session that ends
     */
    public SessionTable(
            SessionSlab memory, int halfOpenBudget, long seed, SessionWatcher watcher, long nowMs) {
        this.memory = memory;
        this.base = memory.memory().address() + offset(0);
        this.hashes = new SessionHash(seed);
        this.indexPages = new HugePages(SessionIndex.bytes(memory.capacity()));
        this.index = new SessionIndex(indexPages.memory());
        MemorySegment entries = memory.memory();
        var lists = new SessionLists(entries, TimerWheel.SLOTS + HalfOpenQueue.LISTS);
        this.wheel = new TimerWheel(lists, nowMs);
        this.halfOpen = new HalfOpenQueue(entries, lists, TimerWheel.SLOTS);
        this.halfOpenBudget = halfOpenBudget;
        this.watcher = watcher;
        adopt(nowMs);
    }

    /** Where a session's fields begin in the slab's memory. */
    static long offset(int id) {
        return SessionSlab.HEADER_BYTES - Session.BYTES + (long) id * Session.BYTES;
    }

    /** The memory that the fields of {@link Session} are in. */
    public MemorySegment slab() {
        return ALL;
    }

    /** Where a session's fields begin. */
    public long at(int id) {
        return NativeMemory.at(base + (long) id * Session.BYTES);
    }

    public int capacity() {
        return memory.capacity();
    }

    /** Takes its memory ahead of it; for one other thread, until the table is closed. */
    public MemoryAhead ahead() {
        return new MemoryAhead(indexPages.memory(), memory);
    }

    /** How many sessions there are. */
    public int size() {
        return size;
    }

    /** How many of them are half-open or unanswered. */
    public int halfOpen() {
        return halfOpen.size();
    }

    /** Whether the next half-open session displaces another. */
    public boolean isHalfOpenFull() {
        return halfOpen.size() >= halfOpenBudget;
    }

    /** No session has a higher id. */
    public int highest() {
        return memory.used();
    }

    /** The first session after an id; 0 when there is none. Begin with 0 to see all. */
    public int after(int id) {
        for (int next = id + 1; next <= memory.used(); next++) {
            if (Session.protocol(ALL, at(next)) != 0) {
                return next;
            }
        }
        return 0;
    }

    /** Of what a packet is known by; addresses as {@link Session} has them. */
    public long hash(
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int destinationPort,
            int protocol) {
        return hashes.of(
                sourceHigh,
                sourceLow,
                destinationHigh,
                destinationLow,
                sourcePort,
                destinationPort,
                protocol);
    }

    /** Has the index near for {@link #candidate}; the result means nothing, but use it. */
    public long touch(long hash) {
        return index.touch(hash);
    }

    /** What {@link #find} will most likely say, or {@link #NONE}. Does not look at the session. */
    public int candidate(long hash) {
        return index.firstReference(hash);
    }

    /** Has what IPv4 needs of a candidate's session near; the result means nothing, but use it. */
    public long touchSession(int candidate) {
        return candidate < 0 ? 0 : Session.clientLow(ALL, at(candidate >> 1));
    }

    /** Has the upper halves of its addresses near, which IPv6 needs too. */
    public long touchUppers(int candidate) {
        return candidate < 0 ? 0 : Session.clientHigh(ALL, at(candidate >> 1));
    }

    /**
     * The session of a packet.
     *
     * @param candidate what {@link #candidate} said; may be out of date
     * @param hash what {@link #hash} said
     * @return {@code id << 1 | direction}, see {@link Session#FROM_CLIENT}; or {@link #NONE}
     */
    public int find(
            int candidate,
            long hash,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int destinationPort,
            int protocol) {
        if (candidate >= 0
                && SessionKey.matches(
                        at(candidate >> 1),
                        candidate & 1,
                        sourceHigh,
                        sourceLow,
                        destinationHigh,
                        destinationLow,
                        sourcePort,
                        destinationPort,
                        protocol)) {
            return candidate;
        }
        for (int place = index.first(hash); place >= 0; place = index.next(hash, place)) {
            int reference = index.reference(place);
            if (SessionKey.matches(
                    at(reference >> 1),
                    reference & 1,
                    sourceHigh,
                    sourceLow,
                    destinationHigh,
                    destinationLow,
                    sourcePort,
                    destinationPort,
                    protocol)) {
                return reference;
            }
        }
        return NONE;
    }

    /** The same at once. */
    public int find(
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int destinationPort,
            int protocol) {
        long hash =
                hash(
                        sourceHigh,
                        sourceLow,
                        destinationHigh,
                        destinationLow,
                        sourcePort,
                        destinationPort,
                        protocol);
        return find(
                NONE,
                hash,
                sourceHigh,
                sourceLow,
                destinationHigh,
                destinationLow,
                sourcePort,
                destinationPort,
                protocol);
    }

    /**
     * An id for a new session, with all fields 0. A half-open session gives way if there is no
     * other place. Must be followed by {@link #insert} or {@link #release}.
     *
     * @return 0 if the table is full
     */
    public int reserve() {
        if (free == 0 && memory.used() == memory.capacity()) {
            int oldest = halfOpen.oldest();
            if (oldest == 0) {
                return 0;
            }
            end(oldest, Ending.EVICTED);
        }
        int id = free;
        if (id == 0) {
            id = memory.used() + 1;
            memory.used(id);
        } else {
            free = Session.next(ALL, at(id));
        }
        clear(at(id));
        return id;
    }

    /** Gives a reserved id back. */
    public void release(int id) {
        Session.next(ALL, at(id), free);
        free = id;
    }

    /**
     * Begins a session. One that is half-open displaces the oldest such if the budget is used up.
     *
     * @param id reserved, its fields written
     * @param protocol 6 or 17
     * @param isHalfOpen whether it counts against the budget until server and client agree
     * @param timeoutMs how long it lives if nothing more is seen and it is not half-open
     * @return false if packets of another session look the same from one side: then it has not
     *     begun, and the id is released
     */
    public boolean insert(int id, int protocol, boolean isHalfOpen, int timeoutMs, long nowMs) {
        long at = at(id);
        if (isTaken(at, protocol)) {
            release(id);
            return false;
        }
        if (isHalfOpen && isHalfOpenFull()) {
            end(halfOpen.oldest(), Ending.EVICTED);
        }
        int lives = isHalfOpen ? HalfOpenQueue.timeoutMs(protocol) : timeoutMs;
        Session.incarnation(ALL, at, ++incarnations);
        Session.mark(ALL, at, SessionKey.uppersAreZero(ALL, at) ? Session.UPPERS_ZERO : 0);
        Session.mark(ALL, at, Session.DURABLE_CHANGED);
        Session.deadline(ALL, at, (int) nowMs + lives);
        VarHandle.storeStoreFence();
        Session.protocol(ALL, at, protocol);
        enter(id, isHalfOpen, nowMs);
        return true;
    }

    /** Ends a session. */
    public void remove(int id) {
        end(id, Ending.REMOVED);
    }

    /**
     * A TCP segment of a session was seen: its state goes on, and it lives as long as the state
     * allows from now.
     *
     * @param direction {@link Session#FROM_CLIENT} or {@link Session#FROM_SERVER}
     * @param tcpFlags byte 13 of the TCP header
     * @param establishedMs how long an established connection may be silent
     * @return the state
     */
    public int segment(int id, int direction, int tcpFlags, int establishedMs, long nowMs) {
        long at = at(id);
        long status = Session.status(ALL, at);
        int was = Session.stateOf(status);
        int state = TcpStates.next(row(direction, Session.flagsOf(status)), was, tcpFlags);
        int lives = state == TcpStates.ESTABLISHED ? establishedMs : TcpStates.timeoutMs(state);
        int flags = seen(Session.flagsOf(status), direction);
        if (state != was) {
            flags |= Session.DURABLE_CHANGED;
        }
        long now = Session.withState(Session.withFlags(status, flags), state);
        if (now != status) {
            Session.status(ALL, at, now);
        }
        if (state != was || !isOfAnothers(flags, direction)) {
            live(id, at, flags, !TcpStates.isHalfOpen(state), lives, nowMs);
        }
        return state;
    }

    /**
     * A packet of a session without connection was seen, which lives on.
     *
     * @param idleMs how long an answered session may be silent
     */
    public void datagram(int id, int direction, int idleMs, long nowMs) {
        long at = at(id);
        int was = Session.flags(ALL, at);
        int flags = seen(was, direction);
        if (flags != was) {
            Session.flags(ALL, at, flags);
        }
        if (!isOfAnothers(flags, direction)) {
            live(id, at, flags, true, idleMs, nowMs);
        }
    }

    /**
     * Whether a packet is a reply of a session that another director forwards, to which the
     * client's packets come: that one tells how long it lives.
     */
    private static boolean isOfAnothers(int flags, int direction) {
        return direction == Session.FROM_SERVER && (flags & Session.MIRRORED) != 0;
    }

    /** A packet of a session was seen elsewhere, at a time that is over: it lives on from then. */
    public void seen(int id, int timeoutMs, long seenMs) {
        long at = at(id);
        int deadline = (int) seenMs + timeoutMs;
        if (deadline - Session.deadline(ALL, at) > 0) {
            Session.deadline(ALL, at, deadline);
        }
    }

    /** Has a session end at another time, if nothing more is seen of it. */
    public void prolong(int id, int timeoutMs, long nowMs) {
        long at = at(id);
        live(id, at, Session.flags(ALL, at), false, timeoutMs, nowMs);
    }

    /**
     * Ends sessions whose time is over.
     *
     * @param limit how many are looked at, at most
     * @return how many were
     */
    public int advance(int limit, long nowMs) {
        int looked = 0;
        for (int id; looked < limit && (id = halfOpen.overdue(nowMs)) != 0; looked++) {
            end(id, Ending.EXPIRED);
        }
        for (int id; looked < limit && (id = wheel.due(nowMs)) != 0; looked++) {
            int leftMs = leftMs(id, nowMs);
            if (leftMs <= 0) {
                end(id, Ending.EXPIRED);
            } else {
                wheel.disarm(id);
                wheel.arm(id, leftMs, nowMs);
            }
        }
        return looked;
    }

    private int leftMs(int id, long nowMs) {
        long at = at(id);
        if (Session.leftMs(ALL, at, nowMs) <= 0) {
            watcher.overdue(id, at);
        }
        return Session.leftMs(ALL, at, nowMs);
    }

    @Override
    public void close() {
        indexPages.close();
    }

    private static int row(int direction, int flags) {
        if (direction == Session.FROM_SERVER) {
            return TcpStates.OUTPUT;
        }
        return (flags & Session.NO_OUTPUT) != 0 ? TcpStates.INPUT_ONLY : TcpStates.INPUT;
    }

    /** A session's flags after a packet. */
    private static int seen(int flags, int direction) {
        int now = flags;
        if (direction == Session.FROM_SERVER) {
            now = (now | Session.ANSWERED) & ~Session.NO_OUTPUT;
        }
        return (now & Session.HALF_OPEN) == 0 ? now : now | Session.SEEN_AGAIN;
    }

    /**
     * Moves a session's deadline.
     *
     * @param agreed whether, an answer provided, it is not half-open any more
     */
    private void live(int id, long at, int flags, boolean agreed, int livesMs, long nowMs) {
        if ((flags & Session.HALF_OPEN) != 0) {
            liveHalfOpen(id, at, flags, agreed, livesMs, nowMs);
            return;
        }
        int deadline = (int) nowMs + livesMs;
        int later = deadline - Session.deadline(ALL, at);
        if (later != 0) {
            Session.deadline(ALL, at, deadline);
        }
        if (later < 0) {
            wheel.disarm(id);
            wheel.arm(id, livesMs, nowMs);
        }
    }

    private void liveHalfOpen(int id, long at, int flags, boolean agreed, int livesMs, long nowMs) {
        if (agreed && (flags & (Session.ANSWERED | Session.NO_OUTPUT)) != 0) {
            halfOpen.remove(id);
            Session.deadline(ALL, at, (int) nowMs + livesMs);
            wheel.arm(id, livesMs, nowMs);
            return;
        }
        int longest = HalfOpenQueue.timeoutMs(Session.protocol(ALL, at));
        Session.deadline(ALL, at, (int) nowMs + Math.min(livesMs, longest));
    }

    private boolean isTaken(long at, int protocol) {
        return isClientTaken(at, protocol)
                || (Session.returns(ALL, at) && isServerTaken(at, protocol));
    }

    private boolean isClientTaken(long at, int protocol) {
        return find(
                        Session.clientHigh(ALL, at),
                        Session.clientLow(ALL, at),
                        Session.virtualHigh(ALL, at),
                        Session.virtualLow(ALL, at),
                        Session.clientPort(ALL, at),
                        Session.virtualPort(ALL, at),
                        protocol)
                != NONE;
    }

    private boolean isServerTaken(long at, int protocol) {
        boolean nat = Session.method(ALL, at) == Session.NAT;
        return find(
                        Session.serverHigh(ALL, at),
                        Session.serverLow(ALL, at),
                        nat ? Session.clientHigh(ALL, at) : Session.localHigh(ALL, at),
                        nat ? Session.clientLow(ALL, at) : Session.localLow(ALL, at),
                        Session.serverPort(ALL, at),
                        nat ? Session.clientPort(ALL, at) : Session.localPort(ALL, at),
                        protocol)
                != NONE;
    }

    private void enter(int id, boolean isHalfOpen, long nowMs) {
        long at = at(id);
        int protocol = Session.protocol(ALL, at);
        index.insert(
                SessionKey.clientHash(hashes, ALL, at, protocol), id << 1 | Session.FROM_CLIENT);
        if (Session.returns(ALL, at)) {
            index.insert(
                    SessionKey.serverHash(hashes, ALL, at, protocol),
                    id << 1 | Session.FROM_SERVER);
        }
        if (isHalfOpen) {
            halfOpen.append(id);
        } else {
            wheel.arm(id, Session.leftMs(ALL, at, nowMs), nowMs);
        }
        size++;
    }

    private void end(int id, Ending why) {
        long at = at(id);
        watcher.ended(id, at, why);
        int protocol = Session.protocol(ALL, at);
        index.remove(
                SessionKey.clientHash(hashes, ALL, at, protocol), id << 1 | Session.FROM_CLIENT);
        if (Session.returns(ALL, at)) {
            index.remove(
                    SessionKey.serverHash(hashes, ALL, at, protocol),
                    id << 1 | Session.FROM_SERVER);
        }
        if (Session.has(ALL, at, Session.HALF_OPEN)) {
            halfOpen.remove(id);
        } else {
            wheel.disarm(id);
        }
        Session.protocol(ALL, at, 0);
        VarHandle.storeStoreFence();
        release(id);
        size--;
    }

    private void clear(long at) {
        for (int field = 0; field < Session.BYTES; field += Long.BYTES) {
            ALL.set(ValueLayout.JAVA_LONG, at + field, 0);
        }
    }

    /** Enters what the slab holds, but what cannot be: a process may have died in the middle. */
    private void adopt(long nowMs) {
        for (int id = memory.used(); id > 0; id--) {
            long at = at(id);
            int protocol = Session.protocol(ALL, at);
            Session.protocol(ALL, at, 0);
            if (protocol == 0 || !isSound(at, protocol, nowMs) || isTaken(at, protocol)) {
                release(id);
                continue;
            }
            Session.judgement(ALL, at, 0);
            Session.protocol(ALL, at, protocol);
            incarnations = Math.max(incarnations, Session.incarnation(ALL, at));
            enter(id, Session.has(ALL, at, Session.HALF_OPEN), nowMs);
        }
    }

    private boolean isSound(long at, int protocol, long nowMs) {
        int leftMs = Session.leftMs(ALL, at, nowMs);
        return (protocol == TCP || protocol == UDP)
                && Session.method(ALL, at) <= Session.TUNNEL
                && Session.state(ALL, at) < TcpStates.COUNT
                && Session.has(ALL, at, Session.UPPERS_ZERO) == SessionKey.uppersAreZero(ALL, at)
                && (leftMs > 0 || mayHaveMoved(at, leftMs))
                && leftMs < LEFT_MAX_MS;
    }

    /** The kernel may have seen packets of a session while no process was there. */
    private static boolean mayHaveMoved(long at, int leftMs) {
        return Session.fastPlace(ALL, at) > 0 && leftMs > -LEFT_MAX_MS;
    }
}
