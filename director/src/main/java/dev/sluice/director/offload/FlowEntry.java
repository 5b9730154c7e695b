package dev.sluice.director.offload;

import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What becomes of a flow's packets, and what was seen of them: an entry of 128 bytes in memory that
 * the program and this process share.
 *
 * <pre>
 *      0       4       8       16      24      28      32      38  40      46      52  54  56  58 59 60  64
 *      +-------+-------+-------+-------+-------+-------+-------+---+-------+-------+---+---+---+--+--+---+
 *      | flags |incar- |came   |came   | came: | came: | came: |ro | goes: | goes: |out|hea|pay|wo|di|ses|
 *      |       |nation |from,  |to,    | ports |inter- |  MAC  |om | to    | from  |   |der|loa|rk|re|si |
 *      |       |       |  low  |  low  |       | face  |       |   |  MAC  |  MAC  |   |   |d  |er|ct|on |
 *      +-------+-------+-------+-------+-------+-------+-------+---+-------+-------+---+---+---+--+--+---+
 *      64              80              96      100     104     112     120     128
 *      +---------------+---------------+-------+-------+-------+-------+-------+
 *      | goes from,    | goes to,      | goes: |  TCP  |packets| bytes | last  |
 *      |   address     |   address     | ports | flags |       |       | seen  |
 *      +---------------+---------------+-------+-------+-------+-------+-------+
 * </pre>
 *
 * What came and what goes is in network order, IPv4 as ::ffff:a.b.c.d; all else is in the
 * machine's. <em>Header</em> and <em>payload</em> are what is added to the two checksums of a
 * packet: the header's (IPv4) with the time to live's part, and that of TCP or UDP (RFC 1624).
 * <em>Room</em> is the longest IP packet as it came that fits on the way out. Under a tunnel, the
 * addresses that it goes by are the outer ones, and its ports those of GUE's UDP header. Bytes are
 * those of IP packets as they came.
 *
 * <p>Flags, incarnation, worker, direction, session and all from byte 100 on are in the same place
 * in every version, and a flag of LIVE means the same: so a process can bring home what programs of
 * another version have counted ({@link FormerFlows}).
 *
 * <p>The process writes all up to byte 100 while the entry is not {@link #LIVE}, and LIVE last. The
 * program writes the rest. An entry that was live is written again only after {@link
 * FlowCache#awaitPrograms}, as a program on another processor may still be reading it.
 */
public final class FlowEntry {
    public static final int BYTES = 128;

    /** Changes whenever what stands above does: entries outlive the process that wrote them. */
    public static final int VERSION = 2;

    /** The program goes by it. */
    public static final int LIVE = 1;

    /** Addresses and ports change: fullnat and nat. Otherwise none of the packet itself. */
    public static final int TRANSLATES = 1 << 1;

    /** An outer header is put before: tunnel. */
    public static final int TUNNELS = 1 << 2;

    /** Of a tunnel: the outer header is IPv6. */
    public static final int OVER_IPV6 = 1 << 3;

    /** Of a tunnel: it is GUE. */
    public static final int GUE = 1 << 4;

    /**
     * Only what comes by the interface and from the MAC that it came from before is forwarded;
     * other packets tell Java of another way back.
     */
    public static final int KNOWS_ORIGIN = 1 << 5;

    /** Its packets come over IPv4. */
    static final int OF_IPV4 = 1 << 6;

    /** They are of UDP, or else of TCP. */
    static final int OF_UDP = 1 << 7;

    static final int FLAGS = 0;
    static final int INCARNATION = 4;
    static final int CAME_FROM_LOW = 8;
    static final int CAME_TO_LOW = 16;
    static final int CAME_PORTS = 24;
    static final int CAME_INTERFACE = 28;
    static final int CAME_MAC = 32;
    static final int ROOM = 38;
    static final int GOES_MACS = 40;
    static final int OUT = 52;
    static final int HEADER_CHANGE = 54;
    static final int PAYLOAD_CHANGE = 56;
    static final int WORKER = 58;
    static final int DIRECTION = 59;
    static final int SESSION = 60;
    static final int GOES_FROM = 64;
    static final int GOES_TO = 80;
    static final int GOES_PORTS = 96;
    static final int TCP_FLAGS = 100;
    static final int PACKETS = 104;
    static final int BYTES_SEEN = 112;
    static final int LAST_SEEN = 120;

    private static final int NS_PER_MS = 1_000_000;

    private static final VarHandle FLAGS_HANDLE = ValueLayout.JAVA_INT.varHandle();
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** One less in the first byte of a header's two that hold the time to live. */
    private static final int TTL_CHANGE = 0xFFFF - 0x100;

    /** What takes that out of a header's change again, as programs add it. */
    static final int UNAGED = inMemory(0x100);

    private FlowEntry() {}

    /** Begins an entry anew, with nothing seen. It is not live. */
    public static void clear(MemorySegment memory, long at) {
        for (int i = 0; i < BYTES; i += Long.BYTES) {
            memory.set(LONG, at + i, 0);
        }
    }

    /** Whose it is. */
    public static void owner(
            MemorySegment memory,
            long at,
            int worker,
            int session,
            int incarnation,
            int direction) {
        memory.set(BYTE, at + WORKER, (byte) worker);
        memory.set(BYTE, at + DIRECTION, (byte) direction);
        memory.set(INT, at + SESSION, session);
        memory.set(INT, at + INCARNATION, incarnation);
    }

    /**
     * What its packets come with.
     *
     * @param key its {@link FlowKey}
     */
    public static void came(MemorySegment memory, long at, long key) {
        memory.set(LONG, at + CAME_FROM_LOW, memory.get(LONG, key + FlowKey.SOURCE + 8));
        memory.set(LONG, at + CAME_TO_LOW, memory.get(LONG, key + FlowKey.DESTINATION + 8));
        memory.set(INT, at + CAME_PORTS, memory.get(INT, key + FlowKey.PORTS));
    }

    /** The flags that say of what kind its packets are, by its {@link FlowKey}. */
    static int kind(MemorySegment memory, long key) {
        return (FlowKey.isIpv4(memory, key) ? OF_IPV4 : 0)
                | (FlowKey.protocol(memory, key) == FlowShape.UDP ? OF_UDP : 0);
    }

    /** With {@link #KNOWS_ORIGIN}: by what interface its packets come, and from what neighbour. */
    public static void origin(MemorySegment memory, long at, int ifindex, long mac) {
        memory.set(INT, at + CAME_INTERFACE, ifindex);
        Wire.put48(memory, at + CAME_MAC, mac);
    }

    /**
     * The way out.
     *
     * @param port its number in {@link FlowCache#devices}
     * @param room longest IP packet, as it comes, that may go
     */
    public static void way(
            MemorySegment memory, long at, int port, long toMac, long fromMac, int room) {
        memory.set(SHORT, at + OUT, (short) port);
        memory.set(SHORT, at + ROOM, (short) room);
        Wire.put48(memory, at + GOES_MACS, toMac);
        Wire.put48(memory, at + GOES_MACS + 6, fromMac);
    }

    /** With {@link #TRANSLATES} what its packets go with; with {@link #TUNNELS} the outer ones. */
    public static void goes(
            MemorySegment memory,
            long at,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int destinationPort) {
        Wire.put64(memory, at + GOES_FROM, sourceHigh);
        Wire.put64(memory, at + GOES_FROM + 8, sourceLow);
        Wire.put64(memory, at + GOES_TO, destinationHigh);
        Wire.put64(memory, at + GOES_TO + 8, destinationLow);
        Wire.put32(memory, at + GOES_PORTS, sourcePort << 16 | destinationPort);
    }

    /** Whether its packets, or their outer headers, go from an address. */
    public static boolean goesFrom(MemorySegment memory, long at, long high, long low) {
        return Wire.u64(memory, at + GOES_FROM) == high
                && Wire.u64(memory, at + GOES_FROM + 8) == low;
    }

    /** How checksums change where nothing but the time to live does. */
    public static void ages(MemorySegment memory, long at) {
        memory.set(SHORT, at + HEADER_CHANGE, inMemory(TTL_CHANGE));
        memory.set(SHORT, at + PAYLOAD_CHANGE, (short) 0);
    }

    /**
     * How checksums change where it translates, after {@link #goes}.
     *
     * @param key its {@link FlowKey}
     */
    public static void translates(MemorySegment memory, long at, long key) {
        int addresses =
                Checksum.add(
                        ~Checksum.sum(memory, key, FlowKey.PORTS) & 0xFFFF,
                        Checksum.sum(memory, at + GOES_FROM, GOES_PORTS - GOES_FROM));
        int ports =
                Checksum.add(
                        ~Checksum.sum(memory, key + FlowKey.PORTS, Integer.BYTES) & 0xFFFF,
                        Checksum.sum(memory, at + GOES_PORTS, Integer.BYTES));
        int header = Checksum.add(addresses, TTL_CHANGE);
        memory.set(SHORT, at + HEADER_CHANGE, inMemory(header));
        memory.set(SHORT, at + PAYLOAD_CHANGE, inMemory(Checksum.add(addresses, ports)));
    }

    /** The program adds words as they stand in memory, whatever their order (RFC 1071 §2 B). */
    private static short inMemory(int sum) {
        return SWAP ? Short.reverseBytes((short) sum) : (short) sum;
    }

    /** From now on the program goes by it; the last of all that is written. */
    public static void live(MemorySegment memory, long at, int flags) {
        FLAGS_HANDLE.setRelease(memory, at + FLAGS, flags | LIVE);
    }

    /** No packet that comes from now on is forwarded by it. */
    public static void revoke(MemorySegment memory, long at) {
        FLAGS_HANDLE.setVolatile(memory, at + FLAGS, 0);
    }

    /** The flags above. */
    public static int flags(MemorySegment memory, long at) {
        return (int) FLAGS_HANDLE.getAcquire(memory, at + FLAGS);
    }

    public static boolean isLive(MemorySegment memory, long at) {
        return (flags(memory, at) & LIVE) != 0;
    }

    public static int worker(MemorySegment memory, long at) {
        return memory.get(BYTE, at + WORKER) & 0xFF;
    }

    /** As {@link dev.sluice.director.session.Session#FROM_CLIENT} and its other. */
    public static int direction(MemorySegment memory, long at) {
        return memory.get(BYTE, at + DIRECTION);
    }

    /** Number of the port that its packets go out by. */
    public static int out(MemorySegment memory, long at) {
        return memory.get(SHORT, at + OUT) & 0xFFFF;
    }

    /** The session's id in its worker's table. */
    public static int session(MemorySegment memory, long at) {
        return memory.get(INT, at + SESSION);
    }

    /** The session's {@link dev.sluice.director.session.Session#incarnation}. */
    public static int incarnation(MemorySegment memory, long at) {
        return memory.get(INT, at + INCARNATION);
    }

    /**
     * Whether a session is the one that it is of.
     *
     * @param session where the fields are of the session that bears the id now
     */
    static boolean isOf(MemorySegment memory, long at, int id, long session) {
        return session(memory, at) == id
                && Session.protocol(memory, session) != 0
                && incarnation(memory, at) == Session.incarnation(memory, session);
    }

    /** How many packets the program forwarded by it. */
    public static long packets(MemorySegment memory, long at) {
        return memory.get(LONG, at + PACKETS);
    }

    /** Of how many bytes their IP packets were, as they came. */
    public static long bytes(MemorySegment memory, long at) {
        return memory.get(LONG, at + BYTES_SEEN);
    }

    /** When the last one was, in ns of the monotonic clock, late by some ms; 0 if none was. */
    public static long lastSeenNs(MemorySegment memory, long at) {
        return memory.get(LONG, at + LAST_SEEN);
    }

    /** The same in ms of the clock of sessions. */
    public static long lastSeenMs(MemorySegment memory, long at) {
        return lastSeenNs(memory, at) / NS_PER_MS;
    }

    /** Byte 13 of TCP's header, of all segments that it forwarded, or'ed. */
    public static int tcpFlags(MemorySegment memory, long at) {
        return memory.get(INT, at + TCP_FLAGS);
    }
}
