package dev.sluice.director.sync;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Sessions on their way between a worker and the thread that shares them, in order. One thread
 * puts, one takes; neither waits, locks or allocates. What is put is seen after {@link #publish}.
 *
 * <pre>
 *      0               104 108 112 116         128
 *      +---------------+---+---+---+-----------+
 *      | SessionLayout |liv|pla|kin| 0         |
 *      |               |es |ce |d  |           |
 *      +---------------+---+---+---+-----------+
 * </pre>
 *
 * The counts of either side lie together and far from the other side's, so that a side reads the
 * other's cache line only when it believes that the ring is full or empty.
 */
final class SessionRing {
    /** To a worker: a session of a peer is new, has changed, or lives on. */
    static final int UPSERT = 1;

    /** To a worker: a session of a peer is over. */
    static final int DELETE = 2;

    /** From a worker: a session is its director's, and something of it has changed that lasts. */
    static final int CHANGED = 3;

    /** From a worker: a session is over. */
    static final int ENDED = 4;

    /**
     * From a worker: a packet came of a session that it does not know. Its client is who sent the
     * packet, its virtual address where it went; {@code method} is the packet's direction, {@code
     * place} the question's number.
     */
    static final int SEEK = 5;

    /** To a worker: the question of that number, in {@code place}, was answered. */
    static final int ANSWERED = 6;

    /**
     * To a worker: a peer asks for the session of a packet that nobody was told of. Its fields are
     * those of a {@link #SEEK}.
     */
    static final int LOOK_UP = 7;

    /**
     * From a worker: it has looked for the session of that question, in {@code place}. If it has
     * it, what is told of it came before.
     */
    static final int LOOKED_UP = 8;

    static final int ENTRY_BYTES = 128;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final int LIVES = SessionLayout.BYTES;
    private static final int PLACE = 108;
    private static final int KIND = 112;

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int PUBLISHED = 16;
    private static final int PUT = 17;
    private static final int RELEASED_SEEN = 18;

    private static final int RELEASED = 48;
    private static final int TAKEN = 49;
    private static final int PUBLISHED_SEEN = 50;

    private final MemorySegment entries;
    private final int capacity;
    private final long[] counts = new long[64];

    /**
     * @param capacity a power of two
     */
    SessionRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("a ring of " + capacity + ": no power of two");
        }
        this.capacity = capacity;
        this.entries = Arena.ofAuto().allocate((long) capacity * ENTRY_BYTES, ENTRY_BYTES);
    }

    /** How many more it takes. By the putting thread. */
    int room() {
        counts[RELEASED_SEEN] = (long) COUNT.getAcquire(counts, RELEASED);
        return capacity - (int) (counts[PUT] - counts[RELEASED_SEEN]);
    }

    /** Whether another would find no place. By the putting thread. */
    boolean isFull() {
        return counts[PUT] - counts[RELEASED_SEEN] == capacity && room() == 0;
    }

    /** Puts a session behind those before it; false when it is full. By the putting thread. */
    boolean put(int kind, SyncedSession session) {
        if (isFull()) {
            return false;
        }
        long put = counts[PUT];
        write(at(put), kind, session);
        counts[PUT] = put + 1;
        return true;
    }

    /** Lets the other thread see what was put. By the putting thread. */
    void publish() {
        COUNT.setRelease(counts, PUBLISHED, counts[PUT]);
    }

    /** Whether something was put that the other thread cannot see yet. By the putting thread. */
    boolean isUnpublished() {
        return counts[PUT] != counts[PUBLISHED];
    }

    /** How many can be taken, no more than are wanted. By the taking thread. */
    int available(int wanted) {
        long ready = counts[PUBLISHED_SEEN] - counts[TAKEN];
        if (ready < wanted) {
            counts[PUBLISHED_SEEN] = (long) COUNT.getAcquire(counts, PUBLISHED);
            ready = counts[PUBLISHED_SEEN] - counts[TAKEN];
        }
        return (int) Math.min(wanted, ready);
    }

    /**
     * Takes the oldest; only if one is available. By the taking thread.
     *
     * @return its kind
     */
    int take(SyncedSession into) {
        long taken = counts[TAKEN];
        counts[TAKEN] = taken + 1;
        return read(at(taken), into);
    }

    /** Lets the other thread use the places of what was taken. By the taking thread. */
    void release() {
        COUNT.setRelease(counts, RELEASED, counts[TAKEN]);
    }

    private long at(long count) {
        return (count & (capacity - 1)) * ENTRY_BYTES;
    }

    private void write(long at, int kind, SyncedSession from) {
        SessionLayout.write(entries, at, from);
        entries.set(INT, at + LIVES, from.livesMs);
        entries.set(INT, at + PLACE, from.place);
        entries.set(INT, at + KIND, kind);
    }

    private int read(long at, SyncedSession into) {
        SessionLayout.read(entries, at, into);
        into.isEnded = false;
        into.livesMs = entries.get(INT, at + LIVES);
        into.place = entries.get(INT, at + PLACE);
        return entries.get(INT, at + KIND);
    }
}
