package dev.sluice.director.packet;

import java.util.Arrays;

/**
 * Places of packets, found by what their fragments have in common: source, destination, protocol
 * and identification (RFC 791 §3.2, RFC 8200 §4.5). Of fixed size, and owned by one worker.
 */
final class FragmentIndex {
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private final long seed;
    private final int[] buckets;
    private final int[] nextInBucket;
    private final long[] sourceHigh;
    private final long[] sourceLow;
    private final long[] destinationHigh;
    private final long[] destinationLow;
    private final long[] tag;
    private int free;

    /**
     * @param packets how many places there are
     * @param seed secret: where packets lie depends on it
     */
    FragmentIndex(int packets, long seed) {
        this.seed = seed;
        buckets = new int[Integer.highestOneBit(packets) * 2];
        Arrays.fill(buckets, FragmentTable.NONE);
        nextInBucket = new int[packets];
        Arrays.setAll(nextInBucket, i -> i + 1 < packets ? i + 1 : FragmentTable.NONE);
        sourceHigh = new long[packets];
        sourceLow = new long[packets];
        destinationHigh = new long[packets];
        destinationLow = new long[packets];
        tag = new long[packets];
    }

    /** The place of a packet, or {@link FragmentTable#NONE}. */
    int find(
            long fromHigh,
            long fromLow,
            long toHigh,
            long toLow,
            int protocol,
            int identification) {
        long wanted = tag(protocol, identification);
        int bucket = bucket(hash(fromHigh, fromLow, toHigh, toLow, wanted));
        for (int at = buckets[bucket]; at != FragmentTable.NONE; at = nextInBucket[at]) {
            if (tag[at] == wanted
                    && sourceLow[at] == fromLow
                    && destinationLow[at] == toLow
                    && sourceHigh[at] == fromHigh
                    && destinationHigh[at] == toHigh) {
                return at;
            }
        }
        return FragmentTable.NONE;
    }

    boolean isFull() {
        return free == FragmentTable.NONE;
    }

    /** Gives a packet that is not there a place, of which there must be one. */
    int put(
            long fromHigh,
            long fromLow,
            long toHigh,
            long toLow,
            int protocol,
            int identification) {
        int at = free;
        free = nextInBucket[at];
        sourceHigh[at] = fromHigh;
        sourceLow[at] = fromLow;
        destinationHigh[at] = toHigh;
        destinationLow[at] = toLow;
        tag[at] = tag(protocol, identification);
        int bucket = bucketOf(at);
        nextInBucket[at] = buckets[bucket];
        buckets[bucket] = at;
        return at;
    }

    /** Frees a packet's place. */
    void remove(int at) {
        int bucket = bucketOf(at);
        if (buckets[bucket] == at) {
            buckets[bucket] = nextInBucket[at];
        } else {
            int before = buckets[bucket];
            while (nextInBucket[before] != at) {
                before = nextInBucket[before];
            }
            nextInBucket[before] = nextInBucket[at];
        }
        nextInBucket[at] = free;
        free = at;
    }

    private static long tag(int protocol, int identification) {
        return (long) protocol << 32 | (identification & 0xFFFF_FFFFL);
    }

    private int bucketOf(int at) {
        return bucket(
                hash(
                        sourceHigh[at],
                        sourceLow[at],
                        destinationHigh[at],
                        destinationLow[at],
                        tag[at]));
    }

    private long hash(long fromHigh, long fromLow, long toHigh, long toLow, long wanted) {
        long hash = mix(seed ^ fromHigh);
        hash = mix(hash + STEP ^ fromLow);
        hash = mix(hash + STEP ^ toHigh);
        hash = mix(hash + STEP ^ toLow);
        return mix(hash + STEP ^ wanted);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        return mixed ^ mixed >>> 29;
    }

    private int bucket(long hash) {
        return (int) (hash >>> 32) & (buckets.length - 1);
    }
}
