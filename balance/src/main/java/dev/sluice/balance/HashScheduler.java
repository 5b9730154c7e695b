package dev.sluice.balance;

/**
 * Sends the same hash to the same server as long as that one may be chosen; keeps nothing, so any
 * thread may pick. While a server may not be chosen, its hashes, and no others, go on to the slots
 * that a sequence of their own names, so that its share is spread over all the others.
 */
final class HashScheduler implements Scheduler {
    /** With half of all servers down, one hash in four billion needs more. */
    private static final int PROBES = 32;

    private final MaglevTable table;

    HashScheduler(MaglevTable table) {
        this.table = table;
    }

    @Override
    public int pick(long hash, Servers servers) {
        if (table.servers() == 0) {
            return NONE;
        }
        for (int probe = 0; probe < PROBES; probe++) {
            int server = table.server(StableHash.step(hash, probe));
            if (servers.eligible(server)) {
                return server;
            }
        }
        return scan(hash, servers);
    }

    /** Nearly all are down: asks each one, beginning where the hash says. */
    private int scan(long hash, Servers servers) {
        int count = table.servers();
        int start = (int) Long.remainderUnsigned(StableHash.step(hash, PROBES), count);
        for (int i = 0; i < count; i++) {
            int server = table.inOrder((start + i) % count);
            if (servers.eligible(server)) {
                return server;
            }
        }
        return NONE;
    }
}
