package dev.sluice.director.forward;

/**
 * Sessions whose server has not answered a SYN of the director's own, and when each is due to be
 * asked again: after one second, two more and four more. Three rings, since all that wait equally
 * long are due in the order in which they came. Bounded: when a ring is full, a session is not
 * asked again, and its client's patience decides. Owned by one worker; allocates nothing.
 */
final class PendingSyns {
    /** What {@link #due} says when none is. */
    static final int NONE = 0;

    private static final long[] WAITS_MS = {1_000, 2_000, 4_000};
    private static final int SIZE = 1 << 14;
    private static final int MASK = SIZE - 1;

    private final int[] ids = new int[WAITS_MS.length * SIZE];
    private final int[] incarnations = new int[WAITS_MS.length * SIZE];
    private final int[] dueMs = new int[WAITS_MS.length * SIZE];
    private final int[] heads = new int[WAITS_MS.length];
    private final int[] tails = new int[WAITS_MS.length];

    private int foundIncarnation;
    private int foundTry;

    /**
     * Remembers a session that was asked.
     *
     * @param tries how many times before, from 0; three times are enough
     */
    void add(int id, int incarnation, int tries, long nowMs) {
        if (tries >= WAITS_MS.length || tails[tries] - heads[tries] == SIZE) {
            return;
        }
        int place = tries * SIZE + (tails[tries]++ & MASK);
        ids[place] = id;
        incarnations[place] = incarnation;
        dueMs[place] = (int) (nowMs + WAITS_MS[tries]);
    }

    /** Takes one that is due; it may be long answered, or gone. {@link #NONE} if none is. */
    int due(long nowMs) {
        for (int tries = 0; tries < WAITS_MS.length; tries++) {
            int place = tries * SIZE + (heads[tries] & MASK);
            if (heads[tries] != tails[tries] && dueMs[place] - (int) nowMs <= 0) {
                heads[tries]++;
                foundIncarnation = incarnations[place];
                foundTry = tries + 1;
                return ids[place];
            }
        }
        return NONE;
    }

    /** The incarnation of what {@link #due} took. */
    int incarnation() {
        return foundIncarnation;
    }

    /** How many times what {@link #due} took has been asked. */
    int tries() {
        return foundTry;
    }
}
