package dev.sluice.director.filter;

import dev.sluice.director.table.Address;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames by their parts, each put around the next. Checksums are zero: the filter reads none. */
final class TestFrames {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;
    static final int ICMP6 = 58;
    static final String OURS = "020000000001";
    static final String BROADCAST = "ffffffffffff";
    private static final String CLIENT_MAC = "0200000000c1";

    private TestFrames() {}

    static byte[] ipv4(byte[] packet) {
        return ethernet(OURS, "0800", packet);
    }

    static byte[] ipv6(byte[] packet) {
        return ethernet(OURS, "86dd", packet);
    }

    static byte[] ethernet(String to, String type, byte[]... payload) {
        return joined(hex(to + CLIENT_MAC + type), joined(payload));
    }

    static byte[] packet4(int protocol, String from, String to, byte[] payload) {
        return packet4(0, protocol, from, to, payload);
    }

    static byte[] packet4(int fragment, int protocol, String from, String to, byte[] payload) {
        return joined(header4(5, fragment, protocol, from, to), payload);
    }

    static byte[] header4(int words, int fragment, int protocol, String from, String to) {
        return ByteBuffer.allocate(20)
                .put((byte) (0x40 | words))
                .putShort(6, (short) fragment)
                .put(8, (byte) 64)
                .put(9, (byte) protocol)
                .putInt(12, (int) address(from).low())
                .putInt(16, (int) address(to).low())
                .array();
    }

    static byte[] packet6(int next, String from, String to, byte[]... payload) {
        byte[] behind = joined(payload);
        byte[] header =
                ByteBuffer.allocate(40)
                        .put((byte) 0x60)
                        .putShort(4, (short) behind.length)
                        .put(6, (byte) next)
                        .put(7, (byte) 64)
                        .putLong(8, address(from).high())
                        .putLong(16, address(from).low())
                        .putLong(24, address(to).high())
                        .putLong(32, address(to).low())
                        .array();
        return joined(header, behind);
    }

    /** Enough of TCP or UDP. */
    static byte[] ports(int from, int to) {
        return ByteBuffer.allocate(20).putShort((short) from).putShort((short) to).array();
    }

    static byte[] icmp(int type, byte[] about) {
        return joined(new byte[] {(byte) type, 0, 0, 0, 0, 0, 0, 0}, about);
    }

    static byte[] arp(String to, int operation, String target) {
        byte[] body =
                ByteBuffer.allocate(28)
                        .put(hex("000108000604"))
                        .putShort((short) operation)
                        .put(hex(CLIENT_MAC))
                        .putInt((int) address("198.51.100.7").low())
                        .putInt(24, (int) address(target).low())
                        .array();
        return ethernet(to, "0806", body);
    }

    static byte[] solicitation(String to, String target) {
        byte[] body = new byte[24];
        body[0] = (byte) 135;
        ByteBuffer.wrap(body).putLong(8, address(target).high()).putLong(16, address(target).low());
        String group = to.equals(OURS) ? target : "ff02::1:ff00:10";
        return ethernet(to, "86dd", packet6(ICMP6, "2001:db8:1::7", group, body));
    }

    static Address address(String literal) {
        return Address.parse(literal).orElseThrow();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer whole = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            whole.put(part);
        }
        return whole.array();
    }
}
