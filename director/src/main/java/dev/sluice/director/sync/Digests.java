package dev.sluice.director.sync;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums of what is known of each director's sessions, kept with every change, so that an audit looks
 * at no session. Those that a director has told since it started last are summed by range; those of
 * its earlier lives, which nobody answers for any more, together.
 */
final class Digests {
    private static final long[] NOTHING = new long[SessionDigest.RANGES];

    private final int[] generation = new int[Datagram.NODE_MAX + 1];
    private final long[] @Nullable [] current = new long[Datagram.NODE_MAX + 1][];
    private final long[] older = new long[Datagram.NODE_MAX + 1];

    Digests() {
        Arrays.fill(generation, 1);
    }

    /** Counts the lives of a director, as far as they were seen here; 0 is none of them. */
    int generation(int node) {
        return generation[node];
    }

    /** A director has started again: what it told before is of an earlier life now. */
    void restarted(int node) {
        older[node] = total(node);
        current[node] = null;
        generation[node]++;
    }

    void add(int node, int ofGeneration, int range, long digest) {
        if (ofGeneration != generation[node]) {
            older[node] += digest;
            return;
        }
        long[] sums = current[node];
        if (sums == null) {
            sums = new long[SessionDigest.RANGES];
            current[node] = sums;
        }
        sums[range] += digest;
    }

    /** What a director has told in its present life, by range. */
    long[] current(int node) {
        long[] sums = current[node];
        return sums == null ? NOTHING : sums;
    }

    long older(int node) {
        return older[node];
    }

    long total(int node) {
        long sum = older[node];
        for (long digest : current(node)) {
            sum += digest;
        }
        return sum;
    }
}
