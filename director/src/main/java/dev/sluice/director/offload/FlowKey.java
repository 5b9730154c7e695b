package dev.sluice.director.offload;

import dev.sluice.director.packet.Wire;
import java.lang.foreign.MemorySegment;

/**
 * What a flow's packets are known by as they come in: the key of the cache's map. The program
 * builds the same on its stack, from the bytes of a packet.
 *
 * <pre>
 *  0        8        16       24       32    34    36  37      40
 * +--------+--------+--------+--------+-----+-----+---+-------+
 * | source address  | destination     |source|dest|pro| zero  |
 * |                 | address         |port  |port|toc|       |
 * +--------+--------+--------+--------+-----+-----+---+-------+
 * </pre>
 *
 * In network order, IPv4 as ::ffff:a.b.c.d.
 */
public final class FlowKey {
    public static final int BYTES = 40;

    static final int SOURCE = 0;
    static final int DESTINATION = 16;
    static final int PORTS = 32;
    static final int PROTOCOL = 36;

    /** What comes before an IPv4 address. */
    private static final long MAPPED = 0xFFFF;

    private FlowKey() {}

    /** Writes one. */
    public static void write(
            MemorySegment memory,
            long at,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int destinationPort,
            int protocol) {
        Wire.put64(memory, at + SOURCE, sourceHigh);
        Wire.put64(memory, at + SOURCE + 8, sourceLow);
        Wire.put64(memory, at + DESTINATION, destinationHigh);
        Wire.put64(memory, at + DESTINATION + 8, destinationLow);
        Wire.put32(memory, at + PORTS, sourcePort << 16 | destinationPort);
        Wire.put32(memory, at + PROTOCOL, protocol << 24);
    }

    /** Whether it is of packets over IPv4. */
    static boolean isIpv4(MemorySegment memory, long at) {
        return Wire.u64(memory, at + DESTINATION) == 0
                && Wire.u32(memory, at + DESTINATION + 8) == MAPPED
                && Wire.u64(memory, at + SOURCE) == 0
                && Wire.u32(memory, at + SOURCE + 8) == MAPPED;
    }

    /** TCP's or UDP's number. */
    static int protocol(MemorySegment memory, long at) {
        return Wire.u8(memory, at + PROTOCOL);
    }
}
