package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The fixed header of an IPv6 packet (RFC 8200 §3); {@code at} is its first byte. For what may
 * follow it before TCP or UDP see {@link Ipv6Extensions}.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Version| Traffic Class |           Flow Label                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Payload Length        |  Next Header  |   Hop Limit   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * +                                                               +
 * |                                                               |
 * +                         Source Address                        +
 * |                                                               |
 * +                                                               +
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * +                                                               +
 * |                                                               |
 * +                      Destination Address                      +
 * |                                                               |
 * +                                                               +
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Ipv6Header {
    public static final int LENGTH = 40;

    public static final int NEXT_HOP_BY_HOP = 0;
    public static final int NEXT_ROUTING = 43;
    public static final int NEXT_FRAGMENT = 44;
    public static final int NEXT_ICMPV6 = 58;
    public static final int NEXT_NONE = 59;
    public static final int NEXT_DESTINATION = 60;

    private static final int PAYLOAD_LENGTH = 4;
    private static final int NEXT_HEADER = 6;
    private static final int HOP_LIMIT = 7;
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;

    private Ipv6Header() {}

    public static int version(MemorySegment memory, long at) {
        return Wire.u8(memory, at) >>> 4;
    }

    public static int trafficClass(MemorySegment memory, long at) {
        return Wire.u16(memory, at) >>> 4 & 0xFF;
    }

    public static int flowLabel(MemorySegment memory, long at) {
        return Wire.u32(memory, at) & 0xF_FFFF;
    }

    /** Of all after this header, in bytes; a frame may be longer by its padding. */
    public static int payloadLength(MemorySegment memory, long at) {
        return Wire.u16(memory, at + PAYLOAD_LENGTH);
    }

    public static int nextHeader(MemorySegment memory, long at) {
        return Wire.u8(memory, at + NEXT_HEADER);
    }

    public static int hopLimit(MemorySegment memory, long at) {
        return Wire.u8(memory, at + HOP_LIMIT);
    }

    public static long sourceHigh(MemorySegment memory, long at) {
        return Wire.u64(memory, at + SOURCE);
    }

    public static long sourceLow(MemorySegment memory, long at) {
        return Wire.u64(memory, at + SOURCE + 8);
    }

    public static long destinationHigh(MemorySegment memory, long at) {
        return Wire.u64(memory, at + DESTINATION);
    }

    public static long destinationLow(MemorySegment memory, long at) {
        return Wire.u64(memory, at + DESTINATION + 8);
    }

    public static void putPayloadLength(MemorySegment memory, long at, int length) {
        Wire.put16(memory, at + PAYLOAD_LENGTH, length);
    }

    public static void putNextHeader(MemorySegment memory, long at, int protocol) {
        Wire.put8(memory, at + NEXT_HEADER, protocol);
    }

    public static void putHopLimit(MemorySegment memory, long at, int hops) {
        Wire.put8(memory, at + HOP_LIMIT, hops);
    }

    public static void putSource(MemorySegment memory, long at, long high, long low) {
        Wire.put64(memory, at + SOURCE, high);
        Wire.put64(memory, at + SOURCE + 8, low);
    }

    public static void putDestination(MemorySegment memory, long at, long high, long low) {
        Wire.put64(memory, at + DESTINATION, high);
        Wire.put64(memory, at + DESTINATION + 8, low);
    }

    /** Takes one from the hop limit; there is no checksum to tell. */
    public static void decrementHopLimit(MemorySegment memory, long at) {
        putHopLimit(memory, at, hopLimit(memory, at) - 1);
    }

    /** The sum of the pseudo-header of what follows (RFC 8200 §8.1). */
    public static int pseudoSum(MemorySegment memory, long at, int protocol, int length) {
        return Checksum.pseudoIpv6(
                sourceHigh(memory, at),
                sourceLow(memory, at),
                destinationHigh(memory, at),
                destinationLow(memory, at),
                protocol,
                length);
    }

    public static void write(
            MemorySegment memory,
            long at,
            int trafficClass,
            int flowLabel,
            int payloadLength,
            int nextHeader,
            int hopLimit,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow) {
        Wire.put32(memory, at, 6 << 28 | trafficClass << 20 | (flowLabel & 0xF_FFFF));
        putPayloadLength(memory, at, payloadLength);
        putNextHeader(memory, at, nextHeader);
        putHopLimit(memory, at, hopLimit);
        putSource(memory, at, sourceHigh, sourceLow);
        putDestination(memory, at, destinationHigh, destinationLow);
    }
}
