package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The header of a UDP datagram (RFC 768); {@code at} is its first byte.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          Source Port          |       Destination Port        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            Length             |           Checksum            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * A checksum of 0 says that there is none; IPv6 knows none such (RFC 8200 §8.1).
 */
public final class UdpHeader {
    public static final int LENGTH = 8;

    private static final int DESTINATION_PORT = 2;
    private static final int DATAGRAM_LENGTH = 4;
    private static final int CHECKSUM = 6;

    private UdpHeader() {}

    public static int sourcePort(MemorySegment memory, long at) {
        return Wire.u16(memory, at);
    }

    public static int destinationPort(MemorySegment memory, long at) {
        return Wire.u16(memory, at + DESTINATION_PORT);
    }

    /** Of header and payload. */
    public static int length(MemorySegment memory, long at) {
        return Wire.u16(memory, at + DATAGRAM_LENGTH);
    }

    public static int checksum(MemorySegment memory, long at) {
        return Wire.u16(memory, at + CHECKSUM);
    }

    public static void putSourcePort(MemorySegment memory, long at, int port) {
        Wire.put16(memory, at, port);
    }

    public static void putDestinationPort(MemorySegment memory, long at, int port) {
        Wire.put16(memory, at + DESTINATION_PORT, port);
    }

    public static void putLength(MemorySegment memory, long at, int length) {
        Wire.put16(memory, at + DATAGRAM_LENGTH, length);
    }

    public static void putChecksum(MemorySegment memory, long at, int checksum) {
        Wire.put16(memory, at + CHECKSUM, checksum);
    }

    public static void write(
            MemorySegment memory,
            long at,
            int sourcePort,
            int destinationPort,
            int length,
            int checksum) {
        putSourcePort(memory, at, sourcePort);
        putDestinationPort(memory, at, destinationPort);
        putLength(memory, at, length);
        putChecksum(memory, at, checksum);
    }
}
