package dev.sluice.linux.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message to the kernel, all numbers in the machine's own order:
 *
 * <pre>
 *   0        4       6        8         12        16
 *  +--------+-------+--------+---------+---------+------------------------+------------
 *  | length | type  | flags  | number  | 0       | header of the family   | attributes
 *  +--------+-------+--------+---------+---------+------------------------+------------
 *
 *  attribute, at a multiple of four bytes:
 *   0        2       4
 *  +--------+-------+------------------------------+
 *  | length | type  | value, or attributes again   |
 *  +--------+-------+------------------------------+
 * </pre>
 */
final class MessageWriter {
    private static final int ALIGNMENT = 4;

    private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

    /** Begins a message of the kernel's type; it asks for an answer of some kind. */
    MessageWriter(int type, int flags) {
        number4(0).number2(type).number2(Abi.NLM_F_REQUEST | flags).number4(0).number4(0);
    }

    MessageWriter number1(int value) {
        room(1).put((byte) value);
        return this;
    }

    MessageWriter number2(int value) {
        room(2).putShort((short) value);
        return this;
    }

    MessageWriter number4(int value) {
        room(4).putInt(value);
        return this;
    }

    MessageWriter bytes(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    MessageWriter attribute(int type, byte[] value) {
        int start = begin(type);
        return bytes(value).end(start);
    }

    MessageWriter attribute(int type, int value) {
        int start = begin(type);
        return number4(value).end(start);
    }

    MessageWriter attribute(int type, InetAddress value) {
        return attribute(type, value.getAddress());
    }

    /** Text with the zero that ends it. */
    MessageWriter attribute(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return attribute(type, Arrays.copyOf(text, text.length + 1));
    }

    /** The six bytes of a MAC in the low 48 bits of a number, its first byte the highest. */
    static byte[] mac(long mac) {
        return Arrays.copyOfRange(ByteBuffer.allocate(Long.BYTES).putLong(mac).array(), 2, 8);
    }

    /** Begins an attribute that holds others; {@link #end} must follow. */
    int beginNested(int type) {
        return begin(type | Abi.NLA_F_NESTED);
    }

    /**
     * Begins an attribute.
     *
     * @return what {@link #end} needs
     */
    int begin(int type) {
        align();
        int start = buffer.position();
        number2(0).number2(type);
        return start;
    }

    /** Begins one way of a route, which {@link #end} ends as it does an attribute. */
    int beginWay(int hops, int interfaceIndex) {
        align();
        int start = buffer.position();
        number2(0).number1(0).number1(hops).number4(interfaceIndex);
        return start;
    }

    /** Ends the attribute begun there. */
    MessageWriter end(int start) {
        buffer.putShort(start, (short) (buffer.position() - start));
        return this;
    }

    /** The whole message. */
    byte[] finish(int number) {
        align();
        buffer.putInt(Abi.NLMSGHDR_LEN, buffer.position());
        buffer.putInt(Abi.NLMSGHDR_SEQ, number);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private void align() {
        while (buffer.position() % ALIGNMENT != 0) {
            number1(0);
        }
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            ByteBuffer larger = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }
}
