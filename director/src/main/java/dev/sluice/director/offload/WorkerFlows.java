package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;
import dev.sluice.linux.bpf.RingReader;
import java.lang.foreign.ValueLayout;

/**
 * One worker's part of the cache: writes what becomes of a session's two flows, and reads what was
 * seen of them. Places are the worker's own, from 1. Owned by the worker; nothing is allocated.
 */
final class WorkerFlows implements AutoCloseable {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final int ROOM_MAX = 0xFFFF;

    /** Not any errno: the way to one of the two ends is not known. */
    static final int UNREACHABLE = Integer.MIN_VALUE;

    private final FlowCache cache;
    private final int worker;
    private final int before;
    private final int[] interfaces;
    private final FlowKeys keys;
    private final RingReader ends;

    /**
     * @param interfaces by the number of a port
     */
    WorkerFlows(FlowCache cache, int worker, int[] interfaces) {
        this.cache = cache;
        this.worker = worker;
        this.before = cache.firstPlace(worker) - 1;
        this.interfaces = interfaces.clone();
        this.keys = cache.keys();
        this.ends = cache.ends(worker);
    }

    /** Who is at its places, with what was taken there before. */
    Ledger ledger() {
        return new Ledger(places(), cache.takenAt(entry(1, Session.FROM_CLIENT)));
    }

    /** How many places there are. */
    int places() {
        return cache.firstPlace(worker + 1) - cache.firstPlace(worker);
    }

    /** The place of the next flow whose end was seen; 0 if there is none. */
    int nextEnded() {
        for (long at = ends.next(); at != 0; at = ends.next()) {
            int entry = FlowEnd.entry(at);
            int place = FlowCache.place(entry) - before;
            boolean isOwn = place > 0 && place <= places();
            if (isOwn && FlowEntry.incarnation(ALL, cache.at(entry)) == FlowEnd.incarnation(at)) {
                return place;
            }
        }
        return 0;
    }

    /**
     * Has the kernel forward a session.
     *
     * @return 0, {@link #UNREACHABLE}, or the negative of an errno; then it is to be revoked
     */
    int install(int place, int id, long at, Passage passage) {
        FlowEntry.clear(ALL, cache.at(entry(place, Session.FROM_CLIENT)));
        FlowEntry.clear(ALL, cache.at(entry(place, Session.FROM_SERVER)));
        int result = returns(at) ? installToClient(place, id, at, passage) : 0;
        return result < 0 ? result : installToServer(place, id, at, passage);
    }

    private int installToServer(int place, int id, long at, Passage passage) {
        if (!passage.wayToServer(at)) {
            return UNREACHABLE;
        }
        keyOfClient(at);
        long flow = begin(place, id, at, Session.FROM_CLIENT);
        int flags = origin(flow, at);
        if (returns(at)) {
            boolean nat = Session.method(ALL, at) == Session.NAT;
            flags |= FlowEntry.TRANSLATES;
            FlowEntry.goes(
                    ALL,
                    flow,
                    nat ? Session.clientHigh(ALL, at) : Session.localHigh(ALL, at),
                    nat ? Session.clientLow(ALL, at) : Session.localLow(ALL, at),
                    Session.serverHigh(ALL, at),
                    Session.serverLow(ALL, at),
                    nat ? Session.clientPort(ALL, at) : Session.localPort(ALL, at),
                    Session.serverPort(ALL, at));
        } else if (isByTunnel(at)) {
            flags |= passage.wrap(at, flow);
        }
        return put(place, Session.FROM_CLIENT, flags, room(at, passage), passage);
    }

    private int installToClient(int place, int id, long at, Passage passage) {
        if (!passage.wayToClient(at)) {
            return UNREACHABLE;
        }
        keyOfServer(at);
        long flow = begin(place, id, at, Session.FROM_SERVER);
        FlowEntry.goes(
                ALL,
                flow,
                Session.virtualHigh(ALL, at),
                Session.virtualLow(ALL, at),
                Session.clientHigh(ALL, at),
                Session.clientLow(ALL, at),
                Session.virtualPort(ALL, at),
                Session.clientPort(ALL, at));
        return put(place, Session.FROM_SERVER, FlowEntry.TRANSLATES, room(at, passage), passage);
    }

    private long begin(int place, int id, long at, int direction) {
        long flow = cache.at(entry(place, direction));
        FlowEntry.owner(ALL, flow, worker, id, Session.incarnation(ALL, at), direction);
        FlowEntry.came(ALL, flow, keys.keyAt());
        return flow;
    }

    /** What comes another way than before is for Java to learn from. */
    private int origin(long flow, long at) {
        long mac = Session.clientMac(ALL, at);
        int port = Session.clientInterface(ALL, at);
        if (mac == 0 || port >= interfaces.length) {
            return 0;
        }
        FlowEntry.origin(ALL, flow, interfaces[port], mac);
        return FlowEntry.KNOWS_ORIGIN;
    }

    private int put(int place, int direction, int flags, int room, Passage passage) {
        int entry = entry(place, direction);
        long flow = cache.at(entry);
        FlowEntry.way(ALL, flow, passage.port(), passage.mac(), passage.ownMac(), room);
        if ((flags & FlowEntry.TRANSLATES) == 0) {
            FlowEntry.ages(ALL, flow);
        } else {
            FlowEntry.translates(ALL, flow, keys.keyAt());
        }
        FlowEntry.live(ALL, flow, flags | FlowEntry.kind(ALL, keys.keyAt()));
        return keys.put(entry, FlowEntry.incarnation(ALL, flow));
    }

    /**
     * Whether the kernel hands a session's packets to whom Java would; who is not known at present
     * is most likely where it was.
     */
    boolean isCurrent(int place, long at, Passage passage) {
        boolean toServer =
                !passage.wayToServer(at)
                        || goesBy(cache.at(entry(place, Session.FROM_CLIENT)), at, passage);
        boolean toClient =
                !returns(at)
                        || !passage.wayToClient(at)
                        || goesBy(cache.at(entry(place, Session.FROM_SERVER)), at, passage);
        return toServer && toClient;
    }

    private static boolean goesBy(long flow, long at, Passage passage) {
        return Short.toUnsignedInt(ALL.get(SHORT, flow + FlowEntry.OUT)) == passage.port()
                && Short.toUnsignedInt(ALL.get(SHORT, flow + FlowEntry.ROOM)) == room(at, passage)
                && Wire.u48(ALL, flow + FlowEntry.GOES_MACS) == passage.mac()
                && Wire.u48(ALL, flow + FlowEntry.GOES_MACS + 6) == passage.ownMac()
                && (!isByTunnel(at) || passage.isWrapped(at, flow));
    }

    /** A session by tunnel has no way to its client here, which nothing is put before. */
    private static int room(long at, Passage passage) {
        return Math.min(passage.mtu() - passage.overhead(at), ROOM_MAX);
    }

    private static boolean isByTunnel(long at) {
        return Session.method(ALL, at) == Session.TUNNEL;
    }

    /** From now on no packet of a session is forwarded that comes. */
    void revoke(int place, long at) {
        revoke(place);
        keyOfClient(at);
        keys.remove();
        if (returns(at)) {
            keyOfServer(at);
            keys.remove();
        }
    }

    /** The same of a session that is not known any more; its keys stay, and lead nowhere. */
    void revoke(int place) {
        FlowEntry.revoke(ALL, cache.at(entry(place, Session.FROM_CLIENT)));
        FlowEntry.revoke(ALL, cache.at(entry(place, Session.FROM_SERVER)));
    }

    /** Of a session whose answers go another way there is no flow of its server's. */
    void clearUnused(int place, long at) {
        if (!returns(at)) {
            FlowEntry.clear(ALL, cache.at(entry(place, Session.FROM_SERVER)));
        }
    }

    /** The session whose entries were written last at a place; 0 if there was none. */
    int session(int place) {
        return FlowEntry.session(ALL, cache.at(entry(place, Session.FROM_CLIENT)));
    }

    /** Whether a place is held for a session by this or an earlier process. */
    boolean isHeld(int place, int id, long at) {
        keyOfClient(at);
        if (!leads(place, Session.FROM_CLIENT, id, at)) {
            return false;
        }
        if (!returns(at)) {
            return true;
        }
        keyOfServer(at);
        return leads(place, Session.FROM_SERVER, id, at);
    }

    /** Whether the key that was written last leads to an entry of a session that is live. */
    private boolean leads(int place, int direction, int id, long at) {
        int entry = entry(place, direction);
        long flow = cache.at(entry);
        return FlowEntry.isLive(ALL, flow)
                && FlowEntry.isOf(ALL, flow, id, at)
                && keys.get() == entry;
    }

    long packets(int place, int direction) {
        return FlowEntry.packets(ALL, cache.at(entry(place, direction)));
    }

    long bytes(int place, int direction) {
        return FlowEntry.bytes(ALL, cache.at(entry(place, direction)));
    }

    int tcpFlags(int place, int direction) {
        return FlowEntry.tcpFlags(ALL, cache.at(entry(place, direction)));
    }

    /** By the clock of sessions. */
    long lastSeenMs(int place, int direction) {
        return FlowEntry.lastSeenMs(ALL, cache.at(entry(place, direction)));
    }

    private int entry(int place, int direction) {
        return FlowCache.entry(before + place, direction);
    }

    private static boolean returns(long at) {
        return Session.method(ALL, at) <= Session.NAT;
    }

    private void keyOfClient(long at) {
        FlowKey.write(
                ALL,
                keys.keyAt(),
                Session.clientHigh(ALL, at),
                Session.clientLow(ALL, at),
                Session.virtualHigh(ALL, at),
                Session.virtualLow(ALL, at),
                Session.clientPort(ALL, at),
                Session.virtualPort(ALL, at),
                Session.protocol(ALL, at));
    }

    private void keyOfServer(long at) {
        boolean nat = Session.method(ALL, at) == Session.NAT;
        FlowKey.write(
                ALL,
                keys.keyAt(),
                Session.serverHigh(ALL, at),
                Session.serverLow(ALL, at),
                nat ? Session.clientHigh(ALL, at) : Session.localHigh(ALL, at),
                nat ? Session.clientLow(ALL, at) : Session.localLow(ALL, at),
                Session.serverPort(ALL, at),
                nat ? Session.clientPort(ALL, at) : Session.localPort(ALL, at),
                Session.protocol(ALL, at));
    }

    @Override
    public void close() {
        keys.close();
        ends.close();
    }
}
