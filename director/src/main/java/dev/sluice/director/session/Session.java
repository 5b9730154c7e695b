package dev.sluice.director.session;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The fields of one session, an entry of 128 bytes in the slab of a {@link SessionTable}: {@code
 * slab} and {@code at} are what {@link SessionTable#slab} and {@link SessionTable#at} give.
 *
 * <pre>
 *      0       8       16      24      32  36  40  44  48          56              64
 *      +-------+-------+-------+-------+---+---+---+---+-----------+---------------+
 *      |client |virtual|server |local  |out|in |end|hop|MAC,if,prot|listener,flags,|
 *      |  low  |  low  |  low  |  low  |por|por|   |   |           |state,method   |
 *      +-------+-------+-------+-------+---+---+---+---+-----------+---------------+
 *      64      72      80      88      96  100 104 108 112 116 120 124 128
 *      +-------+-------+-------+-------+---+---+---+---+---+---+---+---+
 *      |client |virtual|server |local  |nxt|prv|ser|inc|win|del|beg|fas|
 *      |  high |  high |  high |  high |   |   |ver|arn|dow|ta |ins|t  |
 *      +-------+-------+-------+-------+---+---+---+---+---+---+---+---+
 *
 *      numbers of several fields, from the highest bit:
 *      outer ports   client's (16), virtual (16)
 *      inner ports   server's (16), local (16)
 *      at 48         client's MAC (48), interface (8), protocol (8)
 *      at 56         listener (32), flags (16), judgement (10), state (4), method (2)
 * </pre>
 *
 * Addresses are two numbers each, IPv4 as {@code ::ffff:a.b.c.d}; where {@link #UPPERS_ZERO} is
 * set, the upper halves need not be read. So most IPv4 packets read and write the first cache line
 * alone: touching the other takes longer than all that is done with either. Numbers are in the
 * machine's own order.
 *
 * <p>From the client a packet is known by (client, virtual, their ports, protocol). From the
 * server: with {@link #FULLNAT} by (server, local, their ports), with {@link #NAT} by (server,
 * client, their ports); with {@link #ROUTE} and {@link #TUNNEL} the director does not see it.
 *
 * <p>The protocol is written last and cleared first: an entry with a protocol is whole. That is all
 * that a process needs which adopts a slab that another left in the middle of something.
 */
public final class Session {
    /** Size of an entry. */
    public static final int BYTES = 128;

    /** Direction of a packet that the client sent. */
    public static final int FROM_CLIENT = 0;

    /** Direction of a packet that the server sent. */
    public static final int FROM_SERVER = 1;

    /** Source becomes a local address and port. */
    public static final int FULLNAT = 0;

    /** The client's address stays; the server answers through the director. */
    public static final int NAT = 1;

    /** Only the MAC changes; the server answers the client. */
    public static final int ROUTE = 2;

    /** A header is put in front; the server answers the client. */
    public static final int TUNNEL = 3;

    /** The upper halves of all four addresses are zero, as those of IPv4 are. */
    public static final int UPPERS_ZERO = 1;

    /** The director does not see what the server sends, or has not yet. */
    public static final int NO_OUTPUT = 1 << 1;

    /** The server has answered. */
    public static final int ANSWERED = 1 << 2;

    /** Counts against the budget of half-open and unanswered sessions. */
    public static final int HALF_OPEN = 1 << 3;

    /** Another packet came since it was queued as half-open. */
    public static final int SEEN_AGAIN = 1 << 4;

    /** The handshake with the client was done here. */
    public static final int SYN_PROXIED = 1 << 5;

    /** The server's sequence numbers are shifted: {@link #deltaOut}. */
    public static final int HAS_DELTAS = 1 << 6;

    /** What a peer must know of it has changed since it was last told. */
    public static final int DURABLE_CHANGED = 1 << 7;

    /** It counts as a connection of its listener and server. */
    public static final int COUNTED = 1 << 8;

    /** First of the flags that are the forwarder's to define, up to {@code 1 << 14}. */
    public static final int FORWARDERS_OWN = 1 << 9;

    /** Another director forwards it: it is known here in case that one is gone. */
    public static final int MIRRORED = 1 << 15;

    /** How many judgements are told apart. */
    public static final int JUDGEMENTS = 1023;

    /** Fields are aligned, but need not be: else each access would look whether its field is. */
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final int CLIENT_LOW = 0;
    private static final int VIRTUAL_LOW = 8;
    private static final int SERVER_LOW = 16;
    private static final int LOCAL_LOW = 24;
    private static final int OUTER_PORTS = 32;
    private static final int INNER_PORTS = 36;
    private static final int DEADLINE = 40;
    private static final int BACKEND_HOP = 44;
    private static final int ORIGIN = 48;
    private static final int STATUS = 56;
    private static final int CLIENT_HIGH = 64;
    private static final int VIRTUAL_HIGH = 72;
    private static final int SERVER_HIGH = 80;
    private static final int LOCAL_HIGH = 88;
    private static final int NEXT = 96;
    private static final int PREVIOUS = 100;
    private static final int SERVER = 104;
    private static final int INCARNATION = 108;
    private static final int WINDOW_IN = 112;
    private static final int WINDOW_OUT = 113;
    private static final int TOLD = 114;
    private static final int DELTA_OUT = 116;
    private static final int DELTA_BEGIN = 120;
    private static final int FAST_PLACE = 124;

    private static final int MAC_SHIFT = 16;
    private static final int INTERFACE_SHIFT = 8;
    private static final int LISTENER_SHIFT = 32;
    private static final int FLAGS_SHIFT = 16;
    private static final int JUDGEMENT_SHIFT = 6;
    private static final int STATE_SHIFT = 2;
    private static final int METHOD_MASK = 3;
    private static final int STATE_MASK = 0xF;
    private static final int JUDGEMENT_MASK = 0x3FF;

    private Session() {}

    public static long clientHigh(MemorySegment slab, long at) {
        return slab.get(LONG, at + CLIENT_HIGH);
    }

    public static long clientLow(MemorySegment slab, long at) {
        return slab.get(LONG, at + CLIENT_LOW);
    }

    public static int clientPort(MemorySegment slab, long at) {
        return slab.get(INT, at + OUTER_PORTS) >>> 16;
    }

    public static void client(MemorySegment slab, long at, long high, long low, int port) {
        slab.set(LONG, at + CLIENT_HIGH, high);
        slab.set(LONG, at + CLIENT_LOW, low);
        slab.set(INT, at + OUTER_PORTS, ports(port, slab.get(INT, at + OUTER_PORTS)));
    }

    public static long virtualHigh(MemorySegment slab, long at) {
        return slab.get(LONG, at + VIRTUAL_HIGH);
    }

    public static long virtualLow(MemorySegment slab, long at) {
        return slab.get(LONG, at + VIRTUAL_LOW);
    }

    public static int virtualPort(MemorySegment slab, long at) {
        return slab.get(INT, at + OUTER_PORTS) & 0xFFFF;
    }

    public static void virtual(MemorySegment slab, long at, long high, long low, int port) {
        slab.set(LONG, at + VIRTUAL_HIGH, high);
        slab.set(LONG, at + VIRTUAL_LOW, low);
        slab.set(INT, at + OUTER_PORTS, ports(slab.get(INT, at + OUTER_PORTS) >>> 16, port));
    }

    public static long serverHigh(MemorySegment slab, long at) {
        return slab.get(LONG, at + SERVER_HIGH);
    }

    public static long serverLow(MemorySegment slab, long at) {
        return slab.get(LONG, at + SERVER_LOW);
    }

    public static int serverPort(MemorySegment slab, long at) {
        return slab.get(INT, at + INNER_PORTS) >>> 16;
    }

    public static void server(MemorySegment slab, long at, long high, long low, int port) {
        slab.set(LONG, at + SERVER_HIGH, high);
        slab.set(LONG, at + SERVER_LOW, low);
        slab.set(INT, at + INNER_PORTS, ports(port, slab.get(INT, at + INNER_PORTS)));
    }

    public static long localHigh(MemorySegment slab, long at) {
        return slab.get(LONG, at + LOCAL_HIGH);
    }

    public static long localLow(MemorySegment slab, long at) {
        return slab.get(LONG, at + LOCAL_LOW);
    }

    public static int localPort(MemorySegment slab, long at) {
        return slab.get(INT, at + INNER_PORTS) & 0xFFFF;
    }

    public static void local(MemorySegment slab, long at, long high, long low, int port) {
        slab.set(LONG, at + LOCAL_HIGH, high);
        slab.set(LONG, at + LOCAL_LOW, low);
        slab.set(INT, at + INNER_PORTS, ports(slab.get(INT, at + INNER_PORTS) >>> 16, port));
    }

    /** When it ends if nothing more is seen, in ms of the monotonic clock modulo 2^32. */
    static int deadline(MemorySegment slab, long at) {
        return slab.get(INT, at + DEADLINE);
    }

    static void deadline(MemorySegment slab, long at, int value) {
        slab.set(INT, at + DEADLINE, value);
    }

    /** The client's port and the virtual one, as a packet of the client's has them. */
    static int outerPorts(MemorySegment slab, long at) {
        return slab.get(INT, at + OUTER_PORTS);
    }

    /** The server's port and the local one, as a packet of the server's has them under fullnat. */
    static int innerPorts(MemorySegment slab, long at) {
        return slab.get(INT, at + INNER_PORTS);
    }

    /** Two ports in one number, as they stand in a header. */
    static int ports(int source, int destination) {
        return source << 16 | (destination & 0xFFFF);
    }

    /** How long it lives if nothing more is seen; not positive when it is over. */
    public static int leftMs(MemorySegment slab, long at, long nowMs) {
        return deadline(slab, at) - (int) nowMs;
    }

    /** The next hop towards the server: an id whose MAC and port others keep fresh. */
    public static int backendHop(MemorySegment slab, long at) {
        return slab.get(INT, at + BACKEND_HOP);
    }

    public static void backendHop(MemorySegment slab, long at, int value) {
        slab.set(INT, at + BACKEND_HOP, value);
    }

    /** Where the client's last frame came from: a MAC as a number of 48 bits; 0 if not known. */
    public static long clientMac(MemorySegment slab, long at) {
        return slab.get(LONG, at + ORIGIN) >>> MAC_SHIFT;
    }

    /** Number of the port that the client's last frame came in by. */
    public static int clientInterface(MemorySegment slab, long at) {
        return (int) slab.get(LONG, at + ORIGIN) >>> INTERFACE_SHIFT & 0xFF;
    }

    /** Notes where a frame of the client's came from. */
    public static void clientOrigin(MemorySegment slab, long at, long mac, int port) {
        long was = slab.get(LONG, at + ORIGIN);
        long now = mac << MAC_SHIFT | (long) port << INTERFACE_SHIFT | (was & 0xFF);
        if (now != was) {
            slab.set(LONG, at + ORIGIN, now);
        }
    }

    /** IP protocol: 6 or 17; 0 in an entry that is free or being written. */
    public static int protocol(MemorySegment slab, long at) {
        return (int) slab.get(LONG, at + ORIGIN) & 0xFF;
    }

    static void protocol(MemorySegment slab, long at, int value) {
        slab.set(LONG, at + ORIGIN, (slab.get(LONG, at + ORIGIN) & ~0xFFL) | value);
    }

    /** {@link #FULLNAT}, {@link #NAT}, {@link #ROUTE} or {@link #TUNNEL}. */
    public static int method(MemorySegment slab, long at) {
        return (int) status(slab, at) & METHOD_MASK;
    }

    public static void method(MemorySegment slab, long at, int value) {
        status(slab, at, (status(slab, at) & ~(long) METHOD_MASK) | value);
    }

    /** A state of {@link TcpStates}; 0 for UDP. */
    public static int state(MemorySegment slab, long at) {
        return stateOf(status(slab, at));
    }

    public static void state(MemorySegment slab, long at, int value) {
        status(slab, at, withState(status(slab, at), value));
    }

    /** When the forwarder last found that it may stay with its server; 0 says never. */
    public static int judgement(MemorySegment slab, long at) {
        return (int) status(slab, at) >>> JUDGEMENT_SHIFT & JUDGEMENT_MASK;
    }

    /**
     * Notes it.
     *
     * @param value from 1 to {@value #JUDGEMENTS}
     */
    public static void judgement(MemorySegment slab, long at, int value) {
        long rest = status(slab, at) & ~((long) JUDGEMENT_MASK << JUDGEMENT_SHIFT);
        status(slab, at, rest | (long) value << JUDGEMENT_SHIFT);
    }

    /** The flags above. */
    public static int flags(MemorySegment slab, long at) {
        return flagsOf(status(slab, at));
    }

    public static void flags(MemorySegment slab, long at, int value) {
        status(slab, at, withFlags(status(slab, at), value));
    }

    /** The listener's number in the forwarding table. */
    public static int listener(MemorySegment slab, long at) {
        return (int) (status(slab, at) >>> LISTENER_SHIFT);
    }

    public static void listener(MemorySegment slab, long at, int value) {
        long rest = status(slab, at) & (1L << LISTENER_SHIFT) - 1;
        status(slab, at, (long) value << LISTENER_SHIFT | rest);
    }

    /** Listener, flags, state and method in one number. */
    static long status(MemorySegment slab, long at) {
        return slab.get(LONG, at + STATUS);
    }

    static void status(MemorySegment slab, long at, long value) {
        slab.set(LONG, at + STATUS, value);
    }

    static int flagsOf(long status) {
        return (int) status >>> FLAGS_SHIFT;
    }

    static int stateOf(long status) {
        return (int) status >>> STATE_SHIFT & STATE_MASK;
    }

    static long withFlags(long status, int flags) {
        return (status & ~(0xFFFFL << FLAGS_SHIFT)) | (long) flags << FLAGS_SHIFT;
    }

    static long withState(long status, int state) {
        return (status & ~((long) STATE_MASK << STATE_SHIFT)) | (long) state << STATE_SHIFT;
    }

    public static boolean has(MemorySegment slab, long at, int flag) {
        return (flags(slab, at) & flag) != 0;
    }

    public static void mark(MemorySegment slab, long at, int flag) {
        flags(slab, at, flags(slab, at) | flag);
    }

    public static void unmark(MemorySegment slab, long at, int flag) {
        flags(slab, at, flags(slab, at) & ~flag);
    }

    /** The server's number in the forwarding table. */
    public static int server(MemorySegment slab, long at) {
        return slab.get(INT, at + SERVER);
    }

    public static void server(MemorySegment slab, long at, int value) {
        slab.set(INT, at + SERVER, value);
    }

    /** Another with each session of a table: with the id it names a session for good. */
    public static int incarnation(MemorySegment slab, long at) {
        return slab.get(INT, at + INCARNATION);
    }

    static void incarnation(MemorySegment slab, long at, int value) {
        slab.set(INT, at + INCARNATION, value);
    }

    /** Bits that the client's windows are shifted to the left, for the server. */
    public static int windowIn(MemorySegment slab, long at) {
        return slab.get(BYTE, at + WINDOW_IN);
    }

    /** Bits that the server's windows are shifted to the left, or if negative to the right. */
    public static int windowOut(MemorySegment slab, long at) {
        return slab.get(BYTE, at + WINDOW_OUT);
    }

    public static void windows(MemorySegment slab, long at, int in, int out) {
        slab.set(BYTE, at + WINDOW_IN, (byte) in);
        slab.set(BYTE, at + WINDOW_OUT, (byte) out);
    }

    /** When the server was last told who its client is, in ms of the clock modulo 2^16. */
    public static int toldMs(MemorySegment slab, long at) {
        return slab.get(SHORT, at + TOLD) & 0xFFFF;
    }

    public static void toldMs(MemorySegment slab, long at, long nowMs) {
        slab.set(SHORT, at + TOLD, (short) nowMs);
    }

    /** Added to the sequence numbers of the server, taken off what the client acknowledges. */
    public static int deltaOut(MemorySegment slab, long at) {
        return slab.get(INT, at + DELTA_OUT);
    }

    public static void deltaOut(MemorySegment slab, long at, int value) {
        slab.set(INT, at + DELTA_OUT, value);
    }

    /** The sequence number of the client's first byte of data. */
    public static int deltaBegin(MemorySegment slab, long at) {
        return slab.get(INT, at + DELTA_BEGIN);
    }

    public static void deltaBegin(MemorySegment slab, long at, int value) {
        slab.set(INT, at + DELTA_BEGIN, value);
    }

    /**
     * Its place among those that the kernel forwards; 0 while it does not. Of a session that an
     * earlier process had, what that one wrote.
     */
    public static int fastPlace(MemorySegment slab, long at) {
        return slab.get(INT, at + FAST_PLACE);
    }

    public static void fastPlace(MemorySegment slab, long at, int value) {
        slab.set(INT, at + FAST_PLACE, value);
    }

    /** The entry after it in its list; see {@link SessionLists}. */
    static int next(MemorySegment slab, long at) {
        return slab.get(INT, at + NEXT);
    }

    static void next(MemorySegment slab, long at, int value) {
        slab.set(INT, at + NEXT, value);
    }

    /** The entry before it in its list. */
    static int previous(MemorySegment slab, long at) {
        return slab.get(INT, at + PREVIOUS);
    }

    static void previous(MemorySegment slab, long at, int value) {
        slab.set(INT, at + PREVIOUS, value);
    }

    /** Whether packets of the server come by, to be recognised by a key of their own. */
    static boolean returns(MemorySegment slab, long at) {
        return method(slab, at) <= NAT;
    }
}
