package dev.sluice.director.sync;

/**
 * One session as directors tell each other of it: a row of plain fields that is filled and read
 * again and again. Addresses are two numbers each, IPv4 as {@code ::ffff:a.b.c.d}; a local address
 * of 0 is none. Owned by one thread.
 *
 * <p>The key is protocol, client and virtual address with their ports. The stamp is (incarnation,
 * change, owner): see {@link Join}.
 */
public final class SyncedSession {
    /** The server has answered. The low byte of the flags only ever gains. */
    public static final int ANSWERED = 1;

    /** The handshake with the client was done by a director. */
    public static final int SYN_PROXIED = 1 << 1;

    /** Sequence numbers are shifted by {@link #deltaOut}. */
    public static final int HAS_DELTAS = 1 << 2;

    /** The server's packets are not seen. The high byte of the flags only ever loses. */
    public static final int NO_OUTPUT = 1 << 8;

    /** The server is still to be told the client's address in an option. */
    public static final int TELL_CLIENT = 1 << 9;

    /** The server is still to be told the client's address in a header before the data. */
    public static final int TELL_PROXY = 1 << 10;

    public int protocol;
    public long clientHigh;
    public long clientLow;
    public int clientPort;
    public long virtualHigh;
    public long virtualLow;
    public int virtualPort;

    public int method;
    public long serverHigh;
    public long serverLow;
    public int serverPort;
    public long localHigh;
    public long localLow;
    public int localPort;

    public int state;
    public int flags;
    public int deltaOut;
    public int deltaBegin;
    public int windowIn;
    public int windowOut;

    /** When it began, and at which director: greater is later. Unsigned. */
    public long incarnation;

    /** How often it changed since. Unsigned. */
    public int change;

    /** The director that made the last change: it forwards the session's packets. */
    public int owner;

    /** It is over; then nothing but key and stamp counts. */
    public boolean isEnded;

    /** Within a bulk transfer: the owner has told it since it started last. */
    public boolean isCurrent;

    /** How long the session lives if nothing more is seen of it, at most. */
    public int timeoutMs;

    /** How long who is told keeps it. */
    public int livesMs;

    /** Which of its worker's sessions it is at this director; 0 if that is not known. Not told. */
    int place;

    /** Takes over all fields of another. */
    public void copy(SyncedSession other) {
        copyKey(other);
        copyWay(other);
        state = other.state;
        flags = other.flags;
        deltaOut = other.deltaOut;
        deltaBegin = other.deltaBegin;
        windowIn = other.windowIn;
        windowOut = other.windowOut;
        copyStamp(other);
        isCurrent = other.isCurrent;
        timeoutMs = other.timeoutMs;
        livesMs = other.livesMs;
    }

    void copyKey(SyncedSession other) {
        protocol = other.protocol;
        clientHigh = other.clientHigh;
        clientLow = other.clientLow;
        clientPort = other.clientPort;
        virtualHigh = other.virtualHigh;
        virtualLow = other.virtualLow;
        virtualPort = other.virtualPort;
    }

    void copyWay(SyncedSession other) {
        method = other.method;
        serverHigh = other.serverHigh;
        serverLow = other.serverLow;
        serverPort = other.serverPort;
        localHigh = other.localHigh;
        localLow = other.localLow;
        localPort = other.localPort;
    }

    void copyStamp(SyncedSession other) {
        incarnation = other.incarnation;
        change = other.change;
        owner = other.owner;
        isEnded = other.isEnded;
    }

    /** Whether packets take the same way, to the same server in the same manner. */
    boolean goesTheWayOf(SyncedSession other) {
        return method == other.method
                && serverHigh == other.serverHigh
                && serverLow == other.serverLow
                && serverPort == other.serverPort
                && localHigh == other.localHigh
                && localLow == other.localLow
                && localPort == other.localPort;
    }

    /** Whether it is of the same client and virtual address. */
    boolean hasKeyOf(SyncedSession other) {
        return protocol == other.protocol
                && clientPort == other.clientPort
                && virtualPort == other.virtualPort
                && clientLow == other.clientLow
                && clientHigh == other.clientHigh
                && virtualLow == other.virtualLow
                && virtualHigh == other.virtualHigh;
    }
}
