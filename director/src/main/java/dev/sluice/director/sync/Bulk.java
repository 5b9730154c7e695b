package dev.sluice.director.sync;

/**
 * A bulk transfer: sessions over a connection of its own, in datagrams one after the other, without
 * anything between them, each sealed. The asking director's first is the only one of its own.
 *
 * <pre>
 *   30 ask     number (8), ranges (8), owner (2)     ranges: a bit for each; owner 0: everybody's
 *   31 part    number (8)                            that of the question; first in each answer
 *   32 begin   position (8)                          the teller's newest datagram
 *   33 vector  node (2), boot epoch (8), datagram (8)   what the teller knew of others
 *    1, 2      sessions
 *   34 end     sessions (8)
 * </pre>
 *
 * The datagrams' sequence counts from 1. The number is made up by who asks, so that no answer to
 * another question can stand in for this one's.
 */
final class Bulk {
    static final int ASK = 30;
    static final int PART = 31;
    static final int BEGIN = 32;
    static final int VECTOR = 33;
    static final int END = 34;

    static final int ASK_BYTES = 18;
    static final int PART_BYTES = 8;
    static final int BEGIN_BYTES = 8;
    static final int VECTOR_BYTES = 18;
    static final int END_BYTES = 8;

    /** Of one datagram of an answer. */
    static final int DATAGRAM_BYTES_MAX = 16_384;

    /** All sessions. */
    static final long ALL_RANGES = -1;

    /** Whoever's. */
    static final int ALL_OWNERS = 0;

    private Bulk() {}

    /**
     * Whether a question was for sessions such as this one. Whose it was that is over is no matter.
     */
    static boolean isAskedFor(SyncedSession session, long ranges, int owner) {
        int range = SessionDigest.range(SessionDigest.ofKey(session, 0));
        return (ranges >>> range & 1) != 0
                && (owner == ALL_OWNERS || owner == session.owner || session.isEnded);
    }
}
