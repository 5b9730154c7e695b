package dev.sluice.balance;

/**
 * The server with the least active work for its weight; among equals, the one whose turn comes
 * first in weighted round robin. Looks at every server: some nanoseconds each.
 */
final class LeastConnections implements Scheduler {
    private final WeightedCycle cycle;
    private final RoundRobin turns;
    private final Equals equals = new Equals();

    LeastConnections(WeightedCycle cycle, RoundRobin turns) {
        this.cycle = cycle;
        this.turns = turns;
    }

    @Override
    public int pick(long hash, Servers servers) {
        int best = NONE;
        long bestActive = 0;
        long bestWeight = 1;
        boolean several = false;
        for (int server = 0; server < cycle.servers(); server++) {
            int weight = cycle.weight(server);
            if (weight == 0 || !servers.eligible(server)) {
                continue;
            }
            long active = servers.active(server);
            long difference = active * bestWeight - bestActive * weight;
            if (best == NONE || difference < 0) {
                best = server;
                bestActive = active;
                bestWeight = weight;
                several = false;
            } else {
                several |= difference == 0;
            }
        }
        return several ? inTurn(best, hash, servers) : best;
    }

    private int inTurn(int best, long hash, Servers servers) {
        int chosen = turns.pick(hash, equals.to(best, servers));
        return chosen == NONE ? best : chosen; // none if counts moved between the two looks
    }

    /** Those servers that are as idle as the best. */
    private final class Equals implements Servers {
        private Servers servers = this;
        private long active;
        private long weight;

        Equals to(int best, Servers servers) {
            this.servers = servers;
            active = servers.active(best);
            weight = cycle.weight(best);
            return this;
        }

        @Override
        public boolean eligible(int server) {
            return servers.eligible(server)
                    && servers.active(server) * weight == active * cycle.weight(server);
        }

        @Override
        public int active(int server) {
            return servers.active(server);
        }
    }
}
