package dev.sluice.director.own.bgp;

import java.nio.ByteBuffer;

/**
 * Reads over the body of an UPDATE (RFC 4271 §4.3): its three parts must fit into it, or nobody
 * knows what else does not. Attributes that are odd in themselves are counted (RFC 7606).
 *
 * <pre>
 *   flags of an attribute:   7 optional   6 transitive   5 partial   4 length has two bytes
 * </pre>
 */
final class UpdateCheck {
    private static final int OPTIONAL = 0x80;
    private static final int TRANSITIVE = 0x40;
    private static final int LONG = 0x10;

    /** By type: the flags that must be, and the length; -1 for any. */
    private static final int[][] KNOWN = {
        {}, // no type 0
        {TRANSITIVE, 1}, // ORIGIN
        {TRANSITIVE, -1}, // AS_PATH
        {TRANSITIVE, 4}, // NEXT_HOP
        {OPTIONAL, 4}, // MULTI_EXIT_DISC
        {TRANSITIVE, 4}, // LOCAL_PREF
        {TRANSITIVE, 0}, // ATOMIC_AGGREGATE
        {OPTIONAL | TRANSITIVE, -1}, // AGGREGATOR, 6 or 8
        {OPTIONAL | TRANSITIVE, -1}, // COMMUNITIES
    };

    private UpdateCheck() {}

    /**
     * @param body at least the four bytes of the two lengths
     */
    static Message read(ByteBuffer body) {
        int withdrawn = body.getShort() & 0xFFFF;
        if (withdrawn + Short.BYTES > body.remaining()) {
            return new Message.Broken(Fault.UPDATE_MALFORMED);
        }
        int odd = oddNetworks(body, body.position() + withdrawn);
        int attributes = body.getShort() & 0xFFFF;
        if (attributes > body.remaining()) {
            return new Message.Broken(Fault.UPDATE_MALFORMED);
        }
        odd += oddAttributes(body, body.position() + attributes);
        return new Message.Update(odd + oddNetworks(body, body.limit()));
    }

    /** Goes to the end; what does not fit is one oddity. */
    private static int oddNetworks(ByteBuffer body, int end) {
        int odd = 0;
        while (body.position() < end) {
            int prefix = body.get() & 0xFF;
            int bytes = (prefix + 7) / 8;
            if (prefix > 32 || bytes > end - body.position()) {
                odd++;
                break;
            }
            body.position(body.position() + bytes);
        }
        body.position(end);
        return odd;
    }

    private static int oddAttributes(ByteBuffer body, int end) {
        int odd = 0;
        while (body.position() < end) {
            int flags = body.get() & 0xFF;
            int head = (flags & LONG) == 0 ? 2 : 3;
            if (head > end - body.position()) {
                odd++;
                break;
            }
            int type = body.get() & 0xFF;
            int size = head == 2 ? body.get() & 0xFF : body.getShort() & 0xFFFF;
            if (size > end - body.position()) {
                odd++;
                break;
            }
            odd += isOdd(flags, type, size) ? 1 : 0;
            body.position(body.position() + size);
        }
        body.position(end);
        return odd;
    }

    private static boolean isOdd(int flags, int type, int size) {
        if (type == 0) {
            return true;
        }
        if (type >= KNOWN.length) {
            return (flags & OPTIONAL) == 0; // well-known, and yet unknown
        }
        int[] known = KNOWN[type];
        return (flags & (OPTIONAL | TRANSITIVE)) != known[0] || (known[1] >= 0 && size != known[1]);
    }
}
