package dev.sluice.balance;

/**
 * The better of two servers drawn at random by weight (Mitzenmacher, "The power of two choices in
 * randomized load balancing", 2001). Better is the one with less load for its weight: active work,
 * or active work times latency.
 */
final class TwoChoices implements Scheduler {
    private static final int DRAWS = 8;

    /** Cost of a server that was given work and has not answered yet: dearer than any that has. */
    private static final long UNPROVEN = 1L << 50;

    private final WeightedCycle cycle;
    private final RoundRobin fallback;
    private final boolean byLatency;
    private long random;

    /**
     * @param fallback finds a server where the draws found none
     * @param byLatency whether latency counts: peak-EWMA × (active + 1)
     */
    TwoChoices(WeightedCycle cycle, RoundRobin fallback, boolean byLatency, long seed) {
        this.cycle = cycle;
        this.fallback = fallback;
        this.byLatency = byLatency;
        this.random = seed;
    }

    @Override
    public int pick(long hash, Servers servers) {
        if (cycle.length() == 0) {
            return NONE;
        }
        int first = draw(NONE, servers);
        if (first == NONE) {
            return fallback.pick(hash, servers);
        }
        int second = draw(first, servers);
        if (second == NONE) {
            return first;
        }
        long firstCost = cost(first, servers) * cycle.weight(second);
        long secondCost = cost(second, servers) * cycle.weight(first);
        return secondCost < firstCost ? second : first;
    }

    private int draw(int other, Servers servers) {
        for (int i = 0; i < DRAWS; i++) {
            random = StableHash.step(random, 1);
            int server = cycle.server(cycle.turnAt((int) (random >>> 32)));
            if (server != other && servers.eligible(server)) {
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
