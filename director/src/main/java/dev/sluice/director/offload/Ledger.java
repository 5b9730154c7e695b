package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is at which of a worker's places in the kernel's cache, and how much of what was counted
 * there has been taken. Places are numbers from 1. Owned by the worker; nothing is allocated.
 *
 * <p>What has been taken is written beside the cache, since both outlive the process: what the
 * kernel forwards while none is there the next one takes, each packet once.
 *
 * <pre>
 *      0         8         16
 *      +---------+---------+
 *      | packets | bytes   |   for each entry of the cache
 *      +---------+---------+
 * </pre>
 *
 * <p>A place that was left rests before it is given again: a program may be in the midst of a
 * packet that found it before. Another thread sees to that, by {@link #leftSoFar} and {@link
 * #rested}.
 */
final class Ledger {
    /** No place. */
    static final int NONE = 0;

    /** What is kept for each entry of the cache. */
    static final int TAKEN_BYTES = 16;

    static final int PACKETS = 0;
    static final int BYTES = 8;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final int[] ids;
    private final int[] listeners;
    private final long taken;

    /** Places that were left, in the order in which they were, as a circle. */
    private final int[] left;

    private final AtomicLong leftSoFar = new AtomicLong();
    private volatile long rested;
    private long settled;
    private long givenAgain;
    private int used;
    private int size;

    /**
     * @param places how many there are
     * @param taken where it lies what was taken of the first of them
     */
    Ledger(int places, long taken) {
        this.ids = new int[places + 1];
        this.listeners = new int[places + 1];
        this.taken = taken - 2 * TAKEN_BYTES;
        this.left = new int[places + 1];
    }

    /** How many places there are. */
    int places() {
        return ids.length - 1;
    }

    /** No higher place was ever given. */
    int used() {
        return used;
    }

    /** How many are taken. */
    int size() {
        return size;
    }

    /** Whether places are kept for who needs them most. */
    boolean isCrowded() {
        return size > places() / 4 * 3;
    }

    /** Whether those leave of whom nothing is seen. */
    boolean isFull() {
        return size > places() / 8 * 7;
    }

    /** The session at a place; 0 if there is none. */
    int id(int place) {
        return ids[place];
    }

    /** Whether a session is at a place, which may be of any other ledger. */
    boolean isAt(int id, int place) {
        return place > NONE && place < ids.length && ids[place] == id;
    }

    /** The listener of the session that is, or was at last, at a place. */
    int listener(int place) {
        return listeners[place];
    }

    /** A free place, or {@link #NONE}. It stays free until {@link #take}. */
    int free() {
        if (givenAgain < settled) {
            return left[(int) (givenAgain % left.length)];
        }
        return used < places() ? used + 1 : NONE;
    }

    /** Gives a session the place that {@link #free} named. Nothing is counted yet. */
    void take(int place, int id, int listener) {
        for (int direction = 0; direction < 2; direction++) {
            ALL.set(LONG, at(place, direction) + PACKETS, 0);
            ALL.set(LONG, at(place, direction) + BYTES, 0);
        }
        keep(place, id, listener);
    }

    /**
     * Leaves a session the place that an earlier process gave it, behind all that are used, with
     * what was taken before.
     */
    void keep(int place, int id, int listener) {
        if (place <= used) {
            givenAgain++;
        }
        while (used < place - 1) {
            used++;
            left(used);
        }
        used = Math.max(used, place);
        ids[place] = id;
        listeners[place] = listener;
        size++;
    }

    /** A place's session is not there any more. */
    void leave(int place) {
        ids[place] = 0;
        left(place);
        size--;
    }

    private void left(int place) {
        long before = leftSoFar.getPlain();
        left[(int) (before % left.length)] = place;
        leftSoFar.setRelease(before + 1);
    }

    /** How many places were left so far. Any thread. */
    long leftSoFar() {
        return leftSoFar.getAcquire();
    }

    /** So many of the places that were left first may be given again. One other thread. */
    void rested(long first) {
        rested = first;
    }

    /**
     * A place that was left and has rested: nothing more is counted there, and from now on it may
     * be given again. {@link #NONE} if there is none that has not been named.
     */
    int settle() {
        return settled < rested ? left[(int) (settled++ % left.length)] : NONE;
    }

    /** How many packets are new of so many that were counted; from now on none of them is. */
    long newPackets(int place, int direction, long counted) {
        return fresh(at(place, direction) + PACKETS, counted);
    }

    /** The same of bytes. */
    long newBytes(int place, int direction, long counted) {
        return fresh(at(place, direction) + BYTES, counted);
    }

    private static long fresh(long at, long counted) {
        long fresh = counted - ALL.get(LONG, at);
        if (fresh != 0) {
            ALL.set(LONG, at, counted);
        }
        return fresh;
    }

    private long at(int place, int direction) {
        return taken + (long) FlowCache.entry(place, direction) * TAKEN_BYTES;
    }
}
