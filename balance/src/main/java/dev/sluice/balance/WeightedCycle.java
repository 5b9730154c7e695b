package dev.sluice.balance;

import java.util.Arrays;

/**
 * The order of one round in which every server comes up exactly as often as its weight says (all
 * weights divided by their greatest common divisor), spread as evenly as can be. Immutable, any
 * thread.
 *
 * <p>Servers of equal weight form a class that takes turns within. A class of total weight W has
 * its turns at (q + ½) / W of the round, for q = 0 … W − 1; the round is all turns in the order of
 * these moments. So the servers of weights 5, 1, 1 come as A B A A A C A. Choosing is one array
 * read whatever the number of servers; the round takes two bytes a turn: 2 n bytes for n equal
 * servers, at most 200 n. To skip the turns of a server that is down leaves every other exactly its
 * share.
 */
final class WeightedCycle {
    private final char[] turns;

    /** Weights by server; 0 where it never has a turn. */
    private final int[] weights;

    private WeightedCycle(char[] turns, int[] weights) {
        this.turns = turns;
        this.weights = weights;
    }

    static WeightedCycle of(int... weights) {
        int divisor = 0;
        int greatest = 0;
        for (int weight : weights) {
            divisor = gcd(divisor, weight);
            greatest = Math.max(greatest, weight);
        }
        int length = divisor == 0 ? 0 : Arrays.stream(weights).sum() / divisor;
        long[] moments = new long[length];
        int at = 0;
        for (int weight = 1; weight <= greatest; weight++) {
            at = addClass(weights, weight, divisor, moments, at);
        }
        Arrays.sort(moments);
        char[] turns = new char[length];
        for (int i = 0; i < length; i++) {
            turns[i] = (char) moments[i];
        }
        return new WeightedCycle(turns, weights.clone());
    }

    /** Writes the turns of all servers of one weight: the moment above, the server below. */
    private static int addClass(int[] weights, int weight, int divisor, long[] moments, int at) {
        int[] members = new int[weights.length];
        int count = 0;
        for (int server = 0; server < weights.length; server++) {
            if (weights[server] == weight) {
                members[count++] = server;
            }
        }
        int classTurns = count * weight / divisor;
        for (int turn = 0; turn < classTurns; turn++) {
            long moment = ((2L * turn + 1) << 30) / classTurns;
            moments[at + turn] = (moment << 32) | members[turn % count];
        }
        return at + classTurns;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    int length() {
        return turns.length;
    }

    /** Whose turn it is. */
    int server(int turn) {
        return turns[turn];
    }

    int weight(int server) {
        return weights[server];
    }

    /**
     * What a server's weight comes to with its share of now, in sixteenths; at least 1. Only of one
     * that has weight.
     */
    long weight(int server, Servers servers) {
        return Math.max(1, (long) weights[server] * servers.share(server) * 16 / Servers.FULL);
    }

    /** How many servers there are, those without weight included. */
    int servers() {
        return weights.length;
    }

    /** The turn at a fraction of the round, the fraction given as 32 bits. */
    int turnAt(int fraction) {
        return (int) ((Integer.toUnsignedLong(fraction) * turns.length) >>> 32);
    }
}
