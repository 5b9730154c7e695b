package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The header of an IPv4 packet (RFC 791 §3.1); {@code at} is its first byte.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Version|  IHL  |Type of Service|          Total Length         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Identification        |Flags|      Fragment Offset    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Time to Live |    Protocol   |         Header Checksum       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                       Source Address                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Destination Address                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Options                    |    Padding    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * An address is an int, or the {@code low} of a pair of longs, as which IPv4 and IPv6 addresses are
 * looked up alike: ::ffff:a.b.c.d, whose {@code high} is 0.
 */
public final class Ipv4Header {
    /** Without options. */
    public static final int LENGTH = 20;

    public static final int PROTOCOL_ICMP = 1;
    public static final int PROTOCOL_IPIP = 4;
    public static final int PROTOCOL_TCP = 6;
    public static final int PROTOCOL_UDP = 17;
    public static final int PROTOCOL_IPV6 = 41;

    public static final int DONT_FRAGMENT = 0x4000;
    public static final int MORE_FRAGMENTS = 0x2000;

    private static final long LOW_32 = 0xFFFF_FFFFL;

    /** One less in the time to live, in the four bytes that begin with it. */
    private static final int TTL_STEP = 0x0100_0000;

    /** What {@link Checksum#update} takes for that. */
    private static final long TTL_CHANGE = 0xFFFF - 0x100;

    private static final long MAPPED = 0xFFFF_0000_0000L;
    private static final int OFFSET_MASK = 0x1FFF;
    private static final int TRAFFIC_CLASS = 1;
    private static final int TOTAL_LENGTH = 2;
    private static final int IDENTIFICATION = 4;
    private static final int FRAGMENT = 6;
    private static final int TTL = 8;
    private static final int PROTOCOL = 9;
    private static final int CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private Ipv4Header() {}

    public static int version(MemorySegment memory, long at) {
        return Wire.u8(memory, at) >>> 4;
    }

    /** In bytes, with the options; less than {@link #LENGTH} in a malformed one. */
    public static int headerLength(MemorySegment memory, long at) {
        return (Wire.u8(memory, at) & 0xF) * 4;
    }

    public static int trafficClass(MemorySegment memory, long at) {
        return Wire.u8(memory, at + TRAFFIC_CLASS);
    }

    /** Of header and payload, in bytes; a frame may be longer by its padding. */
    public static int totalLength(MemorySegment memory, long at) {
        return Wire.u16(memory, at + TOTAL_LENGTH);
    }

    public static int identification(MemorySegment memory, long at) {
        return Wire.u16(memory, at + IDENTIFICATION);
    }

    public static boolean dontFragment(MemorySegment memory, long at) {
        return (Wire.u16(memory, at + FRAGMENT) & DONT_FRAGMENT) != 0;
    }

    public static boolean moreFragments(MemorySegment memory, long at) {
        return (Wire.u16(memory, at + FRAGMENT) & MORE_FRAGMENTS) != 0;
    }

    /** In bytes. */
    public static int fragmentOffset(MemorySegment memory, long at) {
        return (Wire.u16(memory, at + FRAGMENT) & OFFSET_MASK) * 8;
    }

    /** Whether it is a part of a packet, the first one included. */
    public static boolean isFragment(MemorySegment memory, long at) {
        return (Wire.u16(memory, at + FRAGMENT) & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
    }

    public static int ttl(MemorySegment memory, long at) {
        return Wire.u8(memory, at + TTL);
    }

    public static int protocol(MemorySegment memory, long at) {
        return Wire.u8(memory, at + PROTOCOL);
    }

    public static int checksum(MemorySegment memory, long at) {
        return Wire.u16(memory, at + CHECKSUM);
    }

    public static int source(MemorySegment memory, long at) {
        return Wire.u32(memory, at + SOURCE);
    }

    public static int destination(MemorySegment memory, long at) {
        return Wire.u32(memory, at + DESTINATION);
    }

    public static long sourceLow(MemorySegment memory, long at) {
        return low(source(memory, at));
    }

    public static long destinationLow(MemorySegment memory, long at) {
        return low(destination(memory, at));
    }

    /** The {@code low} of an address. */
    public static long low(int address) {
        return MAPPED | (address & 0xFFFF_FFFFL);
    }

    /** Whether two longs are an IPv4 address. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** Whether the header's own checksum is right. */
    public static boolean checksumHolds(MemorySegment memory, long at, int headerLength) {
        if (headerLength == LENGTH) {
            return Checksum.holds(
                    Wire.u64(memory, at), Wire.u64(memory, at + 8), Wire.u32(memory, at + 16));
        }
        return Checksum.holds(Checksum.sum(memory, at, headerLength));
    }

    /**
     * Replaces both addresses and takes one from the time to live, checksum included.
     *
     * @return by how much the addresses changed, as {@link Checksum#update} takes it
     */
    public static long readdress(MemorySegment memory, long at, int source, int destination) {
        long was = Wire.u64(memory, at + SOURCE);
        long now = (long) source << 32 | (destination & LOW_32);
        long change = Checksum.change(was, now);
        Wire.put64(memory, at + SOURCE, now);
        int lives = Wire.u32(memory, at + TTL);
        int checksum = Checksum.update(lives & 0xFFFF, change + TTL_CHANGE);
        Wire.put32(memory, at + TTL, ((lives - TTL_STEP) & ~0xFFFF) | checksum);
        return change;
    }

    public static void putTotalLength(MemorySegment memory, long at, int length) {
        Wire.put16(memory, at + TOTAL_LENGTH, length);
    }

    public static void putIdentification(MemorySegment memory, long at, int identification) {
        Wire.put16(memory, at + IDENTIFICATION, identification);
    }

    public static void putTtl(MemorySegment memory, long at, int ttl) {
        Wire.put8(memory, at + TTL, ttl);
    }

    public static void putProtocol(MemorySegment memory, long at, int protocol) {
        Wire.put8(memory, at + PROTOCOL, protocol);
    }

    public static void putChecksum(MemorySegment memory, long at, int checksum) {
        Wire.put16(memory, at + CHECKSUM, checksum);
    }

    public static void putSource(MemorySegment memory, long at, int address) {
        Wire.put32(memory, at + SOURCE, address);
    }

    public static void putDestination(MemorySegment memory, long at, int address) {
        Wire.put32(memory, at + DESTINATION, address);
    }

    /** Takes one from the time to live, checksum included. */
    public static void decrementTtl(MemorySegment memory, long at) {
        int was = Wire.u16(memory, at + TTL);
        int now = was - 0x100;
        Wire.put16(memory, at + TTL, now);
        putChecksum(memory, at, Checksum.update16(checksum(memory, at), was, now));
    }

    /** Makes the checksum right for what stands there. */
    public static void sign(MemorySegment memory, long at, int headerLength) {
        putChecksum(memory, at, 0);
        putChecksum(memory, at, Checksum.of(Checksum.sum(memory, at, headerLength)));
    }

    /**
     * Writes a header without options, checksum included.
     *
     * @param fragment {@link #DONT_FRAGMENT} or 0
     */
    public static void write(
            MemorySegment memory,
            long at,
            int trafficClass,
            int totalLength,
            int identification,
            int fragment,
            int ttl,
            int protocol,
            int source,
            int destination) {
        Wire.put16(memory, at, 0x4500 | trafficClass);
        putTotalLength(memory, at, totalLength);
        putIdentification(memory, at, identification);
        Wire.put16(memory, at + FRAGMENT, fragment);
        Wire.put16(memory, at + TTL, ttl << 8 | protocol);
        putSource(memory, at, source);
        putDestination(memory, at, destination);
        sign(memory, at, LENGTH);
    }
}
