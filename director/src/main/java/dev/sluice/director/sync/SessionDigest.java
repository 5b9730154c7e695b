package dev.sluice.director.sync;

/**
 * Numbers that say what a session is: directors that hold the same come to the same. Two words are
 * multiplied to 128 bits whose halves are joined, again and again.
 */
final class SessionDigest {
    /** Parts that an audit tells apart. */
    static final int RANGES = 64;

    private static final long ODD_1 = 0x9E37_79B9_7F4A_7C15L;
    private static final long ODD_2 = 0xBF58_476D_1CE4_E5B9L;
    private static final long ODD_3 = 0x94D0_49BB_1331_11EBL;

    private SessionDigest() {}

    /**
     * Of the key.
     *
     * @param seed another for each purpose
     */
    static long ofKey(SyncedSession session, long seed) {
        long hash = fold(session.clientLow ^ ODD_1 ^ seed, session.virtualLow ^ ODD_2);
        hash = fold(hash ^ session.clientHigh, session.virtualHigh ^ ODD_3);
        long ports = (long) session.clientPort << 16 | session.virtualPort;
        return fold(hash ^ seed, (ports << 8 | session.protocol) ^ ODD_1);
    }

    /** The range that a key is in. */
    static int range(long ofKey) {
        return (int) (ofKey >>> 58);
    }

    /**
     * Of all that must agree. That is not state and flags: one director may have heard more of them
     * than another, from one that has died.
     */
    static long of(SyncedSession session, long ofKey) {
        long hash = fold(ofKey ^ session.incarnation, ODD_2);
        hash = fold(hash ^ session.serverLow, session.serverHigh ^ ODD_1);
        hash = fold(hash ^ session.localLow, session.localHigh ^ ODD_3);
        long ports = (long) session.serverPort << 16 | session.localPort;
        hash = fold(hash ^ ports, (long) session.method << 32 ^ ODD_2);
        long deltas = (session.flags & SyncedSession.HAS_DELTAS) == 0 ? 0 : session.deltaOut;
        return fold(hash ^ deltas, (long) session.change << 32 ^ ODD_1);
    }

    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ (a * b) ^ a;
    }
}
