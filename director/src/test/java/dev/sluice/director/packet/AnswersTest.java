package dev.sluice.director.packet;

import static dev.sluice.director.packet.Frames.AT;
import static dev.sluice.director.packet.Frames.IP;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final long MAC = 0x0200_0000_00AAL;
    private static final int OWN = 0xCB00_710A;

    @Test
    void an_icmp_error_quotes_the_packet_behind_its_headers() {
        byte[] packet = Frames.tcp(Frames.CLIENT, Frames.VIRTUAL, TcpHeader.ACK, "", new byte[40]);
        MemorySegment memory = Frames.chunk(packet);

        int length =
                IcmpError.write(
                        memory,
                        IP,
                        packet.length,
                        OWN,
                        IcmpHeader.UNREACHABLE,
                        IcmpHeader.FRAGMENTATION_NEEDED,
                        1480);

        byte[] error = Frames.packetAt(memory, IP - IcmpError.headers(true));
        assertThat(error).hasSize(length).endsWith(packet);
        assertThat(Arrays.copyOfRange(error, 20, 22)).containsExactly(3, 4);
        assertThat(Arrays.copyOfRange(error, 24, 28)).containsExactly(0, 0, 5, (byte) 0xC8);
        assertThat(HexFormat.of().formatHex(error, 12, 20)).isEqualTo("cb00710ac6336407");
        Frames.assertIntact(error);
    }

    @Test
    void an_icmp_error_about_a_large_packet_is_576_bytes_long() {
        byte[] packet =
                Frames.tcp(Frames.CLIENT, Frames.VIRTUAL, TcpHeader.ACK, "", new byte[1400]);
        MemorySegment memory = Frames.chunk(packet);

        int length =
                IcmpError.write(memory, IP, packet.length, OWN, IcmpHeader.TIME_EXCEEDED, 0, 0);

        assertThat(length).isEqualTo(576);
        Frames.assertIntact(Frames.packetAt(memory, IP - IcmpError.headers(true)));
    }

    @Test
    void an_icmpv6_error_is_at_most_1280_bytes_long() {
        byte[] packet = Frames.udp(Frames.CLIENT6, Frames.VIRTUAL6, new byte[1401]);
        MemorySegment memory = Frames.chunk(packet);

        int length =
                IcmpError.writeV6(
                        memory,
                        IP,
                        packet.length,
                        Frames.high(Frames.VIRTUAL6),
                        Frames.low(Frames.VIRTUAL6),
                        IcmpHeader.V6_PACKET_TOO_BIG,
                        0,
                        1460);

        byte[] error = Frames.packetAt(memory, IP - IcmpError.headers(false));
        assertThat(error).hasSize(1280).hasSize(length);
        assertThat(HexFormat.of().formatHex(error, 40, 42)).isEqualTo("0200");
        assertThat(HexFormat.of().formatHex(error, 44, 48)).isEqualTo("000005b4");
        assertThat(HexFormat.of().formatHex(error, 24, 40)).isEqualTo(Frames.hex(Frames.CLIENT6));
        Frames.assertIntact(error);
    }

    @Test
    void a_segment_with_an_acknowledgement_is_reset_at_what_it_acknowledges() {
        byte[] answer = reset(Frames.CLIENT, Frames.VIRTUAL, TcpHeader.ACK, 5);

        assertThat(HexFormat.of().formatHex(answer, 20, 34))
                .isEqualTo("00509c40" + "55667788" + "00000000" + "5004");
    }

    @Test
    void a_segment_without_an_acknowledgement_is_reset_with_one() {
        byte[] answer = reset(Frames.CLIENT, Frames.VIRTUAL, TcpHeader.SYN, 5);

        assertThat(HexFormat.of().formatHex(answer, 20, 34))
                .isEqualTo("00509c40" + "00000000" + "1122334a" + "5014");
    }

    @Test
    void resets_of_ipv6_segments_are_whole() {
        byte[] answer = reset(Frames.CLIENT6, Frames.VIRTUAL6, TcpHeader.SYN, 0);

        assertThat(answer).hasSize(60);
        assertThat(HexFormat.of().formatHex(answer, 48, 52)).isEqualTo("11223345");
    }

    @Test
    void echo_requests_become_replies() {
        byte[] echo = Frames.join("0800f7a800010002", new byte[] {'a', 'b', 'c'});
        setChecksum(echo, echo);
        byte[] request = Frames.ipv4(1, Frames.CLIENT, Frames.VIRTUAL, echo);
        MemorySegment memory = Frames.chunk(request);

        EchoReply.answer(memory, IP);

        byte[] reply = Frames.packetAt(memory, IP);
        assertThat(HexFormat.of().formatHex(reply, 12, 22)).isEqualTo("cb00710ac63364070000");
        assertThat(reply[8]).isEqualTo((byte) 64);
        Frames.assertIntact(reply);
    }

    @Test
    void ipv6_echo_requests_become_replies() {
        byte[] echo = Frames.join("8000000000010002", new byte[] {'a', 'b', 'c'});
        setChecksum(echo, Frames.pseudo(58, Frames.CLIENT6, Frames.VIRTUAL6, echo));
        MemorySegment memory = Frames.chunk(Frames.ipv6(58, Frames.CLIENT6, Frames.VIRTUAL6, echo));

        EchoReply.answerV6(memory, IP, IP + Ipv6Header.LENGTH);

        byte[] reply = Frames.packetAt(memory, IP);
        assertThat(reply[40]).isEqualTo((byte) 129);
        assertThat(HexFormat.of().formatHex(reply, 24, 40)).isEqualTo(Frames.hex(Frames.CLIENT6));
        Frames.assertIntact(reply);
    }

    @Test
    void an_arp_request_becomes_its_reply() {
        MemorySegment memory = MemorySegment.ofArray(new byte[Frames.CHUNK]);
        AddressAnswer.announceArp(memory, AT, 0x0200_0000_0007L, 0xCB00_7101);
        ArpPacket.write(memory, AT + 14, ArpPacket.REQUEST, 0x0200_0000_0007L, 0xCB00_7101, 0, OWN);

        int length = AddressAnswer.arp(memory, AT, MAC);

        assertThat(HexFormat.of().formatHex(Frames.bytes(memory, AT, length)))
                .isEqualTo(
                        "020000000007"
                                + "0200000000aa"
                                + "0806"
                                + "0001080006040002"
                                + "0200000000aa"
                                + "cb00710a"
                                + "020000000007"
                                + "cb007101");
        assertThat(ArpPacket.isIpv4(memory, AT + 14)).isTrue();
    }

    @Test
    void an_announcement_asks_all_for_ones_own_address() {
        MemorySegment memory = MemorySegment.ofArray(new byte[Frames.CHUNK]);

        int length = AddressAnswer.announceArp(memory, AT, MAC, OWN);

        assertThat(HexFormat.of().formatHex(Frames.bytes(memory, AT, length)))
                .isEqualTo(
                        "ffffffffffff"
                                + "0200000000aa"
                                + "0806"
                                + "0001080006040001"
                                + "0200000000aa"
                                + "cb00710a"
                                + "000000000000"
                                + "cb00710a");
    }

    @Test
    void a_neighbour_solicitation_becomes_a_solicited_advertisement() {
        MemorySegment memory = solicitation(Frames.CLIENT6);

        int length = AddressAnswer.neighbour(memory, AT, MAC);

        byte[] answer = Frames.packetAt(memory, IP);
        assertThat(length).isEqualTo(14 + answer.length).isEqualTo(86);
        assertThat(EthernetHeader.destination(memory, AT)).isEqualTo(0x0200_0000_0002L);
        assertThat(HexFormat.of().formatHex(answer, 24, 40)).isEqualTo(Frames.hex(Frames.CLIENT6));
        assertThat(HexFormat.of().formatHex(answer, 44, 72))
                .isEqualTo("60000000" + Frames.hex(Frames.VIRTUAL6) + "02010200000000aa");
        assertThat(answer[7]).isEqualTo((byte) 255);
        Frames.assertIntact(answer);
    }

    @Test
    void who_asks_without_an_address_is_answered_in_front_of_all() {
        MemorySegment memory = solicitation("::");

        AddressAnswer.neighbour(memory, AT, MAC);

        byte[] answer = Frames.packetAt(memory, IP);
        assertThat(EthernetHeader.destination(memory, AT)).isEqualTo(0x3333_0000_0001L);
        assertThat(HexFormat.of().formatHex(answer, 24, 40)).isEqualTo(Frames.hex("ff02::1"));
        assertThat(HexFormat.of().formatHex(answer, 44, 48)).isEqualTo("20000000");
        Frames.assertIntact(answer);
    }

    @Test
    void link_layer_addresses_are_found_among_options_and_malformed_ones_are_not() {
        MemorySegment memory = MemorySegment.ofArray(new byte[64]);
        NeighbourMessage.write(
                memory, 0, 135, 0, 1, 2, NeighbourMessage.SOURCE_MAC, 0x0200_0000_0009L);
        long none = NeighbourMessage.NO_MAC;

        assertThat(NeighbourMessage.mac(memory, 0, 32, NeighbourMessage.SOURCE_MAC))
                .isEqualTo(0x0200_0000_0009L);
        assertThat(NeighbourMessage.mac(memory, 0, 32, NeighbourMessage.TARGET_MAC))
                .isEqualTo(none);
        assertThat(NeighbourMessage.mac(memory, 0, 31, NeighbourMessage.SOURCE_MAC))
                .isEqualTo(none);
        Wire.put16(memory, 24, 0x0500);
        assertThat(NeighbourMessage.mac(memory, 0, 40, NeighbourMessage.SOURCE_MAC))
                .isEqualTo(none);
    }

    private static byte[] reset(String source, String destination, int flags, int data) {
        byte[] packet = Frames.tcp(source, destination, flags, "01010101", new byte[data]);
        MemorySegment memory = Frames.chunk(packet);
        long tcp = IP + (source.contains(":") ? 40 : 20);

        int length = TcpReset.answer(memory, IP, tcp, IP + packet.length);

        byte[] answer = Frames.packetAt(memory, IP);
        assertThat(answer).hasSize(length);
        Frames.assertIntact(answer);
        return answer;
    }

    private static MemorySegment solicitation(String source) {
        String own = Frames.hex(Frames.VIRTUAL6);
        byte[] icmp = Frames.join("8700000000000000" + own + "0101020000000002", new byte[0]);
        return Frames.chunk(Frames.ipv6(58, source, Frames.VIRTUAL6, icmp));
    }

    private static void setChecksum(byte[] icmp, byte[] covered) {
        icmp[2] = 0;
        icmp[3] = 0;
        byte[] zeroed = covered.clone();
        zeroed[zeroed.length - icmp.length + 2] = 0;
        zeroed[zeroed.length - icmp.length + 3] = 0;
        int sum = ~Frames.sum(zeroed) & 0xFFFF;
        icmp[2] = (byte) (sum >>> 8);
        icmp[3] = (byte) sum;
    }
}
