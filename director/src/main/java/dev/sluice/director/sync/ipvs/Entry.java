package dev.sluice.director.sync.ipvs;

/**
 * One connection as IPVS tells of it: a row of plain fields that is filled and read again and
 * again. Addresses are two numbers each, IPv4 as {@code ::ffff:a.b.c.d}. Owned by one thread.
 */
final class Entry {
    /** Bits of the flags that say how packets reach the server. */
    static final int METHOD = 0x7;

    static final int MASQUERADE = 0;
    static final int LOCAL = 1;
    static final int TUNNEL = 2;
    static final int DIRECT_ROUTE = 3;
    static final int BYPASS = 4;

    /** Never on the wire: where the sender keeps it. */
    static final int HASHED = 0x40;

    /** The server's packets are not seen. */
    static final int NO_OUTPUT = 0x80;

    /** It is not counted among the server's open connections. */
    static final int INACTIVE = 0x100;

    /** The server's sequence numbers are shifted. */
    static final int OUT_SHIFTED = 0x200;

    /** The client's sequence numbers are shifted. */
    static final int IN_SHIFTED = 0x400;

    static final int SHIFTED = OUT_SHIFTED | IN_SHIFTED;

    /** The client's port is not known yet. */
    static final int NO_CLIENT_PORT = 0x800;

    /** Not a connection: which server new ones of that client go to. */
    static final int TEMPLATE = 0x1000;

    static final int ENGINE_DATA_MAX = 255;
    static final int ENGINE_NAME_MAX = 16;

    boolean isIpv6;
    int protocol;
    int flags;
    int state;
    int clientPort;
    int virtualPort;
    int serverPort;
    int mark;

    /** Seconds, unsigned; 0 is what the reader has for such a state. */
    int timeoutS;

    long clientHigh;
    long clientLow;
    long virtualHigh;
    long virtualLow;
    long serverHigh;
    long serverLow;

    /** Whether the six numbers below are there. */
    boolean hasShifts;

    int inBegin;
    int inShift;
    int inShiftBefore;
    int outBegin;
    int outShift;
    int outShiftBefore;

    /** What a persistence engine found in the client's packets. */
    final byte[] engineData = new byte[ENGINE_DATA_MAX];

    int engineDataBytes;
    final byte[] engineName = new byte[ENGINE_NAME_MAX];
    int engineNameBytes;

    /** The cluster of directors that wrote it; 0 for LVS. */
    long cluster;

    boolean isTemplate() {
        return (flags & TEMPLATE) != 0;
    }

    int method() {
        return flags & METHOD;
    }

    /** Has no option from now on. */
    void clearOptions() {
        hasShifts = false;
        engineDataBytes = 0;
        engineNameBytes = 0;
        cluster = 0;
    }
}
