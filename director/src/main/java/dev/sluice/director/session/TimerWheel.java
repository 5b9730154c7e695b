package dev.sluice.director.session;

/**
 * When sessions are to be looked at: a list for each 128 ms of the next 17 minutes, as a circle (G.
 * Varghese and T. Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 5). A session
 * is looked at when its list is due, at the latest after one turn; whoever looks arms it again if
 * its deadline has moved meanwhile. So a packet that prolongs a session writes its deadline and
 * does not touch the wheel.
 */
final class TimerWheel {
    /** Lists that a wheel takes, from list 0. */
    static final int SLOTS = 8192;

    private static final int TICK_SHIFT = 7;
    private static final int TICK_MS = 1 << TICK_SHIFT;

    private final SessionLists lists;
    private long tick;

    TimerWheel(SessionLists lists, long nowMs) {
        this.lists = lists;
        this.tick = nowMs >> TICK_SHIFT;
    }

    /**
     * Has a session that is in no list looked at when its deadline is over.
     *
     * @param leftMs time to its deadline
     */
    void arm(int id, int leftMs, long nowMs) {
        long due = (nowMs + Math.max(leftMs, 0) + TICK_MS - 1) >> TICK_SHIFT;
        long within = Math.max(tick, Math.min(due, tick + SLOTS - 1));
        lists.append((int) within & (SLOTS - 1), id);
    }

    /** Takes a session out. */
    void disarm(int id) {
        lists.remove(id);
    }

    /** The next session to look at, which stays where it is; 0 if none is due. */
    int due(long nowMs) {
        long now = nowMs >> TICK_SHIFT;
        tick = Math.max(tick, now - SLOTS + 1);
        while (tick <= now) {
            int id = lists.first((int) tick & (SLOTS - 1));
            if (id != 0) {
                return id;
            }
            tick++;
        }
        return 0;
    }
}
