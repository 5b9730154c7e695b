package dev.sluice.balance;

import dev.sluice.model.node.GroupConfig.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A consistent hash: a prime number of slots, each naming a server. Every server's share is as its
 * weight, and when one goes hardly any other loses a slot. Immutable, any thread.
 *
 * <p>Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016,
 * §3.4. Every server has a permutation of the slots, given by its endpoint's name alone, and takes
 * turns at claiming the next free slot of its own; a server of half the weight takes half the
 * turns. The order in which servers are listed changes nothing.
 */
final class MaglevTable {
    /** Primes; the slots cost two bytes each, so a table takes 502 bytes to 128 KiB. */
    private static final int[] SIZES = {251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65537};

    private static final int SLOTS_PER_SERVER = 100;
    private static final char FREE = 0xFFFF;

    /** Most servers that a slot can name. */
    static final int SERVERS_MAX = FREE;

    private static final long OFFSET_SEED = 0x6F66_6673_6574L;
    private static final long SKIP_SEED = 0x736B_6970L;

    /** Which server each slot names. Empty if no server has weight. */
    private final char[] slots;

    /** The servers that have weight, in the order of their hashes. */
    private final char[] order;

    private MaglevTable(char[] slots, char[] order) {
        this.slots = slots;
        this.order = order;
    }

    static MaglevTable of(List<ServerConfig> servers) {
        return of(servers, size(servers.size()));
    }

    /** The smallest listed prime that is at least 100 × servers, or the greatest. */
    static int size(int servers) {
        for (int size : SIZES) {
            if (size >= servers * (long) SLOTS_PER_SERVER) {
                return size;
            }
        }
        return SIZES[SIZES.length - 1];
    }

    static MaglevTable of(List<ServerConfig> servers, int size) {
        int[] offsets = new int[servers.size()];
        int[] skips = new int[servers.size()];
        int[] weights = new int[servers.size()];
        long[] hashes = new long[servers.size()];
        for (int i = 0; i < servers.size(); i++) {
            byte[] name = servers.get(i).endpoint().getBytes(StandardCharsets.UTF_8);
            hashes[i] = StableHash.bytes(OFFSET_SEED, name, 0, name.length);
            offsets[i] = (int) Long.remainderUnsigned(hashes[i], size);
            long skip = StableHash.bytes(SKIP_SEED, name, 0, name.length);
            skips[i] = (int) Long.remainderUnsigned(skip, size - 1) + 1;
            weights[i] = servers.get(i).weight();
        }
        return populate(size, offsets, skips, weights, byHash(hashes, weights));
    }

    private static int[] byHash(long[] hashes, int[] weights) {
        return IntStream.range(0, hashes.length)
                .filter(server -> weights[server] > 0)
                .boxed()
                .sorted(Comparator.comparingLong(server -> hashes[server]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Fills the slots.
     *
     * @param size a prime
     * @param order the servers with weight, in the order in which they take turns
     */
    static MaglevTable populate(int size, int[] offsets, int[] skips, int[] weights, int[] order) {
        if (order.length == 0) {
            return new MaglevTable(new char[0], new char[0]);
        }
        int turn = Arrays.stream(order).map(server -> weights[server]).max().orElseThrow();
        char[] slots = new char[size];
        Arrays.fill(slots, FREE);
        int[] credit = new int[weights.length];
        int[] next = offsets.clone();
        for (int filled = 0; ; ) {
            for (int server : order) {
                credit[server] += weights[server];
                if (credit[server] < turn) {
                    continue;
                }
                credit[server] -= turn;
                next[server] = claim(slots, next[server], skips[server], server);
                if (++filled == size) {
                    return new MaglevTable(slots, chars(order));
                }
            }
        }
    }

    /** Gives the server the first free slot of its permutation; returns the one after that. */
    private static int claim(char[] slots, int first, int skip, int server) {
        int slot = first;
        while (slots[slot] != FREE) {
            slot = after(slot, skip, slots.length);
        }
        slots[slot] = (char) server;
        return after(slot, skip, slots.length);
    }

    private static int after(int slot, int skip, int size) {
        int next = slot + skip;
        return next >= size ? next - size : next;
    }

    private static char[] chars(int[] order) {
        char[] chars = new char[order.length];
        for (int i = 0; i < order.length; i++) {
            chars[i] = (char) order[i];
        }
        return chars;
    }

    /** The server of a hash. Only where {@link #servers} is not 0. */
    int server(long hash) {
        return slots[(int) Long.remainderUnsigned(hash, slots.length)];
    }

    int slots() {
        return slots.length;
    }

    /** What a slot names. */
    int slot(int at) {
        return slots[at];
    }

    /** How many servers have weight. */
    int servers() {
        return order.length;
    }

    /** The server at a place of an order that only names decide. */
    int inOrder(int place) {
        return order[place];
    }
}
