package dev.sluice.balance;

/**
 * Decides by lot whether a server that starts slowly takes its turn, so that it gets its share of
 * them. Owned by one scheduler.
 */
final class Chance {
    private static final int SHARE_BITS = 10;

    private long random;

    Chance(long seed) {
        this.random = seed;
    }

    /** The next number of its sequence. */
    long next() {
        random = StableHash.step(random, 1);
        return random;
    }

    boolean takes(int server, Servers servers) {
        int share = servers.share(server);
        return share >= Servers.FULL || next() >>> (Long.SIZE - SHARE_BITS) < share;
    }
}
