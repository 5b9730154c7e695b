package dev.sluice.director.own.bgp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/** Writes messages: see {@link Message}. UPDATEs are {@link UpdateWriter}'s. */
final class MessageWriter {
    static final int OPEN = 1;
    static final int UPDATE = 2;
    static final int NOTIFICATION = 3;
    static final int KEEPALIVE = 4;

    /** What stands for an AS number that does not fit into two bytes (RFC 6793 §9). */
    static final int AS_TRANS = 23456;

    private static final int CAPABILITIES = 2;
    private static final byte[] MARKER = new byte[Message.MARKER_BYTES];

    static {
        Arrays.fill(MARKER, (byte) 0xFF);
    }

    private MessageWriter() {}

    /** Offers families, route refresh and AS numbers of four bytes. */
    static byte[] open(long as, int holdTimeS, int identifier, Set<Family> families) {
        ByteBuffer capabilities = ByteBuffer.allocate(64);
        for (Family family : Family.values()) {
            if (families.contains(family)) {
                capabilities.put((byte) 1).put((byte) 4);
                capabilities.putShort((short) family.number()).put((byte) 0);
                capabilities.put((byte) Family.UNICAST);
            }
        }
        capabilities.put((byte) 2).put((byte) 0);
        capabilities.put((byte) 65).put((byte) 4).putInt((int) as);
        capabilities.flip();

        ByteBuffer message = begin(OPEN);
        message.put((byte) Message.VERSION).putShort((short) twoBytes(as));
        message.putShort((short) holdTimeS).putInt(identifier);
        message.put((byte) (capabilities.remaining() + 2)).put((byte) CAPABILITIES);
        message.put((byte) capabilities.remaining()).put(capabilities);
        return end(message);
    }

    static byte[] keepalive() {
        return end(begin(KEEPALIVE));
    }

    /**
     * @param data what the fault's kind tells besides
     */
    static byte[] notification(Fault fault, byte[] data) {
        ByteBuffer message = begin(NOTIFICATION);
        message.put((byte) fault.code()).put((byte) fault.subcode());
        message.put(data, 0, Math.min(data.length, message.remaining()));
        return end(message);
    }

    static int twoBytes(long as) {
        return as > 0xFFFF ? AS_TRANS : (int) as;
    }

    static ByteBuffer begin(int type) {
        return ByteBuffer.allocate(Message.LENGTH_MAX)
                .put(MARKER)
                .putShort((short) 0)
                .put((byte) type);
    }

    static byte[] end(ByteBuffer message) {
        message.putShort(Message.MARKER_BYTES, (short) message.position());
        byte[] bytes = new byte[message.position()];
        message.get(0, bytes);
        return bytes;
    }
}
