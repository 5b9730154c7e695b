package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The header of an ICMP message (RFC 792) and of one for IPv6 (RFC 4443 §2.1), which differ in
 * their types and in that the latter's checksum covers a pseudo-header; {@code at} is its first
 * byte. What the third word holds depends on the type.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Type      |     Code      |          Checksum             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Identifier (echo)         |  Sequence (echo), MTU (RFC 1191)
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Data (echo), or the packet that an error is about
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class IcmpHeader {
    public static final int LENGTH = 8;

    public static final int ECHO_REPLY = 0;
    public static final int UNREACHABLE = 3;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;

    /** Codes of {@link #UNREACHABLE}. */
    public static final int PORT_UNREACHABLE = 3;

    public static final int FRAGMENTATION_NEEDED = 4;
    public static final int PROHIBITED = 13;

    public static final int V6_UNREACHABLE = 1;
    public static final int V6_PACKET_TOO_BIG = 2;
    public static final int V6_TIME_EXCEEDED = 3;
    public static final int V6_PARAMETER_PROBLEM = 4;
    public static final int V6_ECHO_REQUEST = 128;
    public static final int V6_ECHO_REPLY = 129;
    public static final int V6_ROUTER_SOLICITATION = 133;
    public static final int V6_NEIGHBOUR_SOLICITATION = 135;
    public static final int V6_NEIGHBOUR_ADVERTISEMENT = 136;
    public static final int V6_REDIRECT = 137;

    /** Code of {@link #V6_UNREACHABLE}. */
    public static final int V6_PORT_UNREACHABLE = 4;

    /** Types of ICMPv6 below this one are errors (RFC 4443 §2.1). */
    private static final int V6_ERRORS_END = 128;

    private static final int CODE = 1;
    private static final int CHECKSUM = 2;
    private static final int WORD = 4;
    private static final int LOW_HALF = 6;

    private IcmpHeader() {}

    public static int type(MemorySegment memory, long at) {
        return Wire.u8(memory, at);
    }

    public static int code(MemorySegment memory, long at) {
        return Wire.u8(memory, at + CODE);
    }

    public static int checksum(MemorySegment memory, long at) {
        return Wire.u16(memory, at + CHECKSUM);
    }

    /** Of an echo. */
    public static int identifier(MemorySegment memory, long at) {
        return Wire.u16(memory, at + WORD);
    }

    /** Of an echo: its number. Of IPv4's "fragmentation needed": the next hop's MTU. */
    public static int lowHalf(MemorySegment memory, long at) {
        return Wire.u16(memory, at + LOW_HALF);
    }

    /** All four bytes: the MTU of IPv6's "packet too big". */
    public static int word(MemorySegment memory, long at) {
        return Wire.u32(memory, at + WORD);
    }

    public static void putTypeAndCode(MemorySegment memory, long at, int type, int code) {
        Wire.put16(memory, at, type << 8 | code);
    }

    public static void putChecksum(MemorySegment memory, long at, int checksum) {
        Wire.put16(memory, at + CHECKSUM, checksum);
    }

    public static void putIdentifier(MemorySegment memory, long at, int identifier) {
        Wire.put16(memory, at + WORD, identifier);
    }

    public static void putLowHalf(MemorySegment memory, long at, int value) {
        Wire.put16(memory, at + LOW_HALF, value);
    }

    public static void putWord(MemorySegment memory, long at, int word) {
        Wire.put32(memory, at + WORD, word);
    }

    /** Whether it is about a packet that it quotes (RFC 1122 §3.2.2). */
    public static boolean isError(int type) {
        return type == UNREACHABLE || type == TIME_EXCEEDED || type == PARAMETER_PROBLEM;
    }

    /** The same for IPv6. */
    public static boolean isErrorV6(int type) {
        return type < V6_ERRORS_END;
    }
}
