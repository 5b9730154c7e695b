package dev.sluice.balance;

/**
 * Chooses a server for new work among servers numbered from 0. Owned by one thread; it keeps its
 * own place in its cycle.
 *
 * <p>A scheduler knows weights; who is up, and what was already tried, it asks. A caller that fails
 * with one choice marks it as tried and asks again: the retry loop is the caller's.
 */
public interface Scheduler {
    /** What {@link #pick} says when no server may be chosen. */
    int NONE = -1;

    /**
     * The next server.
     *
     * @param hash of whatever ties work to a server (source address, four-tuple); ignored by
     *     schedulers that do not hash
     * @param servers who may be chosen and how busy each is
     * @return a server's number, or {@link #NONE}
     */
    int pick(long hash, Servers servers);
}
