package dev.sluice.linux.netlink;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of a message from the kernel, by type; {@link MessageWriter} draws them. */
record Attributes(Map<Integer, ByteBuffer> values) {
    /** Reads them. One that claims more bytes than there are ends them. */
    static Attributes of(ByteBuffer in) {
        var values = new HashMap<Integer, ByteBuffer>();
        int at = 0;
        while (in.limit() - at >= Abi.NLATTR_SIZE) {
            int length = in.getShort(at) & 0xFFFF;
            if (length < Abi.NLATTR_SIZE || length > in.limit() - at) {
                break;
            }
            int type = in.getShort(at + 2) & 0xFFFF & Abi.NLA_TYPE_MASK;
            values.put(
                    type,
                    in.slice(at + Abi.NLATTR_SIZE, length - Abi.NLATTR_SIZE)
                            .order(ByteOrder.nativeOrder()));
            at += length + 3 & ~3;
        }
        return new Attributes(values);
    }

    boolean has(int type) {
        return values.containsKey(type);
    }

    /** A number of four bytes; 0 where there is none. */
    int number4(int type) {
        ByteBuffer value = values.get(type);
        return value == null || value.limit() < 4 ? 0 : value.getInt(0);
    }

    /** A number of eight bytes; 0 where there is none. */
    long number8(int type) {
        ByteBuffer value = values.get(type);
        return value == null || value.limit() < 8 ? 0 : value.getLong(0);
    }

    /** A number of two bytes; 0 where there is none. */
    int number2(int type) {
        ByteBuffer value = values.get(type);
        return value == null || value.limit() < 2 ? 0 : value.getShort(0) & 0xFFFF;
    }

    /** Text, without the zero that ends it; empty where there is none. */
    String text(int type) {
        ByteBuffer value = values.get(type);
        if (value == null) {
            return "";
        }
        String text = StandardCharsets.UTF_8.decode(value.duplicate()).toString();
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** An address of 4 or 16 bytes. */
    @Nullable InetAddress address(int type) {
        ByteBuffer value = values.get(type);
        return value == null ? null : address(value, 0);
    }

    /** The address that follows some bytes of a value. */
    static @Nullable InetAddress address(ByteBuffer value, int skip) {
        byte[] bytes = new byte[Math.max(0, value.limit() - skip)];
        value.duplicate().position(Math.min(skip, value.limit())).get(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException _) {
            return null;
        }
    }

    /** A MAC in the low 48 bits, its first byte the highest; 0 where there is none. */
    long mac(int type) {
        ByteBuffer value = values.get(type);
        if (value == null || value.limit() != 6) {
            return 0;
        }
        long mac = 0;
        for (int i = 0; i < 6; i++) {
            mac = (mac << 8) | (value.get(i) & 0xFF);
        }
        return mac;
    }

    /** The attributes within one. */
    Attributes nested(int type) {
        ByteBuffer value = values.get(type);
        return value == null ? new Attributes(Map.of()) : of(value);
    }

    @Nullable ByteBuffer raw(int type) {
        return values.get(type);
    }
}
