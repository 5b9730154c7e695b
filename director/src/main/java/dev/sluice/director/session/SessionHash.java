package dev.sluice.director.session;

/**
 * Hashes what a packet is known by, for the index. Keyed: who does not know the key cannot choose
 * packets that fall on each other. Never leaves the process, so it may differ after a restart.
 *
 * <p>Two words are multiplied to 128 bits whose halves are joined, as in Wang Yi's wyhash; each
 * word is disguised by a part of the key.
 */
final class SessionHash {
    private final long key0;
    private final long key1;
    private final long key2;
    private final long key3;
    private final long key4;
    private final long key5;

    /** The key is drawn from a seed. */
    SessionHash(long seed) {
        long state = seed;
        key0 = mix(state += 0x9E37_79B9_7F4A_7C15L);
        key1 = mix(state += 0x9E37_79B9_7F4A_7C15L);
        key2 = mix(state += 0x9E37_79B9_7F4A_7C15L);
        key3 = mix(state += 0x9E37_79B9_7F4A_7C15L);
        key4 = mix(state += 0x9E37_79B9_7F4A_7C15L);
        key5 = mix(state + 0x9E37_79B9_7F4A_7C15L) | 1;
    }

    long of(
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int destinationPort,
            int protocol) {
        long low = fold(sourceLow ^ key0, destinationLow ^ key1);
        long high = fold(sourceHigh ^ key2, destinationHigh ^ key3);
        long ports = (long) protocol << 32 | (long) sourcePort << 16 | destinationPort;
        return fold(low ^ ports, high ^ key4) ^ fold(low ^ key5, ports ^ key2);
    }

    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ (a * b);
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
