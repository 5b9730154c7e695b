package dev.sluice.director.sync;

/**
 * Gives workers once more all sessions of peers that are known, some at a time: those that a worker
 * could not enter when it heard of them, for want of a listener or of room, and those that an
 * earlier process knew. Owned by the thread that shares sessions.
 */
final class Repetition {
    /** When it is tried again, if there was something that no worker could enter. */
    static final int AGAIN_MS = 30_000;

    private static final long NEVER = Long.MAX_VALUE;

    private long refusedBefore = -1;
    private long dueMs = NEVER;
    private int last;
    private boolean isRunning;

    /** Something has changed by which workers may enter what they could not. */
    void changed(long refused, long nowMs) {
        if (refused != refusedBefore) {
            dueMs = nowMs;
        }
    }

    /** Whether there is more to be given now. */
    boolean isUnderWay(long nowMs) {
        return isRunning || dueMs <= nowMs;
    }

    /**
     * Goes on with it, if it is due.
     *
     * @param refused how many sessions workers could not enter so far
     * @param most how many are looked at, at most
     */
    void run(SessionSync sync, long refused, int most, long nowMs) {
        if (!isRunning) {
            if (dueMs == NEVER && refusedBefore >= 0 && refused != refusedBefore) {
                dueMs = nowMs + AGAIN_MS;
            }
            if (nowMs < dueMs) {
                return;
            }
            isRunning = true;
            dueMs = NEVER;
            refusedBefore = refused;
            last = 0;
        }
        last = sync.repeat(last, most, nowMs);
        isRunning = last != 0;
    }
}
