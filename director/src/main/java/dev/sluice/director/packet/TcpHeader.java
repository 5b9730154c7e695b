package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The header of a TCP segment (RFC 9293 §3.1); {@code at} is its first byte.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          Source Port          |       Destination Port        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        Sequence Number                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Acknowledgment Number                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Data |       |C|E|U|A|P|R|S|F|                               |
 * | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
 * |       |       |R|E|G|K|H|T|N|N|                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           Checksum            |         Urgent Pointer        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           [Options]                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class TcpHeader {
    /** Without options. */
    public static final int LENGTH = 20;

    /** With as many options as fit. */
    public static final int LENGTH_MAX = 60;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;

    private static final int DESTINATION_PORT = 2;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGEMENT = 8;
    private static final int DATA_OFFSET = 12;
    private static final int FLAGS = 13;
    private static final int WINDOW = 14;
    private static final int CHECKSUM = 16;
    private static final int URGENT = 18;

    private TcpHeader() {}

    public static int sourcePort(MemorySegment memory, long at) {
        return Wire.u16(memory, at);
    }

    public static int destinationPort(MemorySegment memory, long at) {
        return Wire.u16(memory, at + DESTINATION_PORT);
    }

    public static int sequence(MemorySegment memory, long at) {
        return Wire.u32(memory, at + SEQUENCE);
    }

    public static int acknowledgement(MemorySegment memory, long at) {
        return Wire.u32(memory, at + ACKNOWLEDGEMENT);
    }

    /** In bytes, with the options; less than {@link #LENGTH} in a malformed one. */
    public static int headerLength(MemorySegment memory, long at) {
        return Wire.u8(memory, at + DATA_OFFSET) >>> 4 << 2;
    }

    /** All eight, CWR the highest. */
    public static int flags(MemorySegment memory, long at) {
        return Wire.u8(memory, at + FLAGS);
    }

    public static int window(MemorySegment memory, long at) {
        return Wire.u16(memory, at + WINDOW);
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

    public static void putSequence(MemorySegment memory, long at, int sequence) {
        Wire.put32(memory, at + SEQUENCE, sequence);
    }

    public static void putAcknowledgement(MemorySegment memory, long at, int acknowledgement) {
        Wire.put32(memory, at + ACKNOWLEDGEMENT, acknowledgement);
    }

    public static void putWindow(MemorySegment memory, long at, int window) {
        Wire.put16(memory, at + WINDOW, window);
    }

    public static void putChecksum(MemorySegment memory, long at, int checksum) {
        Wire.put16(memory, at + CHECKSUM, checksum);
    }

    /** Header length and flags, which share a word of 16 bits that checksums are made of. */
    public static int lengthAndFlags(MemorySegment memory, long at) {
        return Wire.u16(memory, at + DATA_OFFSET);
    }

    public static void putLengthAndFlags(
            MemorySegment memory, long at, int headerLength, int flags) {
        Wire.put16(memory, at + DATA_OFFSET, headerLength << 10 | flags);
    }

    /** Writes a header whose checksum is 0 and still to be made. */
    public static void write(
            MemorySegment memory,
            long at,
            int sourcePort,
            int destinationPort,
            int sequence,
            int acknowledgement,
            int headerLength,
            int flags,
            int window) {
        putSourcePort(memory, at, sourcePort);
        putDestinationPort(memory, at, destinationPort);
        putSequence(memory, at, sequence);
        putAcknowledgement(memory, at, acknowledgement);
        putLengthAndFlags(memory, at, headerLength, flags);
        putWindow(memory, at, window);
        putChecksum(memory, at, 0);
        Wire.put16(memory, at + URGENT, 0);
    }
}
