package dev.sluice.director.own.bgp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages in what a connection brings, however it is cut. After one that is {@link
 * Message.Broken} nothing more is read: nobody knows where the next would begin. For one thread.
 */
final class MessageReader {
    private static final int LENGTH_AT = Message.MARKER_BYTES;
    private static final int TYPE_AT = LENGTH_AT + Short.BYTES;

    private static final int OPEN = 1;
    private static final int UPDATE = 2;
    private static final int NOTIFICATION = 3;
    private static final int KEEPALIVE = 4;
    private static final int ROUTE_REFRESH = 5;

    private static final int OPEN_BYTES_MIN = 29;
    private static final int UPDATE_BYTES_MIN = 23;
    private static final int NOTIFICATION_BYTES_MIN = 21;
    private static final int ROUTE_REFRESH_BYTES = 23;

    private final byte[] held = new byte[Message.LENGTH_MAX];
    private int count;
    private boolean broken;

    /**
     * Takes bytes and hands over every message that is whole by now.
     *
     * @param bytes the first {@code length} of them
     */
    void feed(byte[] bytes, int length, Consumer<Message> into) {
        int at = 0;
        while (at < length && !broken) {
            int taken = Math.min(missing(), length - at);
            System.arraycopy(bytes, at, held, count, taken);
            at += taken;
            count += taken;
            if (count >= Message.HEADER_BYTES) {
                headerOrWhole(into);
            }
        }
    }

    /** How many bytes the header, or else the message, still lacks. */
    private int missing() {
        return (count < Message.HEADER_BYTES ? Message.HEADER_BYTES : length()) - count;
    }

    private int length() {
        return (held[LENGTH_AT] & 0xFF) << 8 | (held[LENGTH_AT + 1] & 0xFF);
    }

    private void headerOrWhole(Consumer<Message> into) {
        Message.Broken fault = count == Message.HEADER_BYTES ? faultOfHeader() : null;
        if (fault != null) {
            broken = true;
            into.accept(fault);
        } else if (count == length()) {
            count = 0;
            Message message = read();
            broken = message instanceof Message.Broken;
            into.accept(message);
        }
    }

    private Message.@Nullable Broken faultOfHeader() {
        for (int i = 0; i < Message.MARKER_BYTES; i++) {
            if (held[i] != (byte) 0xFF) {
                return new Message.Broken(Fault.MARKER);
            }
        }
        int type = held[TYPE_AT] & 0xFF;
        int length = length();
        if (length < Message.HEADER_BYTES || length > Message.LENGTH_MAX) {
            return badLength();
        }
        return switch (type) {
            case OPEN -> length < OPEN_BYTES_MIN ? badLength() : null;
            case UPDATE -> length < UPDATE_BYTES_MIN ? badLength() : null;
            case NOTIFICATION -> length < NOTIFICATION_BYTES_MIN ? badLength() : null;
            case KEEPALIVE -> length != Message.HEADER_BYTES ? badLength() : null;
            case ROUTE_REFRESH ->
                    length < ROUTE_REFRESH_BYTES ? new Message.Broken(Fault.REFRESH_LENGTH) : null;
            default -> new Message.Broken(Fault.MESSAGE_TYPE, new byte[] {held[TYPE_AT]});
        };
    }

    private Message.Broken badLength() {
        return new Message.Broken(
                Fault.MESSAGE_LENGTH, Arrays.copyOfRange(held, LENGTH_AT, TYPE_AT));
    }

    private Message read() {
        int length = length();
        ByteBuffer body =
                ByteBuffer.wrap(held, Message.HEADER_BYTES, length - Message.HEADER_BYTES);
        return switch (held[TYPE_AT] & 0xFF) {
            case OPEN -> OpenReader.read(body);
            case UPDATE -> UpdateCheck.read(body);
            case NOTIFICATION -> new Message.Notification(body.get() & 0xFF, body.get() & 0xFF);
            case KEEPALIVE -> new Message.Keepalive();
            default -> refresh(body, length);
        };
    }

    /** Subtypes other than 0 may have more (RFC 7313 §4 has none that is longer). */
    private Message refresh(ByteBuffer body, int length) {
        if (length != ROUTE_REFRESH_BYTES) {
            return new Message.Broken(Fault.REFRESH_LENGTH, Arrays.copyOf(held, length));
        }
        int family = body.getShort() & 0xFFFF;
        int subtype = body.get() & 0xFF;
        return new Message.RouteRefresh(family, subtype, body.get() & 0xFF);
    }
}
