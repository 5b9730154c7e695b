package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * Cuts an IPv4 packet that may be cut, or a fragment once more (RFC 791 §3.2). Every part gets the
 * packet's whole header, options included.
 */
public final class Ipv4Cut {
    private static final int FRAGMENT = 6;
    private static final int OFFSET_MASK = 0x1FFF;

    private Ipv4Cut() {}

    /** How many bytes of data every part but the last one carries. */
    public static int dataBytes(int mtu, int headerLength) {
        return (mtu - headerLength) & ~7;
    }

    /**
     * Writes a part of a packet elsewhere.
     *
     * @param ip the packet's header
     * @param to where the part's header shall begin
     * @param from where the part's data begins in the packet's, a multiple of 8
     * @param bytes of data
     * @return the part's length
     */
    public static int copy(
            MemorySegment memory, long ip, long to, int from, int bytes, boolean last) {
        int headerLength = Ipv4Header.headerLength(memory, ip);
        Wire.move(memory, ip, to, headerLength);
        Wire.move(memory, ip + headerLength + from, to + headerLength, bytes);
        shape(memory, to, headerLength, from, bytes, last);
        return headerLength + bytes;
    }

    /**
     * Leaves of a packet its first part.
     *
     * @return its length
     */
    public static int keepFirst(MemorySegment memory, long ip, int bytes) {
        int headerLength = Ipv4Header.headerLength(memory, ip);
        shape(memory, ip, headerLength, 0, bytes, false);
        return headerLength + bytes;
    }

    private static void shape(
            MemorySegment memory, long ip, int headerLength, int from, int bytes, boolean last) {
        int was = Wire.u16(memory, ip + FRAGMENT);
        int offset = (was & OFFSET_MASK) + from / 8;
        int more = last ? was & Ipv4Header.MORE_FRAGMENTS : Ipv4Header.MORE_FRAGMENTS;
        Wire.put16(memory, ip + FRAGMENT, more | offset);
        Ipv4Header.putTotalLength(memory, ip, headerLength + bytes);
        Ipv4Header.sign(memory, ip, headerLength);
    }
}
