package dev.sluice.director.sync;

import java.nio.ByteBuffer;

/**
 * Questions for sessions, and their answers, as records of a CONTROL datagram. A question says what
 * a packet is known by; where a {@link SyncedSession} stands for a packet, its client is who sent
 * it, and its virtual address where it went.
 *
 * <pre>
 *   15, who knows the session of this packet?
 *      0               8   9   10  12  14              30              46
 *      +---------------+---+---+---+---+--- - - - -----+--- - - - -----+
 *      | number        |flg|pro|src|dst| source        | destination   |
 *      +---------------+---+---+---+---+--- - - - -----+--- - - - -----+
 *
 *   16, this is it
 *      0               8               16
 *      +---------------+---------------+------- - - - -
 *      | number        | sequence      | as in a record 1
 *      +---------------+---------------+------- - - - -
 *
 *   17, not I
 *      +---------------+
 *      | number        |
 *      +---------------+
 *
 *   flg  1: sent by a server, else by a client   2: asked again
 * </pre>
 */
final class SeekFields {
    /** Kind of record: a question. */
    static final int SEEK = 15;

    /** Kind of record: a session. */
    static final int FOUND = 16;

    /** Kind of record: who was asked knows none. */
    static final int NONE = 17;

    static final int SEEK_BYTES = 46;
    static final int FOUND_HEAD_BYTES = 16;
    static final int FOUND_BYTES_MAX = FOUND_HEAD_BYTES + SessionFields.BYTES_MAX;
    static final int NONE_BYTES = 8;

    /** The packet is a server's. */
    static final int SERVERS = 1;

    /** Not everybody has answered. */
    static final int AGAIN = 2;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int NAT = 1;

    private SeekFields() {}

    static void write(ByteBuffer to, long number, int flags, SyncedSession packet) {
        to.putLong(number).put((byte) flags).put((byte) packet.protocol);
        to.putShort((short) packet.clientPort).putShort((short) packet.virtualPort);
        to.putLong(packet.clientHigh).putLong(packet.clientLow);
        to.putLong(packet.virtualHigh).putLong(packet.virtualLow);
    }

    /**
     * Reads what follows the number and the flags.
     *
     * @return false if it says what cannot be
     */
    static boolean read(ByteBuffer from, SyncedSession packet) {
        packet.protocol = from.get() & 0xFF;
        packet.clientPort = from.getShort() & 0xFFFF;
        packet.virtualPort = from.getShort() & 0xFFFF;
        packet.clientHigh = from.getLong();
        packet.clientLow = from.getLong();
        packet.virtualHigh = from.getLong();
        packet.virtualLow = from.getLong();
        return packet.protocol == TCP || packet.protocol == UDP;
    }

    /** Whether a packet is one of a session. */
    static boolean isOf(SyncedSession session, SyncedSession packet, boolean isServers) {
        return isServers ? isServers(session, packet) : session.hasKeyOf(packet);
    }

    private static boolean isServers(SyncedSession session, SyncedSession packet) {
        boolean nat = session.method == NAT;
        return session.protocol == packet.protocol
                && hasServersPackets(session)
                && session.serverPort == packet.clientPort
                && session.serverLow == packet.clientLow
                && session.serverHigh == packet.clientHigh
                && (nat ? session.clientPort : session.localPort) == packet.virtualPort
                && (nat ? session.clientLow : session.localLow) == packet.virtualLow
                && (nat ? session.clientHigh : session.localHigh) == packet.virtualHigh;
    }

    /** Whether directors see what its server sends. */
    static boolean hasServersPackets(SyncedSession session) {
        return session.method <= NAT;
    }

    /** A packet that the server of a session sends. */
    static void serversPacket(SyncedSession session, SyncedSession packet) {
        boolean nat = session.method == NAT;
        packet.protocol = session.protocol;
        packet.clientHigh = session.serverHigh;
        packet.clientLow = session.serverLow;
        packet.clientPort = session.serverPort;
        packet.virtualHigh = nat ? session.clientHigh : session.localHigh;
        packet.virtualLow = nat ? session.clientLow : session.localLow;
        packet.virtualPort = nat ? session.clientPort : session.localPort;
    }
}
