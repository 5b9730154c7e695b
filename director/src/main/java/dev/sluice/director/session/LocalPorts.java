package dev.sluice.director.session;

import dev.sluice.balance.StableHash;

/**
 * The local addresses of one director as its worker uses them: finds a local address and port that
 * stands for a client towards a server. The low bits of a port are the client's class, a part of a
 * hash of its address and port, and the low bits of that name the worker: so the server's packets
 * find it again, at directors with other numbers of workers too. One address and port serves many
 * servers at a time, but each only once; which are taken, the session table knows: nothing is kept
 * here. So a port is free when its session is over, TIME_WAIT included.
 *
 * <p>The search begins at a place that follows from the client's hash alone: another director can
 * say which it was.
 */
public final class LocalPorts {
    /** No address and port is free. */
    public static final int NONE = -1;

    /** How many classes of clients and of ports there are: there are no more workers. */
    public static final int CLASSES = 16;

    /** The lowest port that is used. */
    public static final int PORT_MIN = 1024;

    /** The lowest that is used of an address that the host's kernel has too: it uses lower ones. */
    public static final int SHARED_PORT_MIN = 61_440;

    /** The highest port that is used. */
    public static final int PORT_MAX = 65_535;

    /** Places looked at from the client's own on. */
    private static final int NEAR = 16;

    /** Places looked at after those, from where the last search ended. */
    private static final int FAR = 64;

    private final long[] high;
    private final long[] low;
    private final int portMin;
    private final int portsEach;
    private final int places;
    private int cursor;

    /**
     * @param high and {@code low}: the local addresses, all of one family
     * @param portMin the lowest port, a multiple of {@value #CLASSES}
     */
    public LocalPorts(long[] high, long[] low, int portMin) {
        this.high = high.clone();
        this.low = low.clone();
        this.portMin = portMin;
        this.portsEach = (PORT_MAX + 1 - portMin) / CLASSES;
        this.places = Math.multiplyExact(high.length, portsEach);
    }

    /** The class of a client, from 0. */
    public static int classOf(long clientHigh, long clientLow, int clientPort) {
        long hash = StableHash.address(clientHigh, clientLow ^ ((long) clientPort << 48));
        return (int) (hash >>> 32) & (CLASSES - 1);
    }

    /**
     * The worker of a class, or of a local port.
     *
     * @param workers how many there are, a power of two
     */
    public static int workerOf(int classOrPort, int workers) {
        return classOrPort & (workers - 1);
    }

    /**
     * A local address and port that no session has towards a server.
     *
     * @param clientHash of the client's address and port and where it sends to
     * @param clientClass see {@link #classOf}
     * @return for {@link #high(int)}, {@link #low(int)} and {@link #port}; or {@link #NONE}
     */
    public int pick(
            SessionTable sessions,
            long clientHash,
            int clientClass,
            long serverHigh,
            long serverLow,
            int serverPort,
            int protocol) {
        int preferred = (int) Math.unsignedMultiplyHigh(clientHash, places);
        for (int i = 0; i < NEAR + FAR && i < places; i++) {
            int place = i < NEAR ? (preferred + i) % places : next();
            int picked = choice(place, clientClass);
            if (sessions.find(
                            serverHigh,
                            serverLow,
                            high(picked),
                            low(picked),
                            serverPort,
                            port(picked),
                            protocol)
                    == SessionTable.NONE) {
                return picked;
            }
        }
        return NONE;
    }

    /** The address of what was picked. */
    public long high(int picked) {
        return high[picked >>> 16];
    }

    /** The address of what was picked. */
    public long low(int picked) {
        return low[picked >>> 16];
    }

    /** The port of what was picked. */
    public static int port(int picked) {
        return picked & 0xFFFF;
    }

    private int next() {
        cursor = cursor + 1 == places ? 0 : cursor + 1;
        return cursor;
    }

    private int choice(int place, int clientClass) {
        int port = portMin + (place % portsEach) * CLASSES + clientClass;
        return (place / portsEach) << 16 | port;
    }
}
