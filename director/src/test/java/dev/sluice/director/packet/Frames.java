package dev.sluice.director.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Frames for tests, made and checked by arithmetic of their own. Each lies in a chunk with headroom
 * in front of it.
 */
final class Frames {
    static final int CHUNK = 4096;
    static final long AT = Batch.HEADROOM_BYTES;
    static final long IP = AT + EthernetHeader.LENGTH;
    static final String CLIENT = "198.51.100.7";
    static final String VIRTUAL = "203.0.113.10";
    static final String CLIENT6 = "2001:db8:100::7";
    static final String VIRTUAL6 = "2001:db8:113::10";

    private Frames() {}

    /** Ethernet around a packet; the rest of the chunk is noise. */
    static MemorySegment chunk(byte[] packet) {
        byte[] chunk = new byte[CHUNK];
        Arrays.fill(chunk, (byte) 0xA5);
        int type = (packet[0] & 0xF0) == 0x40 ? 0x0800 : 0x86DD;
        byte[] frame = join("020000000001" + "020000000002" + "%04x".formatted(type), packet);
        System.arraycopy(frame, 0, chunk, (int) AT, frame.length);
        return MemorySegment.ofArray(chunk);
    }

    static byte[] ipv4(int protocol, String source, String destination, byte[] payload) {
        byte[] header = header4(protocol, 0x4000, source, destination, payload.length);
        return join(HexFormat.of().formatHex(header), payload);
    }

    static byte[] header4(
            int protocol, int fragment, String source, String destination, int payload) {
        String text = "4500%04x1234%04x3f%02x0000".formatted(20 + payload, fragment, protocol);
        byte[] header = join(text + hex(source) + hex(destination), new byte[0]);
        int sum = ~sum(header) & 0xFFFF;
        header[10] = (byte) (sum >>> 8);
        header[11] = (byte) sum;
        return header;
    }

    static byte[] ipv6(int next, String source, String destination, byte[] payload) {
        String text =
                "60000000%04x%02x3f".formatted(payload.length, next)
                        + hex(source)
                        + hex(destination);
        return join(text, payload);
    }

    /** A TCP segment in its packet, family by the addresses. */
    static byte[] tcp(String source, String destination, int flags, String options, byte[] data) {
        int length = 20 + options.length() / 2;
        byte[] segment =
                join(
                        "9c400050"
                                + "11223344"
                                + "55667788"
                                + "%02x%02x".formatted((length / 4) << 4, flags)
                                + "ffff00000000"
                                + options,
                        data);
        return packet(6, source, destination, segment, 16);
    }

    static byte[] udp(String source, String destination, byte[] data) {
        byte[] datagram = join("9c400035%04x0000".formatted(8 + data.length), data);
        return packet(17, source, destination, datagram, 6);
    }

    private static byte[] packet(
            int protocol, String source, String destination, byte[] payload, int checksumAt) {
        int sum = ~sum(pseudo(protocol, source, destination, payload)) & 0xFFFF;
        payload[checksumAt] = (byte) (sum >>> 8);
        payload[checksumAt + 1] = (byte) sum;
        return source.contains(":")
                ? ipv6(protocol, source, destination, payload)
                : ipv4(protocol, source, destination, payload);
    }

    /** What a checksum covers: addresses, length, protocol, payload. */
    static byte[] pseudo(int protocol, String source, String destination, byte[] payload) {
        String text =
                hex(source) + hex(destination) + "%08x%08x".formatted(payload.length, protocol);
        return join(text, payload);
    }

    /** The packet that begins at an address, by its own length. */
    static byte[] packetAt(MemorySegment memory, long ip) {
        int first = memory.get(ValueLayout.JAVA_BYTE, ip) >>> 4 & 0xF;
        int length = first == 4 ? Wire.u16(memory, ip + 2) : 40 + Wire.u16(memory, ip + 4);
        return bytes(memory, ip, length);
    }

    static byte[] bytes(MemorySegment memory, long at, int length) {
        return memory.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Fails unless every checksum of a packet is right. */
    static void assertIntact(byte[] packet) {
        boolean ipv4 = (packet[0] & 0xF0) == 0x40;
        int header = ipv4 ? (packet[0] & 0xF) * 4 : 40;
        int protocol = packet[ipv4 ? 9 : 6] & 0xFF;
        if (ipv4) {
            assertThat(sum(Arrays.copyOf(packet, header))).as("header sum").isEqualTo(0xFFFF);
        }
        byte[] payload = Arrays.copyOfRange(packet, header, packet.length);
        int from = ipv4 ? 12 : 8;
        int size = ipv4 ? 4 : 16;
        String source = text(Arrays.copyOfRange(packet, from, from + size));
        String destination = text(Arrays.copyOfRange(packet, from + size, from + 2 * size));
        byte[] covered = protocol == 1 ? payload : pseudo(protocol, source, destination, payload);
        assertThat(sum(covered)).as("sum of protocol %d", protocol).isEqualTo(0xFFFF);
    }

    static int sum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum;
    }

    static long high(String address) {
        return address.contains(":") ? Wire.u64(MemorySegment.ofArray(bytes(address)), 0) : 0;
    }

    static long low(String address) {
        MemorySegment bytes = MemorySegment.ofArray(bytes(address));
        return address.contains(":") ? Wire.u64(bytes, 8) : Ipv4Header.low(Wire.u32(bytes, 0));
    }

    static String hex(String address) {
        return HexFormat.of().formatHex(bytes(address));
    }

    private static byte[] bytes(String address) {
        return InetAddress.ofLiteral(address).getAddress();
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (IOException e) {
            throw new AssertionError("4 or 16 bytes", e);
        }
    }

    static byte[] join(String hex, byte[] more) {
        var out = new ByteArrayOutputStream();
        try (var data = new DataOutputStream(out)) {
            data.write(HexFormat.of().parseHex(hex));
            data.write(more);
        } catch (IOException e) {
            throw new AssertionError("memory", e);
        }
        return out.toByteArray();
    }
}
