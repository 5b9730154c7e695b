package dev.sluice.director.session;

import static dev.sluice.linux.call.NativeMemory.ALL;

import java.lang.foreign.MemorySegment;

/** What packets of a session are known by, from either side, read from its fields. */
final class SessionKey {
    private SessionKey() {}

    /**
     * Whether a packet is one of a session that is alive, in a direction.
     *
     * @param at what {@link SessionTable#at} says
     */
    static boolean matches(
            long at,
            int direction,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int destinationPort,
            int protocol) {
        if (Session.protocol(ALL, at) != protocol) {
            return false;
        }
        int ports = Session.ports(sourcePort, destinationPort);
        boolean same =
                direction == Session.FROM_CLIENT
                        ? Session.outerPorts(ALL, at) == ports
                                && Session.clientLow(ALL, at) == sourceLow
                                && Session.virtualLow(ALL, at) == destinationLow
                        : Session.serverLow(ALL, at) == sourceLow
                                && isServers(at, destinationLow, ports);
        long uppers = sourceHigh | destinationHigh;
        return same
                && ((uppers == 0 && Session.has(ALL, at, Session.UPPERS_ZERO))
                        || uppersMatch(at, direction, sourceHigh, destinationHigh));
    }

    private static boolean isServers(long at, long destinationLow, int ports) {
        if (Session.method(ALL, at) == Session.NAT) {
            return Session.clientLow(ALL, at) == destinationLow
                    && ports
                            == Session.ports(
                                    Session.serverPort(ALL, at), Session.clientPort(ALL, at));
        }
        return Session.localLow(ALL, at) == destinationLow && Session.innerPorts(ALL, at) == ports;
    }

    private static boolean uppersMatch(
            long at, int direction, long sourceHigh, long destinationHigh) {
        if (direction == Session.FROM_CLIENT) {
            return Session.clientHigh(ALL, at) == sourceHigh
                    && Session.virtualHigh(ALL, at) == destinationHigh;
        }
        boolean nat = Session.method(ALL, at) == Session.NAT;
        long answered = nat ? Session.clientHigh(ALL, at) : Session.localHigh(ALL, at);
        return Session.serverHigh(ALL, at) == sourceHigh && answered == destinationHigh;
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
