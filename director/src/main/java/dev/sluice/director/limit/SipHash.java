package dev.sluice.director.limit;

/**
 * SipHash-2-4: a short keyed hash that nobody without the key can predict (Aumasson, Bernstein,
 * "SipHash: a fast short-input PRF", INDOCRYPT 2012). One message at a time: {@link #begin}, {@link
 * #absorb} for every eight bytes, {@link #end}. Owned by one thread; allocates nothing.
 */
final class SipHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    /**
     * Begins a message.
     *
     * @param key0 the key's first eight bytes, little-endian
     * @param key1 the key's last eight bytes
     */
    void begin(long key0, long key1) {
        v0 = key0 ^ 0x736f_6d65_7073_6575L;
        v1 = key1 ^ 0x646f_7261_6e64_6f6dL;
        v2 = key0 ^ 0x6c79_6765_6e65_7261L;
        v3 = key1 ^ 0x7465_6462_7974_6573L;
    }

    /** Takes the next eight bytes of the message, little-endian. */
    void absorb(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    /**
     * Ends the message.
     *
     * @param length of the whole message in bytes
     * @param tail its last {@code length % 8} bytes, little-endian
     */
    long end(int length, long tail) {
        absorb((long) length << 56 | tail);
        v2 ^= 0xFF;
        round();
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        long a = v0 + v1;
        long b = Long.rotateLeft(v1, 13) ^ a;
        long c = v2 + v3;
        long d = Long.rotateLeft(v3, 16) ^ c;
        a = Long.rotateLeft(a, 32) + d;
        c += b;
        v3 = Long.rotateLeft(d, 21) ^ a;
        v1 = Long.rotateLeft(b, 17) ^ c;
        v0 = a;
        v2 = Long.rotateLeft(c, 32);
    }
}
