package dev.sluice.director.offload;

/**
 * Sessions that wait for a while before the kernel is told of them, in the order in which they
 * came: most connections are over by then. Owned by one worker; nothing is allocated.
 */
final class Candidates {
    private final int[] ids;
    private final int[] dueMs;
    private final int[] deadlinesMs;
    private final int mask;
    private int first;
    private int next;

    /**
     * @param capacity a power of two
     */
    Candidates(int capacity) {
        this.ids = new int[capacity];
        this.dueMs = new int[capacity];
        this.deadlinesMs = new int[capacity];
        this.mask = capacity - 1;
    }

    int size() {
        return next - first;
    }

    boolean isFull() {
        return size() > mask;
    }

    /**
     * Has a session wait.
     *
     * @param untilMs not before those of others
     * @param deadlineMs when it ends if nothing more is seen of it
     */
    void add(int id, long untilMs, long deadlineMs) {
        ids[next & mask] = id;
        dueMs[next & mask] = (int) untilMs;
        deadlinesMs[next & mask] = (int) deadlineMs;
        next++;
    }

    /** Whether there is one that has waited long enough. */
    boolean isDue(long nowMs) {
        return first != next && dueMs[first & mask] - (int) nowMs <= 0;
    }

    /** The first one, which may have ended meanwhile, and begun and been added again. */
    int id() {
        return ids[first & mask];
    }

    /** Whether the first one was seen since it was added. */
    boolean wasSeenAgain(long deadlineMs) {
        return (int) deadlineMs - deadlinesMs[first & mask] > 0;
    }

    /** Takes the first one out. */
    void remove() {
        first++;
    }
}
