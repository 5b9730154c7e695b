package dev.sluice.director.own.bfd;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A control packet (RFC 5880 §4.1). Times are in microseconds.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
 *   |vers |  diag   |sta|P|F|C|A|D|M|  multiplier   |    length     |
 *   +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
 *   |                       my discriminator                        |
 *   |                      your discriminator                       |
 *   |                  desired min TX interval                      |
 *   |                 required min RX interval                      |
 *   |               required min echo RX interval                   |
 *   +---------------------------------------------------------------+
 * </pre>
 *
 * @param poll whether it wants an answer with {@code last} at once
 * @param last whether it is the answer to a poll (the F bit)
 */
record ControlPacket(
        BfdState state,
        int diagnostic,
        boolean poll,
        boolean last,
        int multiplier,
        int my,
        int your,
        long desiredTxUs,
        long requiredRxUs) {
    static final int BYTES = 24;

    private static final int VERSION = 1;
    private static final int POLL = 0x20;
    private static final int FINAL = 0x10;
    private static final int INDEPENDENT = 0x08;
    private static final int AUTHENTICATED = 0x04;
    private static final int MULTIPOINT = 0x01;

    byte[] write() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put((byte) (VERSION << 5 | diagnostic));
        int flags = (poll ? POLL : 0) | (last ? FINAL : 0) | INDEPENDENT;
        bytes.put((byte) (state.ordinal() << 6 | flags));
        bytes.put((byte) multiplier).put((byte) BYTES);
        bytes.putInt(my).putInt(your).putInt((int) desiredTxUs).putInt((int) requiredRxUs);
        byte[] written = new byte[BYTES];
        bytes.putInt(0).get(0, written);
        return written;
    }

    /** What is wrong with a datagram; null where it can be {@link #read}. */
    static @Nullable Refusal refusal(ByteBuffer bytes) {
        int size = bytes.remaining();
        int at = bytes.position();
        if (size < BYTES) {
            return Refusal.LENGTH;
        }
        int flags = bytes.get(at + 1);
        int length = bytes.get(at + 3) & 0xFF;
        if ((bytes.get(at) & 0xE0) != VERSION << 5) {
            return Refusal.VERSION;
        }
        if (length < BYTES || length > size) {
            return Refusal.LENGTH;
        }
        if (bytes.get(at + 2) == 0) {
            return Refusal.MULTIPLIER;
        }
        if ((flags & MULTIPOINT) != 0) {
            return Refusal.MULTIPOINT;
        }
        if (bytes.getInt(at + 4) == 0) {
            return Refusal.DISCRIMINATOR;
        }
        BfdState state = BfdState.of(flags >> 6);
        boolean early = state == BfdState.DOWN || state == BfdState.ADMIN_DOWN;
        if (bytes.getInt(at + 8) == 0 && !early) {
            return Refusal.STATE;
        }
        return (flags & AUTHENTICATED) == 0 ? null : Refusal.AUTHENTICATION;
    }

    /** Reads one that has nothing wrong with it. */
    static ControlPacket read(ByteBuffer bytes) {
        int at = bytes.position();
        int flags = bytes.get(at + 1);
        return new ControlPacket(
                BfdState.of(flags >> 6),
                bytes.get(at) & 0x1F,
                (flags & POLL) != 0,
                (flags & FINAL) != 0,
                bytes.get(at + 2) & 0xFF,
                bytes.getInt(at + 4),
                bytes.getInt(at + 8),
                Integer.toUnsignedLong(bytes.getInt(at + 12)),
                Integer.toUnsignedLong(bytes.getInt(at + 16)));
    }
}
