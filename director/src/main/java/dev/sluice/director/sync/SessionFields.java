package dev.sluice.director.sync;

import java.nio.ByteBuffer;

/**
 * Sessions as records of a datagram. Addresses are 4 bytes each if all are IPv4, else 16.
 *
 * <pre>
 *   1, a session lives
 *      0   1   2   3   4               12      16  18  20      24      28
 *      +---+---+---+---+---------------+-------+---+---+-------+-------+
 *      |frm|pro|met|sta| incarnation   |change |own|flg|lives  |timeout|
 *      +---+---+---+---+---------------+-------+---+---+-------+-------+
 *      28      32      36    then addresses, client virtual server local
 *      +---+---+---+---+----------- - - -----------+-------+-------+-+-+
 *      |ports c v s l  | 16 or 64 bytes            |del.out|del.beg|i|o|
 *      +---+---+---+---+----------- - - -----------+-------+-------+-+-+
 *
 *   2, a session is over
 *      0   1   2               10      14  16  18  20
 *      +---+---+---------------+-------+---+---+---+---- - - ----------+
 *      |frm|pro| incarnation   |change |own| c | v | client, virtual   |
 *      +---+---+---------------+-------+---+---+---+---- - - ----------+
 *
 *   frm  1: addresses of 16 bytes   2: the deltas follow   4: current (in bulk)
 * </pre>
 */
final class SessionFields {
    /** Kind of record: a session lives. */
    static final int LIVES = 1;

    /** Kind of record: a session is over. */
    static final int ENDED = 2;

    /** Longest record. */
    static final int BYTES_MAX = 36 + 64 + 10;

    private static final int LONG_ADDRESSES = 1;
    private static final int DELTAS = 2;
    private static final int CURRENT = 4;
    private static final int LIVES_HEAD_BYTES = 36;
    private static final int ENDED_HEAD_BYTES = 20;
    private static final int DELTAS_BYTES = 10;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int METHODS = 4;
    private static final int STATES = 11;
    private static final int TCP = 6;
    private static final int UDP = 17;

    /** No session lives longer: eight days. */
    private static final int LIVES_MAX_MS = 8 * 24 * 3_600_000;

    /** What is left of a session that is over, besides key and stamp. Nobody writes into it. */
    private static final SyncedSession NOTHING = new SyncedSession();

    private SessionFields() {}

    static int kind(SyncedSession session) {
        return session.isEnded ? ENDED : LIVES;
    }

    static void write(ByteBuffer to, SyncedSession session) {
        if (session.isEnded) {
            writeEnded(to, session);
        } else {
            writeLives(to, session);
        }
    }

    private static void writeLives(ByteBuffer to, SyncedSession session) {
        boolean hasDeltas =
                (session.deltaOut | session.deltaBegin | session.windowIn | session.windowOut) != 0;
        boolean isShort = isIpv4(session) && isIpv4Way(session);
        int form = (isShort ? 0 : LONG_ADDRESSES) | (hasDeltas ? DELTAS : 0);
        to.put((byte) (form | (session.isCurrent ? CURRENT : 0)));
        to.put((byte) session.protocol).put((byte) session.method).put((byte) session.state);
        to.putLong(session.incarnation).putInt(session.change);
        to.putShort((short) session.owner).putShort((short) session.flags);
        to.putInt(session.livesMs).putInt(session.timeoutMs);
        to.putShort((short) session.clientPort).putShort((short) session.virtualPort);
        to.putShort((short) session.serverPort).putShort((short) session.localPort);
        putAddress(to, isShort, session.clientHigh, session.clientLow);
        putAddress(to, isShort, session.virtualHigh, session.virtualLow);
        putAddress(to, isShort, session.serverHigh, session.serverLow);
        putAddress(to, isShort, session.localHigh, session.localLow);
        if (hasDeltas) {
            to.putInt(session.deltaOut).putInt(session.deltaBegin);
            to.put((byte) session.windowIn).put((byte) session.windowOut);
        }
    }

    private static void writeEnded(ByteBuffer to, SyncedSession session) {
        boolean isShort = isIpv4(session);
        to.put((byte) (isShort ? 0 : LONG_ADDRESSES)).put((byte) session.protocol);
        to.putLong(session.incarnation).putInt(session.change).putShort((short) session.owner);
        to.putShort((short) session.clientPort).putShort((short) session.virtualPort);
        putAddress(to, isShort, session.clientHigh, session.clientLow);
        putAddress(to, isShort, session.virtualHigh, session.virtualLow);
    }

    /**
     * Reads a record.
     *
     * @param kind {@link #LIVES} or {@link #ENDED}
     * @return false if it says what cannot be
     */
    static boolean read(int kind, ByteBuffer from, SyncedSession into) {
        return kind == LIVES ? readLives(from, into) : readEnded(from, into);
    }

    private static boolean readLives(ByteBuffer from, SyncedSession into) {
        if (from.remaining() < LIVES_HEAD_BYTES) {
            return false;
        }
        int form = from.get();
        into.protocol = from.get() & 0xFF;
        into.method = from.get() & 0xFF;
        into.state = from.get() & 0xFF;
        readStamp(from, into);
        into.flags = from.getShort() & 0xFFFF;
        into.livesMs = from.getInt();
        into.timeoutMs = from.getInt();
        into.clientPort = from.getShort() & 0xFFFF;
        into.virtualPort = from.getShort() & 0xFFFF;
        into.serverPort = from.getShort() & 0xFFFF;
        into.localPort = from.getShort() & 0xFFFF;
        into.isEnded = false;
        into.isCurrent = (form & CURRENT) != 0;
        boolean isShort = (form & LONG_ADDRESSES) == 0;
        boolean hasDeltas = (form & DELTAS) != 0;
        int rest = 4 * addressBytes(isShort) + (hasDeltas ? DELTAS_BYTES : 0);
        if (from.remaining() < rest) {
            return false;
        }
        readAddresses(from, isShort, into);
        readDeltas(from, hasDeltas, into);
        return isSound(into) && isSoundState(into);
    }

    private static void readAddresses(ByteBuffer from, boolean isShort, SyncedSession into) {
        into.clientHigh = high(from, isShort);
        into.clientLow = low(from, isShort);
        into.virtualHigh = high(from, isShort);
        into.virtualLow = low(from, isShort);
        into.serverHigh = high(from, isShort);
        into.serverLow = low(from, isShort);
        into.localHigh = high(from, isShort);
        into.localLow = low(from, isShort);
    }

    private static void readDeltas(ByteBuffer from, boolean hasDeltas, SyncedSession into) {
        into.deltaOut = hasDeltas ? from.getInt() : 0;
        into.deltaBegin = hasDeltas ? from.getInt() : 0;
        into.windowIn = hasDeltas ? from.get() : 0;
        into.windowOut = hasDeltas ? from.get() : 0;
    }

    private static boolean readEnded(ByteBuffer from, SyncedSession into) {
        if (from.remaining() < ENDED_HEAD_BYTES) {
            return false;
        }
        into.copy(NOTHING);
        boolean isShort = (from.get() & LONG_ADDRESSES) == 0;
        into.protocol = from.get() & 0xFF;
        readStamp(from, into);
        into.clientPort = from.getShort() & 0xFFFF;
        into.virtualPort = from.getShort() & 0xFFFF;
        into.isEnded = true;
        if (from.remaining() < 2 * addressBytes(isShort)) {
            return false;
        }
        into.clientHigh = high(from, isShort);
        into.clientLow = low(from, isShort);
        into.virtualHigh = high(from, isShort);
        into.virtualLow = low(from, isShort);
        return isSound(into);
    }

    private static void readStamp(ByteBuffer from, SyncedSession into) {
        into.incarnation = from.getLong();
        into.change = from.getInt();
        into.owner = from.getShort() & 0xFFFF;
    }

    /** Whether a director can have told it, be it over or not. */
    static boolean isSoundWhole(SyncedSession session) {
        return isSound(session) && (session.isEnded || isSoundState(session));
    }

    private static boolean isSound(SyncedSession session) {
        return (session.protocol == TCP || session.protocol == UDP)
                && session.incarnation != 0
                && session.owner >= Imports.NOBODY
                && session.owner <= Datagram.NODE_MAX;
    }

    private static boolean isSoundState(SyncedSession session) {
        return session.method < METHODS
                && session.state < STATES
                && session.livesMs >= 0
                && session.livesMs <= 2 * LIVES_MAX_MS
                && session.timeoutMs > 0
                && session.timeoutMs <= LIVES_MAX_MS;
    }

    private static boolean isIpv4(SyncedSession session) {
        return isIpv4(session.clientHigh, session.clientLow)
                && isIpv4(session.virtualHigh, session.virtualLow);
    }

    private static boolean isIpv4Way(SyncedSession session) {
        return isIpv4(session.serverHigh, session.serverLow)
                && (isIpv4(session.localHigh, session.localLow)
                        || (session.localHigh | session.localLow) == 0);
    }

    private static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xFFFF && (int) low != 0;
    }

    private static int addressBytes(boolean isShort) {
        return isShort ? IPV4_BYTES : IPV6_BYTES;
    }

    private static void putAddress(ByteBuffer to, boolean isShort, long high, long low) {
        if (isShort) {
            to.putInt((int) low);
        } else {
            to.putLong(high).putLong(low);
        }
    }

    private static long high(ByteBuffer from, boolean isShort) {
        return isShort ? 0 : from.getLong();
    }

    private static long low(ByteBuffer from, boolean isShort) {
        if (!isShort) {
            return from.getLong();
        }
        long address = from.getInt() & 0xFFFF_FFFFL;
        return address == 0 ? 0 : 0xFFFF_0000_0000L | address;
    }
}
