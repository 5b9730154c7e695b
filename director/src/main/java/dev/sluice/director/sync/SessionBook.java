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
 *      0               104     112     120 124 128
 *      +---------------+-------+-------+---+---+
 *      | SessionLayout |sequ.  |until  |gen|nxt|
 *      +---------------+-------+-------+---+---+
 * </pre>
 */
public final class SessionBook {
    /** Size of a session. */
    public static final int ROW_BYTES = 128;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final int SEQUENCE = SessionLayout.BYTES;
    private static final int UNTIL = 112;
    private static final int GENERATION = 120;
    private static final int NEXT = 124;

    private static final int TCP = 6;

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
            if (SessionLayout.hasKeyOf(key, rows, at(id))) {
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
        return SessionLayout.isThere(rows, at(id));
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
        SessionLayout.write(rows, at(id), session);
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
        SessionLayout.write(rows, at(id), session);
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
        SessionLayout.read(rows, at(id), into);
        into.place = places[id];
        into.livesMs = 0;
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
        SessionLayout.clear(rows, at(id));
        next(id, free);
        free = id;
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
