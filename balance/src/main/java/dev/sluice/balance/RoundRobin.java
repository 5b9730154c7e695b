package dev.sluice.balance;

/** Goes round a {@link WeightedCycle}; with equal weights it is plain round robin. */
final class RoundRobin implements Scheduler {
    /** Turns skipped before asking whether there is anybody to find. */
    private static final int PATIENCE = 64;

    /** Turns skipped at most: reached only if less than a thousandth of all weight is up. */
    private static final int SKIPS_MAX = 4096;

    private final WeightedCycle cycle;
    private final Chance chance;
    private int turn;

    /**
     * @param start the turn to begin with, so that event loops do not all begin with one server
     * @param chance gives servers that start slowly some of their turns
     */
    RoundRobin(WeightedCycle cycle, int start, Chance chance) {
        this.cycle = cycle;
        this.turn = start;
        this.chance = chance;
    }

    @Override
    public int pick(long hash, Servers servers) {
        int skips = Math.min(PATIENCE, cycle.length());
        int server = skip(skips, servers);
        if (server != NONE || skips == cycle.length()) {
            return server;
        }
        int somebody = anybody(servers);
        if (somebody == NONE) {
            return NONE;
        }
        server = skip(SKIPS_MAX, servers);
        return server == NONE ? somebody : server;
    }

    /** Where only such as start slowly are to be had, the first of them. */
    private int skip(int limit, Servers servers) {
        int slow = NONE;
        int afterSlow = 0;
        for (int i = 0; i < limit; i++) {
            int server = cycle.server(turn);
            turn = turn + 1 == cycle.length() ? 0 : turn + 1;
            if (!servers.eligible(server)) {
                continue;
            }
            if (chance.takes(server, servers)) {
                return server;
            }
            if (slow == NONE) {
                slow = server;
                afterSlow = turn;
            }
        }
        turn = slow == NONE ? turn : afterSlow;
        return slow;
    }

    private int anybody(Servers servers) {
        int count = cycle.servers();
        int start = turn % count;
        for (int i = 0; i < count; i++) {
            int server = start + i < count ? start + i : start + i - count;
            if (cycle.weight(server) > 0 && servers.eligible(server)) {
                return server;
            }
        }
        return NONE;
    }
}
