package dev.sluice.balance;

/**
 * The best of some servers drawn at random by weight (Mitzenmacher, "The power of two choices in
 * randomized load balancing", 2001). Best is the one with the least load for its weight: active
 * work, or active work times latency.
 */
final class BestOfDrawn implements Scheduler {
    private static final int DRAWS = 8;

    /** Cost of a server that was given work and has not answered yet: dearer than any that has. */
    private static final long UNPROVEN = 1L << 50;

    private final WeightedCycle cycle;
    private final RoundRobin fallback;
    private final boolean byLatency;
    private final int choices;
    private final Chance chance;

    /**
     * @param choices how many are drawn: two, or some more
     * @param fallback finds a server where the draws found none
     * @param byLatency whether latency counts: peak-EWMA × (active + 1)
     */
    BestOfDrawn(
            WeightedCycle cycle,
            RoundRobin fallback,
            boolean byLatency,
            int choices,
            Chance chance) {
        this.cycle = cycle;
        this.fallback = fallback;
        this.byLatency = byLatency;
        this.choices = choices;
        this.chance = chance;
    }

    @Override
    public int pick(long hash, Servers servers) {
        if (cycle.length() == 0) {
            return NONE;
        }
        int best = draw(NONE, servers);
        if (best == NONE) {
            return fallback.pick(hash, servers);
        }
        long bestCost = cost(best, servers);
        for (int i = 1; i < choices; i++) {
            int next = draw(best, servers);
            if (next == NONE) {
                return best;
            }
            long cost = cost(next, servers);
            if (cost * cycle.weight(best, servers) < bestCost * cycle.weight(next, servers)) {
                best = next;
                bestCost = cost;
            }
        }
        return best;
    }

    private int draw(int other, Servers servers) {
        for (int i = 0; i < DRAWS; i++) {
            int server = cycle.server(cycle.turnAt((int) (chance.next() >>> 32)));
            if (server != other && servers.eligible(server) && chance.takes(server, servers)) {
                return server;
            }
        }
        return NONE;
    }

    private long cost(int server, Servers servers) {
        long active = servers.active(server);
        if (!byLatency) {
            return active;
        }
        long latencyUs = servers.latencyUs(server);
        if (latencyUs == 0) {
            return active == 0 ? 0 : UNPROVEN + active;
        }
        return latencyUs * (active + 1);
    }
}
