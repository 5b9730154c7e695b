package dev.sluice.director.limit;

import java.util.random.RandomGenerator;

/**
 * What SYN cookies are made with: 16 bytes that stay within a director, or within a cluster whose
 * directors check each other's. Reaches no log, metric or JSON.
 */
public final class SynSecret {
    private final long key0;
    private final long key1;

    public SynSecret(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** A new one. */
    public static SynSecret random(RandomGenerator random) {
        return new SynSecret(random.nextLong(), random.nextLong());
    }

    long key0() {
        return key0;
    }

    long key1() {
        return key1;
    }

    @Override
    public String toString() {
        return "SynSecret";
    }
}
