package dev.sluice.balance;

/**
 * The server with the least active work for its weight; among equals, the one whose turn comes
 * first in weighted round robin. Looks at every server, some nanoseconds each, and so is for groups
 * of up to {@value #SERVERS_MAX}. Of a server that starts slowly the weight is less.
 */
final class LeastConnections implements Scheduler {
    /** More than this would take longer than choosing may. */
    static final int SERVERS_MAX = 64;

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
            if (cycle.weight(server) == 0 || !servers.eligible(server)) {
                continue;
            }
            long weight = cycle.weight(server, servers);
            long active = load(server, servers);
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

    /** One that starts slowly is not taken for idle: it would get all that comes one by one. */
    private static long load(int server, Servers servers) {
        long slow = servers.share(server) < Servers.FULL ? 1 : 0;
        return servers.active(server) + slow;
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
            active = load(best, servers);
            weight = cycle.weight(best, servers);
            return this;
        }

        @Override
        public boolean eligible(int server) {
            return servers.eligible(server)
                    && load(server, servers) * weight == active * cycle.weight(server, servers);
        }

        @Override
        public int share(int server) {
            return servers.share(server);
        }

        @Override
        public int active(int server) {
            return servers.active(server);
        }
    }
}
