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
        int ports = Session.ports(sourcePort, destinationPort);
        boolean same =
                (reference & 1) == Session.FROM_CLIENT
                        ? Session.outerPorts(slab, at) == ports
                                && Session.clientLow(slab, at) == sourceLow
                                && Session.virtualLow(slab, at) == destinationLow
                        : Session.serverLow(slab, at) == sourceLow
                                && isServers(slab, at, destinationLow, ports);
        long uppers = sourceHigh | destinationHigh;
        return same
                && ((uppers == 0 && Session.has(slab, at, Session.UPPERS_ZERO))
                        || uppersMatch(slab, reference, sourceHigh, destinationHigh));
    }

    private static boolean isServers(MemorySegment slab, long at, long destinationLow, int ports) {
        if (Session.method(slab, at) == Session.NAT) {
            return Session.clientLow(slab, at) == destinationLow
                    && ports
                            == Session.ports(
                                    Session.serverPort(slab, at), Session.clientPort(slab, at));
        }
        return Session.localLow(slab, at) == destinationLow
                && Session.innerPorts(slab, at) == ports;
    }

    private static boolean uppersMatch(
            MemorySegment slab, int reference, long sourceHigh, long destinationHigh) {
        long at = SessionTable.offset(reference >> 1);
        if ((reference & 1) == Session.FROM_CLIENT) {
            return Session.clientHigh(slab, at) == sourceHigh
                    && Session.virtualHigh(slab, at) == destinationHigh;
        }
        boolean nat = Session.method(slab, at) == Session.NAT;
        long answered = nat ? Session.clientHigh(slab, at) : Session.localHigh(slab, at);
        return Session.serverHigh(slab, at) == sourceHigh && answered == destinationHigh;
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
