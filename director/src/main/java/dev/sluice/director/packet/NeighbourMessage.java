package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * A neighbour solicitation (type 135) or advertisement (136) of IPv6 (RFC 4861 §4.3, §4.4); {@code
 * at} is the ICMP header's first byte. Flags R (router), S (solicited) and O (override) are an
 * advertisement's alone.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Type      |     Code      |          Checksum             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |R|S|O|                     Reserved                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * +                                                               +
 * |                                                               |
 * +                       Target Address                          +
 * |                                                               |
 * +                                                               +
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Option type   |  Length (1)   |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 * |                Link-layer address (option 1 or 2)             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class NeighbourMessage {
    /** Without options. */
    public static final int LENGTH = 24;

    /** With a link-layer address. */
    public static final int LENGTH_WITH_MAC = 32;

    /** Every honest one has it: no router has passed it on (RFC 4861 §7.1). */
    public static final int HOP_LIMIT = 255;

    public static final int SOLICITED = 0x4000_0000;
    public static final int OVERRIDE = 0x2000_0000;

    public static final int SOURCE_MAC = 1;
    public static final int TARGET_MAC = 2;

    /** What {@link #mac} gives where there is none. */
    public static final long NO_MAC = -1;

    private static final int FLAGS = 4;
    private static final int TARGET = 8;

    private NeighbourMessage() {}

    public static int flags(MemorySegment memory, long at) {
        return Wire.u32(memory, at + FLAGS);
    }

    public static long targetHigh(MemorySegment memory, long at) {
        return Wire.u64(memory, at + TARGET);
    }

    public static long targetLow(MemorySegment memory, long at) {
        return Wire.u64(memory, at + TARGET + 8);
    }

    /**
     * The link-layer address in an option.
     *
     * @param option {@link #SOURCE_MAC} or {@link #TARGET_MAC}
     * @param end where the message ends
     * @return the address, or {@link #NO_MAC}, also where options are malformed
     */
    public static long mac(MemorySegment memory, long at, long end, int option) {
        long p = at + LENGTH;
        while (p + 8 <= end) {
            if (Wire.u8(memory, p) == option) {
                return Wire.u48(memory, p + 2);
            }
            int units = Wire.u8(memory, p + 1);
            if (units == 0) {
                return NO_MAC;
            }
            p += units * 8L;
        }
        return NO_MAC;
    }

    /** Writes a message with one link-layer address, its checksum 0 and still to be made. */
    public static void write(
            MemorySegment memory,
            long at,
            int type,
            int flags,
            long targetHigh,
            long targetLow,
            int option,
            long mac) {
        IcmpHeader.putTypeAndCode(memory, at, type, 0);
        IcmpHeader.putChecksum(memory, at, 0);
        Wire.put32(memory, at + FLAGS, flags);
        Wire.put64(memory, at + TARGET, targetHigh);
        Wire.put64(memory, at + TARGET + 8, targetLow);
        Wire.put16(memory, at + LENGTH, option << 8 | 1);
        Wire.put48(memory, at + LENGTH + 2, mac);
    }
}
