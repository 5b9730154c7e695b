package dev.sluice.director.session;

import java.lang.foreign.MemorySegment;

/** What packets of a session are known by, from either side, read from its fields. */
final class SessionKey {
    private SessionKey() {}

    /** Whether a packet is one of a session that is alive, in a direction. */
    static boolean matches(
            MemorySegment slab,
            int reference,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int destinationPort,
            int protocol) {
        long at = SessionTable.offset(reference >> 1);
        if (Session.protocol(slab, at) != protocol) {
            return false;
        }
        boolean low =
                (sourceHigh | destinationHigh) == 0 && Session.has(slab, at, Session.UPPERS_ZERO);
        if ((reference & 1) == Session.FROM_CLIENT) {
            return Session.clientLow(slab, at) == sourceLow
                    && Session.virtualLow(slab, at) == destinationLow
                    && Session.clientPort(slab, at) == sourcePort
                    && Session.virtualPort(slab, at) == destinationPort
                    && (low || Session.clientHigh(slab, at) == sourceHigh)
                    && (low || Session.virtualHigh(slab, at) == destinationHigh);
        }
        if (Session.serverLow(slab, at) != sourceLow
                || Session.serverPort(slab, at) != sourcePort
                || (!low && Session.serverHigh(slab, at) != sourceHigh)) {
            return false;
        }
        if (Session.method(slab, at) == Session.NAT) {
            return Session.clientLow(slab, at) == destinationLow
                    && Session.clientPort(slab, at) == destinationPort
                    && (low || Session.clientHigh(slab, at) == destinationHigh);
        }
        return Session.localLow(slab, at) == destinationLow
                && Session.localPort(slab, at) == destinationPort
                && (low || Session.localHigh(slab, at) == destinationHigh);
    }

    static boolean uppersAreZero(MemorySegment slab, long at) {
        return (Session.clientHigh(slab, at)
                        | Session.virtualHigh(slab, at)
                        | Session.serverHigh(slab, at)
                        | Session.localHigh(slab, at))
                == 0;
    }

    /** Hash of what the client's packets are known by. */
    static long clientHash(SessionHash hashes, MemorySegment slab, long at, int protocol) {
        return hashes.of(
                Session.clientHigh(slab, at),
                Session.clientLow(slab, at),
                Session.virtualHigh(slab, at),
                Session.virtualLow(slab, at),
                Session.clientPort(slab, at),
                Session.virtualPort(slab, at),
                protocol);
    }

    /** Hash of what the server's packets are known by. */
    static long serverHash(SessionHash hashes, MemorySegment slab, long at, int protocol) {
        boolean nat = Session.method(slab, at) == Session.NAT;
        return hashes.of(
                Session.serverHigh(slab, at),
                Session.serverLow(slab, at),
                nat ? Session.clientHigh(slab, at) : Session.localHigh(slab, at),
                nat ? Session.clientLow(slab, at) : Session.localLow(slab, at),
                Session.serverPort(slab, at),
                nat ? Session.clientPort(slab, at) : Session.localPort(slab, at),
                protocol);
    }
}
