package dev.sluice.director.sync;

import dev.sluice.director.session.TcpStates;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a director knows of all sessions of its cluster, its own and its peers', in memory of fixed
 * size. Ended ones stay for a while, so that what was said of them before does not bring them back.
 * In memory that outlives the process it is what a restarted director begins with. Owned by one
 * thread; allocates nothing after it was made.
 *
 * <pre>
 *      0       8       16      24      32      40      48      56      64
 *      +-------+-------+-------+-------+-------+-------+-------+-------+
 *      |client         |virtual        |server         |local          |
 *      +-------+-------+-------+-------+-------+-------+-------+-------+
 *      64      72      80          88      96  100 104     112     120 124 128
 *      +-------+-------+-----------+-------+---+---+-------+-------+---+---+
 *      |ports  |incarn.|own,flg,win|deltas |chg|tim|sequ.  |until  |gen|nxt|
 *      |c v s l|       |pro,met,sta|       |   |out|       |       |   |   |
 *      +-------+-------+-----------+-------+---+---+-------+-------+---+---+
 * </pre>
 */
public final class SessionBook {
    /** Size of a session. */
    public static final int ROW_BYTES = 128;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final int PORTS = 64;
    private static final int INCARNATION = 72;
    private static final int ORIGIN = 80;
    private static final int DELTAS = 88;
    private static final int CHANGE = 96;
    private static final int TIMEOUT = 100;
    private static final int SEQUENCE = 104;
    private static final int UNTIL = 112;
    private static final int GENERATION = 120;
    private static final int NEXT = 124;

    private static final int TCP = 6;
    private static final int ENDED = 1 << 6;

    private static final int STATE_MASK = 0xF;
    private static final int METHOD_SHIFT = 4;

    private final MemorySegment rows;
    private final long seed;
    private final int capacity;
    private final int[] heads;
    private final int[] marks;
    private final int[] places;
    private final int[] serverHeads;
    private final int[] serverNext;
    private final EndedRows ended;
    private final Digests digests = new Digests();
    private final SyncedSession was = new SyncedSession();
    private final SyncedSession packet = new SyncedSession();
    private long steady;
    private int used;
    private int free;
    private int size;

    /**
     * @param memory {@link #ROW_BYTES} for each session that there may be; what it holds is known
     *     from then on
     * @param seed secret; where sessions are found depends on it
     */
    public SessionBook(MemorySegment memory, long seed) {
        this(memory, seed, Integer.MAX_VALUE);
    }

    /**
     * One whose memory need not all be looked at.
     *
     * @param usedMost no row from there on was ever used
     */
    public SessionBook(MemorySegment memory, long seed, int usedMost) {
        this.rows = memory;
        this.seed = seed;
        this.capacity = (int) Math.min(memory.byteSize() / ROW_BYTES, 1 << 28);
        this.heads = new int[Math.max(16, Integer.highestOneBit(Math.max(1, capacity)) * 2)];
        this.marks = new int[capacity + 1];
        this.places = new int[capacity + 1];
        this.serverHeads = new int[heads.length];
        this.serverNext = new int[capacity + 1];
        this.ended = new EndedRows(capacity);
        adopt(Math.clamp(usedMost, 0, capacity));
    }

    /** How many sessions are not over. */
    int size() {
        return size;
    }

    /** How many that are over are still remembered. */
    int ended() {
        return ended.size();
    }

    /** A digest of established connections and UDP, whoever told them. */
    long steady() {
        return steady;
    }

    Digests digests() {
        return digests;
    }

    /** The row of a key; 0 if there is none. */
    int find(SyncedSession key) {
        long hash = SessionDigest.ofKey(key, seed);
        for (int id = heads[bucket(hash)]; id != 0; id = next(id)) {
            long at = at(id);
            if (rows.get(LONG, at + 8) == key.clientLow
                    && rows.get(LONG, at + 24) == key.virtualLow
                    && rows.get(LONG, at) == key.clientHigh
                    && rows.get(LONG, at + 16) == key.virtualHigh
                    && rows.get(LONG, at + PORTS) >>> 32 == outerPorts(key)
                    && protocol(id) == key.protocol) {
                return id;
            }
        }
        return 0;
    }

    /**
     * The row of a session that is not over, by what its server's packets are known by; 0 if there
     * is none.
     *
     * @param sent as client the server, as virtual address where it sends to
     */
    int findByServer(SyncedSession sent) {
        int id = serverHeads[bucket(SessionDigest.ofKey(sent, seed))];
        for (; id != 0; id = serverNext[id]) {
            read(id, was);
            if (SeekFields.isOf(was, sent, true)) {
                return id;
            }
        }
        return 0;
    }

    /** The first row after one; 0 when there is none. Begin with 0 to see all. */
    int after(int id) {
        for (int next = id + 1; next <= used; next++) {
            if (isUsed(next)) {
                return next;
            }
        }
        return 0;
    }

    /** No row is higher. */
    public int highest() {
        return used;
    }

    boolean isUsed(int id) {
        return rows.get(LONG, at(id) + ORIGIN) != 0;
    }

    /**
     * Enters a session whose key there is not. If there is no room, the one that was over first
     * gives way.
     *
     * @return its row; 0 if there is no room
     */
    int add(SyncedSession session, int generation, long sequence, long untilMs) {
        if (free == 0 && used == capacity && ended.first() != 0) {
            remove(ended.first());
        }
        int id = free;
        if (id != 0) {
            free = next(id);
        } else if (used < capacity) {
            id = ++used;
        } else {
            return 0;
        }
        fill(id, session);
        link(id, session);
        linkServer(id, session);
        rows.set(INT, at(id) + GENERATION, generation);
        count(id, session, generation, 1);
        sequence(id, sequence);
        untilMs(id, untilMs);
        marks[id] = 0;
        places[id] = session.place;
        return id;
    }

    /** Writes what has become of a session. */
    void write(int id, SyncedSession session, int generation) {
        read(id, was);
        count(id, was, generation(id), -1);
        if (was.isEnded != session.isEnded || !was.goesTheWayOf(session)) {
            unlinkServer(id, was);
            linkServer(id, session);
        }
        fill(id, session);
        rows.set(INT, at(id) + GENERATION, generation);
        count(id, session, generation, 1);
        if (session.place != 0) {
            places[id] = session.place;
        }
    }

    void remove(int id) {
        read(id, was);
        count(id, was, generation(id), -1);
        unlinkServer(id, was);
        int bucket = bucket(SessionDigest.ofKey(was, seed));
        if (heads[bucket] == id) {
            heads[bucket] = next(id);
        } else {
            int before = heads[bucket];
            while (next(before) != id) {
                before = next(before);
            }
            next(before, next(id));
        }
        release(id);
    }

    void read(int id, SyncedSession into) {
        long at = at(id);
        into.clientHigh = rows.get(LONG, at);
        into.clientLow = rows.get(LONG, at + 8);
        into.virtualHigh = rows.get(LONG, at + 16);
        into.virtualLow = rows.get(LONG, at + 24);
        into.serverHigh = rows.get(LONG, at + 32);
        into.serverLow = rows.get(LONG, at + 40);
        into.localHigh = rows.get(LONG, at + 48);
        into.localLow = rows.get(LONG, at + 56);
        long ports = rows.get(LONG, at + PORTS);
        into.clientPort = (int) (ports >>> 48);
        into.virtualPort = (int) (ports >>> 32) & 0xFFFF;
        into.serverPort = (int) ports >>> 16;
        into.localPort = (int) ports & 0xFFFF;
        into.incarnation = rows.get(LONG, at + INCARNATION);
        into.change = rows.get(INT, at + CHANGE);
        into.timeoutMs = rows.get(INT, at + TIMEOUT);
        into.deltaOut = rows.get(INT, at + DELTAS);
        into.deltaBegin = rows.get(INT, at + DELTAS + 4);
        into.place = places[id];
        readOrigin(rows.get(LONG, at + ORIGIN), into);
    }

    private static void readOrigin(long origin, SyncedSession into) {
        into.owner = (int) (origin >>> 48);
        into.flags = (int) (origin >>> 32) & 0xFFFF;
        into.windowIn = (byte) (origin >>> 24);
        into.windowOut = (byte) (origin >>> 16);
        into.protocol = (int) (origin >>> 8) & 0xFF;
        into.isEnded = (origin & ENDED) != 0;
        into.method = (int) origin >>> METHOD_SHIFT & 3;
        into.state = (int) origin & STATE_MASK;
        into.isCurrent = false;
        into.livesMs = 0;
    }

    private void fill(int id, SyncedSession from) {
        long at = at(id);
        rows.set(LONG, at, from.clientHigh);
        rows.set(LONG, at + 8, from.clientLow);
        rows.set(LONG, at + 16, from.virtualHigh);
        rows.set(LONG, at + 24, from.virtualLow);
        rows.set(LONG, at + 32, from.serverHigh);
        rows.set(LONG, at + 40, from.serverLow);
        rows.set(LONG, at + 48, from.localHigh);
        rows.set(LONG, at + 56, from.localLow);
        long inner = (from.serverPort << 16 | from.localPort) & 0xFFFF_FFFFL;
        rows.set(LONG, at + PORTS, outerPorts(from) << 32 | inner);
        rows.set(LONG, at + INCARNATION, from.incarnation);
        rows.set(INT, at + CHANGE, from.change);
        rows.set(INT, at + TIMEOUT, from.timeoutMs);
        rows.set(INT, at + DELTAS, from.deltaOut);
        rows.set(INT, at + DELTAS + 4, from.deltaBegin);
        rows.set(LONG, at + ORIGIN, origin(from));
    }

    private static long origin(SyncedSession from) {
        return (long) from.owner << 48
                | (from.flags & 0xFFFFL) << 32
                | (from.windowIn & 0xFFL) << 24
                | (from.windowOut & 0xFFL) << 16
                | (long) from.protocol << 8
                | (from.isEnded ? ENDED : 0)
                | (long) (from.method & 3) << METHOD_SHIFT
                | (from.state & STATE_MASK);
    }

    private static long outerPorts(SyncedSession session) {
        return (long) session.clientPort << 16 | session.virtualPort;
    }

    /** The number of the owner's datagram that told it last. */
    long sequence(int id) {
        return rows.get(LONG, at(id) + SEQUENCE);
    }

    void sequence(int id, long value) {
        rows.set(LONG, at(id) + SEQUENCE, value);
    }

    /** When it ends, or is forgotten. */
    long untilMs(int id) {
        return rows.get(LONG, at(id) + UNTIL);
    }

    void untilMs(int id, long value) {
        rows.set(LONG, at(id) + UNTIL, value);
    }

    /** The life of its owner in which it was told, as {@link Digests#generation} counts. */
    int generation(int id) {
        return rows.get(INT, at(id) + GENERATION);
    }

    /** The bulk transfer that brought it last. */
    int mark(int id) {
        return marks[id];
    }

    void mark(int id, int bulk) {
        marks[id] = bulk;
    }

    /** A row's session is there from now on, or is not any more. */
    private void count(int id, SyncedSession session, int generation, int sign) {
        if (session.isEnded && sign > 0) {
            ended.append(id);
            return;
        }
        if (session.isEnded) {
            ended.remove(id);
            return;
        }
        size += sign;
        long ofKey = SessionDigest.ofKey(session, 0);
        long digest = SessionDigest.of(session, ofKey);
        digests.add(session.owner, generation, SessionDigest.range(ofKey), sign * digest);
        if (session.protocol != TCP || session.state == TcpStates.ESTABLISHED) {
            steady += sign * digest;
        }
    }

    /**
     * What a process before this one left is of an earlier life, whoever told it. It may have died
     * in the middle of a row.
     */
    private void adopt(int usedMost) {
        used = usedMost;
        while (used > 0 && !isUsed(used)) {
            used--;
        }
        for (int id = used; id > 0; id--) {
            if (!isUsed(id)) {
                release(id);
                continue;
            }
            rows.set(INT, at(id) + GENERATION, 0);
            read(id, was);
            if (!SessionFields.isSoundWhole(was) || find(was) != 0) {
                release(id);
                continue;
            }
            link(id, was);
            linkServer(id, was);
            count(id, was, 0, 1);
        }
    }

    private void link(int id, SyncedSession session) {
        int bucket = bucket(SessionDigest.ofKey(session, seed));
        next(id, heads[bucket]);
        heads[bucket] = id;
    }

    private void linkServer(int id, SyncedSession session) {
        if (!session.isEnded && SeekFields.hasServersPackets(session)) {
            int bucket = serverBucket(session);
            serverNext[id] = serverHeads[bucket];
            serverHeads[bucket] = id;
        }
    }

    private void unlinkServer(int id, SyncedSession session) {
        if (session.isEnded || !SeekFields.hasServersPackets(session)) {
            return;
        }
        int bucket = serverBucket(session);
        if (serverHeads[bucket] == id) {
            serverHeads[bucket] = serverNext[id];
            return;
        }
        int before = serverHeads[bucket];
        while (serverNext[before] != id) {
            before = serverNext[before];
        }
        serverNext[before] = serverNext[id];
    }

    private int serverBucket(SyncedSession session) {
        SeekFields.serversPacket(session, packet);
        return bucket(SessionDigest.ofKey(packet, seed));
    }

    private void release(int id) {
        rows.set(LONG, at(id) + ORIGIN, 0);
        next(id, free);
        free = id;
    }

    private int protocol(int id) {
        return (int) rows.get(LONG, at(id) + ORIGIN) >>> 8 & 0xFF;
    }

    private int next(int id) {
        return rows.get(INT, at(id) + NEXT);
    }

    private void next(int id, int value) {
        rows.set(INT, at(id) + NEXT, value);
    }

    private int bucket(long hash) {
        return (int) hash & (heads.length - 1);
    }

    private static long at(int id) {
        return (id - 1L) * ROW_BYTES;
    }
}
