package dev.sluice.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A message from the kernel; {@link MessageWriter} draws it.
 *
 * @param body what follows the common header
 */
record Message(int type, int flags, int number, ByteBuffer body) {
    /** The messages that a datagram holds. One that claims more bytes than there are ends it. */
    static List<Message> split(ByteBuffer datagram) {
        ByteBuffer in = datagram.order(ByteOrder.nativeOrder());
        var messages = new ArrayList<Message>();
        int at = in.position();
        while (in.limit() - at >= Abi.NLMSGHDR_SIZE) {
            int length = in.getInt(at + Abi.NLMSGHDR_LEN);
            if (length < Abi.NLMSGHDR_SIZE || length > in.limit() - at) {
                break;
            }
            messages.add(
                    new Message(
                            in.getShort(at + Abi.NLMSGHDR_TYPE) & 0xFFFF,
                            in.getShort(at + Abi.NLMSGHDR_FLAGS) & 0xFFFF,
                            in.getInt(at + Abi.NLMSGHDR_SEQ),
                            slice(in, at + Abi.NLMSGHDR_SIZE, length - Abi.NLMSGHDR_SIZE)));
            at += length + 3 & ~3;
        }
        return messages;
    }

    private static ByteBuffer slice(ByteBuffer from, int at, int length) {
        return from.slice(at, length).order(ByteOrder.nativeOrder());
    }

    /** A byte of the family's header; 0 where the message is too short. */
    int number1(int at) {
        return at < body.limit() ? body.get(at) & 0xFF : 0;
    }

    int number2(int at) {
        return at + 2 <= body.limit() ? body.getShort(at) & 0xFFFF : 0;
    }

    int number4(int at) {
        return at + 4 <= body.limit() ? body.getInt(at) : 0;
    }

    /** The attributes behind the family's header. */
    Attributes attributes(int headerBytes) {
        int at = Math.min(headerBytes + 3 & ~3, body.limit());
        return Attributes.of(slice(body, at, body.limit() - at));
    }
}
