package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * Moves a segment's numbers from one end's count to the other's, checksum included: where the
 * director did the handshake, or put bytes of its own before a client's, the two ends count
 * differently. {@code tcp} is the first byte of the TCP header. Sums are modulo 2^32 (RFC 9293
 * §3.4).
 */
public final class TcpShift {
    private static final int SACK = 5;
    private static final int WINDOW_MAX = 0xFFFF;

    private TcpShift() {}

    /** Moves the sequence number. */
    public static void sequence(MemorySegment memory, long tcp, int by) {
        int was = TcpHeader.sequence(memory, tcp);
        TcpHeader.putSequence(memory, tcp, was + by);
        int checksum = TcpHeader.checksum(memory, tcp);
        TcpHeader.putChecksum(memory, tcp, Checksum.update32(checksum, was, was + by));
    }

    /** Moves what is acknowledged; the caller knows that the ACK flag is set. */
    public static void acknowledgement(MemorySegment memory, long tcp, int by) {
        int was = TcpHeader.acknowledgement(memory, tcp);
        TcpHeader.putAcknowledgement(memory, tcp, was + by);
        int checksum = TcpHeader.checksum(memory, tcp);
        TcpHeader.putChecksum(memory, tcp, Checksum.update32(checksum, was, was + by));
    }

    /**
     * Moves the blocks that are selectively acknowledged (RFC 2018 §3).
     *
     * <pre>
     *                   +--------+--------+
     *                   | Kind=5 | Length |
     * +--------+--------+--------+--------+
     * |      Left Edge of 1st Block       |
     * +--------+--------+--------+--------+
     * |      Right Edge of 1st Block      |
     * +--------+--------+--------+--------+
     * |            up to four             |
     * </pre>
     *
     * @param headerLength the header's own, already checked against the packet's end
     */
    public static void selective(MemorySegment memory, long tcp, int headerLength, int by) {
        if (headerLength == TcpHeader.LENGTH) {
            return;
        }
        long option = TcpOptions.find(memory, tcp, headerLength, SACK);
        if (option == TcpOptions.NONE) {
            return;
        }
        int optionsLength = headerLength - TcpHeader.LENGTH;
        int before = Checksum.sum(memory, tcp + TcpHeader.LENGTH, optionsLength);
        long end = option + Wire.u8(memory, option + 1);
        for (long edge = option + 2; edge + 4 <= end; edge += 4) {
            Wire.put32(memory, edge, Wire.u32(memory, edge) + by);
        }
        int after = Checksum.sum(memory, tcp + TcpHeader.LENGTH, optionsLength);
        int checksum = TcpHeader.checksum(memory, tcp);
        TcpHeader.putChecksum(memory, tcp, Checksum.replace(checksum, before, after));
    }

    /**
     * Says a window in another scale (RFC 7323 §2.2); one that is too large to say becomes the
     * largest that can be.
     *
     * @param by bits to the left, or if negative to the right
     */
    public static void window(MemorySegment memory, long tcp, int by) {
        int was = TcpHeader.window(memory, tcp);
        int now = by < 0 ? was >>> -by : (int) Math.min((long) was << by, WINDOW_MAX);
        TcpHeader.putWindow(memory, tcp, now);
        int checksum = TcpHeader.checksum(memory, tcp);
        TcpHeader.putChecksum(memory, tcp, Checksum.update16(checksum, was, now));
    }
}
