package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826); {@code at} is its first byte.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |       Hardware type (1)       |    Protocol type (0x0800)     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Hardware: 6   |  Protocol: 4  |           Operation           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          Sender MAC                           |
 * +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                               |    Sender address (high)      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    Sender address (low)       |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 * |                          Target MAC                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        Target address                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class ArpPacket {
    public static final int LENGTH = 28;

    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final long ETHERNET_AND_IPV4 = 0x0001_0800_0604L;
    private static final int OPERATION = 6;
    private static final int SENDER_MAC = 8;
    private static final int SENDER = 14;
    private static final int TARGET_MAC = 18;
    private static final int TARGET = 24;

    private ArpPacket() {}

    /** Whether it is about IPv4 over Ethernet; nothing else is answered. */
    public static boolean isIpv4(MemorySegment memory, long at) {
        return Wire.u48(memory, at) == ETHERNET_AND_IPV4;
    }

    public static int operation(MemorySegment memory, long at) {
        return Wire.u16(memory, at + OPERATION);
    }

    public static long senderMac(MemorySegment memory, long at) {
        return Wire.u48(memory, at + SENDER_MAC);
    }

    public static int sender(MemorySegment memory, long at) {
        return Wire.u32(memory, at + SENDER);
    }

    public static long targetMac(MemorySegment memory, long at) {
        return Wire.u48(memory, at + TARGET_MAC);
    }

    public static int target(MemorySegment memory, long at) {
        return Wire.u32(memory, at + TARGET);
    }

    public static void write(
            MemorySegment memory,
            long at,
            int operation,
            long senderMac,
            int sender,
            long targetMac,
            int target) {
        Wire.put48(memory, at, ETHERNET_AND_IPV4);
        Wire.put16(memory, at + OPERATION, operation);
        Wire.put48(memory, at + SENDER_MAC, senderMac);
        Wire.put32(memory, at + SENDER, sender);
        Wire.put48(memory, at + TARGET_MAC, targetMac);
        Wire.put32(memory, at + TARGET, target);
    }
}
