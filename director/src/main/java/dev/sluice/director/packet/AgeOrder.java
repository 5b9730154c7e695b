package dev.sluice.director.packet;

/**
 * Places in the order in which they were taken, and when. Of fixed size, and owned by one worker.
 */
final class AgeOrder {
    private final int[] newer;
    private final int[] older;
    private final int[] sinceMs;
    private int oldest = FragmentTable.NONE;
    private int newest = FragmentTable.NONE;
    private int size;

    AgeOrder(int places) {
        newer = new int[places];
        older = new int[places];
        sinceMs = new int[places];
    }

    int size() {
        return size;
    }

    /** The place that was taken first, or {@link FragmentTable#NONE}. */
    int oldest() {
        return oldest;
    }

    /** How long a place has been taken. */
    int ageMs(int at, long nowMs) {
        return (int) nowMs - sinceMs[at];
    }

    /** Takes a place that is free. */
    void append(int at, long nowMs) {
        sinceMs[at] = (int) nowMs;
        older[at] = newest;
        newer[at] = FragmentTable.NONE;
        if (newest == FragmentTable.NONE) {
            oldest = at;
        } else {
            newer[newest] = at;
        }
        newest = at;
        size++;
    }

    /** Frees a place. */
    void remove(int at) {
        if (older[at] == FragmentTable.NONE) {
            oldest = newer[at];
        } else {
            newer[older[at]] = newer[at];
        }
        if (newer[at] == FragmentTable.NONE) {
            newest = older[at];
        } else {
            older[newer[at]] = older[at];
        }
        size--;
    }
}
