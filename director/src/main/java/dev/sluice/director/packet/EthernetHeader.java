package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The header of an Ethernet II frame (IEEE 802.3 §3.2.6); {@code at} is its first byte.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        Destination MAC                        |
 * +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                               |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 * |                          Source MAC                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |             Type              |            Payload ...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class EthernetHeader {
    public static final int LENGTH = 14;

    /** Shortest frame that a wire carries, without its check sequence. */
    public static final int FRAME_MIN = 60;

    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;
    public static final int TYPE_VLAN = 0x8100;
    public static final int TYPE_SERVICE_VLAN = 0x88A8;
    public static final int TYPE_IPV6 = 0x86DD;

    public static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private static final long GROUP_BIT = 0x0100_0000_0000L;
    private static final int SOURCE = 6;
    private static final int TYPE = 12;

    private EthernetHeader() {}

    public static long destination(MemorySegment memory, long at) {
        return Wire.u64(memory, at) >>> 16;
    }

    public static long source(MemorySegment memory, long at) {
        return Wire.u64(memory, at + SOURCE) >>> 16;
    }

    public static int type(MemorySegment memory, long at) {
        return Wire.u16(memory, at + TYPE);
    }

    public static void putDestination(MemorySegment memory, long at, long mac) {
        Wire.put48(memory, at, mac);
    }

    public static void putSource(MemorySegment memory, long at, long mac) {
        Wire.put48(memory, at + SOURCE, mac);
    }

    /** Puts both addresses. */
    public static void putAddresses(MemorySegment memory, long at, long destination, long source) {
        Wire.put64(memory, at, destination << 16 | source >>> 32);
        Wire.put32(memory, at + Long.BYTES, (int) source);
    }

    public static void putType(MemorySegment memory, long at, int type) {
        Wire.put16(memory, at + TYPE, type);
    }

    public static void write(
            MemorySegment memory, long at, long destination, long source, int type) {
        putDestination(memory, at, destination);
        putSource(memory, at, source);
        putType(memory, at, type);
    }

    /** Sends a frame back to where it came from. */
    public static void turnRound(MemorySegment memory, long at, long ownMac) {
        putDestination(memory, at, source(memory, at));
        putSource(memory, at, ownMac);
    }

    /** Whether a MAC names a group, the broadcast address being the largest. */
    public static boolean isGroup(long mac) {
        return (mac & GROUP_BIT) != 0;
    }
}
