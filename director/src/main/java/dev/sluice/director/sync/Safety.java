package dev.sluice.director.sync;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many of a director's own sessions are safe: a live peer has acknowledged the datagram with
 * their last durable change. Counts sessions by that datagram, for as many as can be sent again, so
 * that the answer costs nothing. Owned by the thread of the {@link SessionSync}, read by anybody.
 */
public final class Safety {
    /** No peer covers anything. */
    private static final long NOBODY = -1;

    private static final int OWN = 0;
    private static final int UNCOVERED = 1;
    private static final int UNSENT = 2;
    private static final int UNSHARED = 3;

    private final int[] changedIn;
    private final AtomicIntegerArray counts = new AtomicIntegerArray(4);
    private volatile boolean hasPeer;
    private volatile boolean isCovered;
    private long covered = NOBODY;
    private long newest;

    Safety(int window) {
        this.changedIn = new int[window];
    }

    /** Sessions that this director forwards. */
    public int own() {
        return counts.get(OWN);
    }

    /** Of those, how many a live peer would go on with. */
    public int safe() {
        return Math.max(0, own() - counts.get(UNCOVERED));
    }

    /** Of those at risk: their last change has not been sent yet. */
    public int unsent() {
        return Math.min(counts.get(UNSENT), counts.get(UNCOVERED));
    }

    /** Of those at risk: sent, and a peer that keeps up has not acknowledged yet. */
    public int unacknowledged() {
        return hasPeer && isCovered ? sentAtRisk() : 0;
    }

    /** Of those at risk: there is a peer, but it has not caught up. */
    public int peersBehind() {
        return hasPeer && !isCovered ? sentAtRisk() : 0;
    }

    /** Of those at risk: there is no peer. */
    public int withoutPeer() {
        return hasPeer ? 0 : sentAtRisk();
    }

    private int sentAtRisk() {
        return Math.max(0, counts.get(UNCOVERED) - counts.get(UNSENT));
    }

    /** Sessions that are not counted here, because there was no room to share them. */
    public int unshared() {
        return counts.get(UNSHARED);
    }

    /** Whether a change in a datagram is covered. */
    boolean covers(long sequence) {
        return covered != NOBODY && sequence <= covered;
    }

    void noRoom() {
        add(UNSHARED, 1);
    }

    /** A session changed last in a datagram, the newest that there is. */
    void add(long sequence) {
        changedIn[place(sequence)]++;
        add(OWN, 1);
        add(UNSENT, 1);
        add(UNCOVERED, 1);
    }

    /** A session is over, or has changed again, or is somebody else's now. */
    void remove(long sequence) {
        add(OWN, -1);
        if (sequence > newest - changedIn.length) {
            changedIn[place(sequence)]--;
        }
        if (!covers(sequence)) {
            add(UNCOVERED, -1);
        }
        if (sequence == newest) {
            add(UNSENT, -1);
        }
    }

    /** From now on changes go into another datagram. */
    void begin(long sequence) {
        newest = sequence;
        if (covered != NOBODY && covered < newest - changedIn.length) {
            cover(NOBODY);
        }
        changedIn[place(sequence)] = 0;
        counts.setRelease(UNSENT, 0);
    }

    /**
     * How far live peers have acknowledged.
     *
     * @param sequence below 0 if no peer keeps up
     */
    void cover(long sequence) {
        if (sequence == covered) {
            return;
        }
        covered = Math.max(sequence, NOBODY);
        isCovered = covered != NOBODY;
        int later = 0;
        for (long each = sequence + 1; isCovered && each <= newest; each++) {
            later += changedIn[place(each)];
        }
        counts.setRelease(UNCOVERED, isCovered ? later : own());
    }

    void hasPeer(boolean value) {
        hasPeer = value;
    }

    private void add(int count, int more) {
        counts.setRelease(count, counts.getPlain(count) + more);
    }

    private int place(long sequence) {
        return (int) sequence & (changedIn.length - 1);
    }
}
