package dev.sluice.director.packet;

import static dev.sluice.director.packet.Frames.IP;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IcmpQuoteTest {
    private static final String LOCAL = "198.18.1.1";
    private static final String SERVER = "10.0.0.3";
    private static final String LOCAL6 = "2001:db8:18::1";
    private static final String SERVER6 = "2001:db8:a::3";

    private final IcmpQuote quote = new IcmpQuote();

    @Test
    void a_whole_quoted_segment_is_rewritten_with_all_its_checksums() {
        byte[] quoted = Frames.tcp(LOCAL, SERVER, TcpHeader.ACK, "", new byte[9]);
        byte[] error = translated4(quoted);

        Frames.assertIntact(error);
        byte[] inner = Arrays.copyOfRange(error, 28, error.length);
        Frames.assertIntact(inner);
        assertThat(Arrays.copyOfRange(inner, 12, 24))
                .isEqualTo(
                        Frames.join(
                                Frames.hex(Frames.CLIENT) + Frames.hex(Frames.VIRTUAL) + "10011002",
                                new byte[0]));
    }

    @Test
    void eight_quoted_bytes_are_enough() {
        byte[] quoted = Frames.tcp(LOCAL, SERVER, TcpHeader.ACK, "", new byte[9]);
        byte[] error = translated4(Arrays.copyOf(quoted, 28));

        Frames.assertIntact(error);
        assertThat(Frames.sum(Arrays.copyOfRange(error, 28, 48))).isEqualTo(0xFFFF);
    }

    @Test
    void a_quoted_datagram_without_checksum_gets_none() {
        byte[] quoted = Frames.udp(LOCAL, SERVER, new byte[] {1});
        quoted[26] = 0;
        quoted[27] = 0;
        byte[] error = translated4(quoted);

        Frames.assertIntact(error);
        assertThat(Arrays.copyOfRange(error, 54, 56)).containsOnly(0);
    }

    @Test
    void a_broken_error_stays_broken() {
        byte[] quoted = Frames.udp(LOCAL, SERVER, new byte[] {1});
        byte[] packet = error4(quoted);
        packet[23] ^= 1;
        byte[] error = translate(packet, true, Frames.CLIENT, Frames.VIRTUAL);

        assertThat(Frames.sum(Arrays.copyOfRange(error, 20, error.length))).isNotEqualTo(0xFFFF);
    }

    @Test
    void ipv6_errors_are_rewritten_with_all_checksums() {
        byte[] quoted = Frames.tcp(LOCAL6, SERVER6, TcpHeader.ACK, "01010101", new byte[3]);
        MemorySegment memory = Frames.chunk(quoted);
        int length =
                IcmpError.writeV6(
                        memory,
                        IP,
                        quoted.length,
                        Frames.high("2001:db8::1"),
                        Frames.low("2001:db8::1"),
                        IcmpHeader.V6_PACKET_TOO_BIG,
                        0,
                        1400);
        byte[] packet = Frames.bytes(memory, IP - 48, length);
        byte[] error = translate(packet, false, Frames.CLIENT6, Frames.VIRTUAL6);

        Frames.assertIntact(error);
        Frames.assertIntact(Arrays.copyOfRange(error, 48, error.length));
    }

    @Test
    void what_quotes_too_little_or_something_else_is_not_read() {
        byte[] quoted = Frames.tcp(LOCAL, SERVER, TcpHeader.ACK, "", new byte[0]);

        assertThat(reads(Arrays.copyOf(quoted, 27), true)).isFalse();
        assertThat(reads(Arrays.copyOf(quoted, 19), true)).isFalse();
        assertThat(reads(quoted, false)).isFalse();
        assertThat(reads(changed(quoted, 9, 1), true)).isFalse();
        assertThat(reads(changed(quoted, 0, 0x44), true)).isFalse();
        assertThat(reads(changed(quoted, 0, 0x4F), true)).isFalse();
        assertThat(reads(changed(quoted, 7, 1), true)).isFalse();
        assertThat(reads(quoted, true)).isTrue();
    }

    @Test
    void of_ipv6_a_later_fragment_is_not_read_and_a_first_one_is() {
        String ports = "9c40003500100000";
        byte[] first =
                Frames.ipv6(
                        44, LOCAL6, SERVER6, Frames.join("110000010000000a" + ports, new byte[0]));
        byte[] later =
                Frames.ipv6(
                        44, LOCAL6, SERVER6, Frames.join("110001010000000a" + ports, new byte[0]));

        assertThat(reads(first, false)).isTrue();
        assertThat(quote.destinationPort()).isEqualTo(53);
        assertThat(reads(later, false)).isFalse();
    }

    private boolean reads(byte[] quoted, boolean ipv4) {
        MemorySegment memory = MemorySegment.ofArray(quoted);
        return quote.read(memory, 0, quoted.length, ipv4);
    }

    private static byte[] changed(byte[] packet, int at, int value) {
        byte[] copy = packet.clone();
        copy[at] = (byte) value;
        return copy;
    }

    private byte[] translated4(byte[] quoted) {
        return translate(error4(quoted), true, Frames.CLIENT, Frames.VIRTUAL);
    }

    private static byte[] error4(byte[] quoted) {
        MemorySegment memory = Frames.chunk(quoted);
        int length = IcmpError.write(memory, IP, quoted.length, 0x0A00_0001, 3, 4, 1400);
        return Frames.bytes(memory, IP - 28, length);
    }

    private byte[] translate(byte[] error, boolean ipv4, String client, String virtual) {
        MemorySegment memory = Frames.chunk(error);
        long icmp = IP + (ipv4 ? 20 : 40);
        assertThat(quote.read(memory, icmp + 8, IP + error.length, ipv4)).isTrue();
        quote.source(memory, icmp, Frames.high(client), Frames.low(client), 0x1001);
        quote.destination(memory, icmp, Frames.high(virtual), Frames.low(virtual), 0x1002);
        IcmpQuote.address(
                memory,
                IP,
                icmp,
                Frames.high(virtual),
                Frames.low(virtual),
                Frames.high(client),
                Frames.low(client));
        return Frames.bytes(memory, IP, error.length);
    }
}
