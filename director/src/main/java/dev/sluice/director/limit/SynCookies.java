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
 * beside it. A slot is 64 s; {@code age} is its lowest bit, which says whether this slot's or one
 * beside it is meant, so a cookie holds 64 to 128 s, and another director's is taken whose clock is
 * not quite this one's. The key of a slot belongs to a generation of some 70 minutes and is derived
 * from the secret by SipHash; the keys of two generations are kept, since a cookie of the last slot
 * of one may come back in the next.
 *
 * <p>There may be two secrets for a while, so that one can be replaced under way: {@link
 * CookieSecrets}.
 *
 * <p>Window scale and SACK stand in the sequence number rather than in a timestamp: many clients
 * offer the first two without timestamps, which cookies do not promise. A guess succeeds once in 8
 * million, and four times as often while clocks may differ and a secret is replaced.
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

    private final long aheadMs;
    private final boolean isShared;
    private final SipHash hash = new SipHash();
    private final Keys[] newestFirst;

    /** The keys of one secret, of the two generations that were needed last. */
    private static final class Keys {
        final SynSecret secret;
        final long[] generation = {-1, -1};
        final long[] key0 = new long[2];
        final long[] key1 = new long[2];

        Keys(SynSecret secret) {
            this.secret = secret;
        }
    }

    public SynCookies(CookieSecrets secrets) {
        this.aheadMs = secrets.aheadMs();
        this.isShared = secrets.isShared();
        this.newestFirst = secrets.newestFirst().stream().map(Keys::new).toArray(Keys[]::new);
    }

    /** Whether others make cookies that are good here too. */
    public boolean isShared() {
        return isShared;
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
        return made(
                newestFirst[0],
                slot(nowMs),
                clientHigh,
                clientLow,
                virtualHigh,
                virtualLow,
                ports,
                clientSequence,
                options);
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
        int options = cookie & OPTION_MASK;
        for (Keys keys : newestFirst) {
            for (long each = current ? slot : slot - 1; each <= slot + 1; each += 2) {
                int made =
                        made(
                                keys,
                                each,
                                clientHigh,
                                clientLow,
                                virtualHigh,
                                virtualLow,
                                ports,
                                clientSequence,
                                options);
                if (made == cookie) {
                    return options;
                }
            }
        }
        return NONE;
    }

    /** Two ports as one number. */
    public static int ports(int clientPort, int port) {
        return clientPort << 16 | port;
    }

    private long slot(long nowMs) {
        return (nowMs + aheadMs) >>> SLOT_SHIFT;
    }

    private int made(
            Keys keys,
            long slot,
            long clientHigh,
            long clientLow,
            long virtualHigh,
            long virtualLow,
            int ports,
            int clientSequence,
            int options) {
        long wanted = slot >>> GENERATION_SHIFT;
        int place = (int) wanted & 1;
        if (keys.generation[place] != wanted) {
            derive(keys, place, wanted);
        }
        int open = options | ((slot & 1) != 0 ? AGE_BIT : 0);
        hash.begin(keys.key0[place], keys.key1[place]);
        hash.absorb(clientHigh);
        hash.absorb(clientLow);
        hash.absorb(virtualHigh);
        hash.absorb(virtualLow);
        hash.absorb((long) ports << 32 | (clientSequence & 0xFFFF_FFFFL));
        hash.absorb(slot << 16 | open);
        return (int) (hash.end(6 * Long.BYTES, 0) << HASH_SHIFT) | open;
    }

    private void derive(Keys keys, int place, long wanted) {
        keys.key0[place] = derived(keys.secret, wanted, 0);
        keys.key1[place] = derived(keys.secret, wanted, 1);
        keys.generation[place] = wanted;
    }

    private long derived(SynSecret secret, long wanted, long half) {
        hash.begin(secret.key0(), secret.key1());
        hash.absorb(wanted);
        hash.absorb(half);
        return hash.end(2 * Long.BYTES, 0);
    }
}
