package dev.sluice.director.limit;

/**
 * Answers to SYNs that need no memory: all that must be known when the client's acknowledgement
 * comes is in the sequence number that it acknowledges (Bernstein, "SYN cookies", 1996; RFC 4987
 * §3.6). Owned by one worker; every worker has its own with the same secret, so that any can check
 * what another made. Allocates nothing.
 *
 * <pre>
 *   31                               9   8   7  5   4       1     0
 *  +----------------------------------+-----+------+---------+------+
 *  | SipHash-2-4, 23 bits             | age | MSS  | window  | SACK |
 *  |                                  |     | class| scale   |      |
 *  +----------------------------------+-----+------+---------+------+
 * </pre>
 *
 * The hash covers both ends, the client's own sequence number, the slot of time and the nine bits
 * beside it. A slot is 64 s; {@code age} is its lowest bit, which says whether this slot's or the
 * one before is meant, so a cookie holds 64 to 128 s. The key of a slot belongs to a generation of
 * some 70 minutes and is derived from the secret by SipHash; the keys of two generations are kept,
 * since a cookie of the last slot of one may come back in the next.
 *
 * <p>Window scale and SACK stand in the sequence number rather than in a timestamp: many clients
 * offer the first two without timestamps, which cookies do not promise. A guess succeeds once in 8
 * million.
 */
public final class SynCookies {
    /** What {@link #check} says of a number that is no cookie of ours, or an old one. */
    public static final int NONE = -1;

    /** No cookie holds longer. */
    public static final long LONGEST_MS = 2 << 16;

    private static final int SLOT_SHIFT = 16;
    private static final int GENERATION_SHIFT = 22 - SLOT_SHIFT;
    private static final int OPTION_BITS = 8;
    private static final int OPTION_MASK = (1 << OPTION_BITS) - 1;
    private static final int AGE_BIT = 1 << OPTION_BITS;
    private static final int HASH_SHIFT = OPTION_BITS + 1;

    private final SynSecret secret;
    private final long aheadMs;
    private final SipHash hash = new SipHash();
    private final long[] generation = {-1, -1};
    private final long[] key0 = new long[2];
    private final long[] key1 = new long[2];

    /**
     * @param aheadMs what to add to the forwarder's clock for the time of day, which directors that
     *     share a secret share too
     */
    public SynCookies(SynSecret secret, long aheadMs) {
        this.secret = secret;
        this.aheadMs = aheadMs;
    }

    /**
     * The sequence number to answer a SYN with.
     *
     * @param ports the client's and the listener's, as {@link #ports}
     * @param clientSequence of the SYN
     * @param options as {@link dev.sluice.director.packet.SynOptions#cookieBits}
     */
    public int make(
            long clientHigh,
            long clientLow,
            long virtualHigh,
            long virtualLow,
            int ports,
            int clientSequence,
            int options,
            long nowMs) {
        long slot = slot(nowMs);
        begin(slot, clientHigh, clientLow, virtualHigh, virtualLow);
        return sealed(slot, ports, clientSequence, options);
    }

    /**
     * Reads the options back out of an acknowledged cookie.
     *
     * @param clientSequence of the SYN: one less than that of the acknowledgement
     * @param cookie one less than what is acknowledged
     * @return as {@link dev.sluice.director.packet.SynOptions#cookieBits}, or {@link #NONE}
     */
    public int check(
            long clientHigh,
            long clientLow,
            long virtualHigh,
            long virtualLow,
            int ports,
            int clientSequence,
            int cookie,
            long nowMs) {
        long slot = slot(nowMs);
        boolean current = (cookie & AGE_BIT) != 0 == ((slot & 1) != 0);
        long made = current ? slot : slot - 1;
        begin(made, clientHigh, clientLow, virtualHigh, virtualLow);
        int options = cookie & OPTION_MASK;
        return sealed(made, ports, clientSequence, options) == cookie ? options : NONE;
    }

    /** Two ports as one number. */
    public static int ports(int clientPort, int port) {
        return clientPort << 16 | port;
    }

    private long slot(long nowMs) {
        return (nowMs + aheadMs) >>> SLOT_SHIFT;
    }

    private void begin(long slot, long high, long low, long virtualHigh, long virtualLow) {
        long wanted = slot >>> GENERATION_SHIFT;
        int place = (int) wanted & 1;
        if (generation[place] != wanted) {
            derive(place, wanted);
        }
        hash.begin(key0[place], key1[place]);
        hash.absorb(high);
        hash.absorb(low);
        hash.absorb(virtualHigh);
        hash.absorb(virtualLow);
    }

    private int sealed(long slot, int ports, int clientSequence, int options) {
        int open = options | ((slot & 1) != 0 ? AGE_BIT : 0);
        hash.absorb((long) ports << 32 | (clientSequence & 0xFFFF_FFFFL));
        hash.absorb(slot << 16 | open);
        return (int) (hash.end(6 * Long.BYTES, 0) << HASH_SHIFT) | open;
    }

    private void derive(int place, long wanted) {
        key0[place] = derived(wanted, 0);
        key1[place] = derived(wanted, 1);
        generation[place] = wanted;
    }

    private long derived(long wanted, long half) {
        hash.begin(secret.key0(), secret.key1());
        hash.absorb(wanted);
        hash.absorb(half);
        return hash.end(2 * Long.BYTES, 0);
    }
}
