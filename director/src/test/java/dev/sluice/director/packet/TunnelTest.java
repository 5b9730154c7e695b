package dev.sluice.director.packet;

import static dev.sluice.director.packet.Frames.IP;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TunnelTest {
    private static final String OWN = "198.18.1.1";
    private static final String SERVER = "10.0.0.3";
    private static final String OWN6 = "2001:db8:18::1";
    private static final String SERVER6 = "2001:db8:a::3";
    private static final byte[] INNER =
            Frames.tcp(Frames.CLIENT, Frames.VIRTUAL, TcpHeader.ACK, "", new byte[100]);
    private static final byte[] INNER6 =
            Frames.udp(Frames.CLIENT6, Frames.VIRTUAL6, new byte[] {1, 2, 3});

    @Test
    void ipv4_in_ipv4_is_protocol_4() {
        byte[] outer = wrap(INNER, OWN, SERVER, Tunnel.IN_IP);

        assertOuter4(outer, 4, 20, INNER);
    }

    @Test
    void ipv6_in_ipv4_is_protocol_41_and_must_not_be_cut() {
        byte[] outer = wrap(INNER6, OWN, SERVER, Tunnel.IN_IP);

        assertOuter4(outer, 41, 20, INNER6);
        assertThat(outer[6]).isEqualTo((byte) 0x40);
    }

    @Test
    void ipv6_in_ipv6_is_protocol_41() {
        byte[] outer = wrap(INNER6, OWN6, SERVER6, Tunnel.IN_IP);

        assertThat(outer[6]).isEqualTo((byte) 41);
        assertThat(rest(outer, 40)).isEqualTo(INNER6);
        assertThat(Frames.low(OWN6)).isEqualTo(Wire.u64(MemorySegment.ofArray(outer), 16));
    }

    @Test
    void ipv4_in_ipv6_is_protocol_4() {
        byte[] outer = wrap(INNER, OWN6, SERVER6, Tunnel.IN_IP);

        assertThat(outer[6]).isEqualTo((byte) 4);
        assertThat(rest(outer, 40)).isEqualTo(INNER);
    }

    @Test
    void gue_over_ipv4_has_no_checksum_and_the_packet_right_behind() {
        byte[] outer = wrap(INNER, OWN, SERVER, 0xC123);

        assertOuter4(outer, 17, 28, INNER);
        assertThat(Arrays.copyOfRange(outer, 20, 28))
                .isEqualTo(Frames.join("c12317c000940000", new byte[0]));
    }

    @Test
    void gue_over_ipv6_has_a_checksum() {
        byte[] outer = wrap(INNER6, OWN6, SERVER6, 0xC123);

        assertThat(rest(outer, 48)).isEqualTo(INNER6);
        Frames.assertIntact(outer);
    }

    @Test
    void ecn_and_dont_fragment_are_copied_outward() {
        byte[] marked = INNER.clone();
        marked[1] = (byte) 0xBB;
        marked[6] = 0;

        byte[] outer = wrap(marked, OWN, SERVER, Tunnel.IN_IP);

        assertThat(outer[1]).isEqualTo((byte) 0xBB);
        assertThat(outer[6]).isZero();
        assertThat(wrap(INNER, OWN, SERVER, Tunnel.IN_IP)[6]).isEqualTo((byte) 0x40);
    }

    @Test
    void a_flows_source_port_is_high_and_always_the_same() {
        assertThat(Tunnel.sourcePort(0x1234_5678_9ABC_DEF0L))
                .isEqualTo(Tunnel.sourcePort(0x1234_5678_9ABC_DEF0L))
                .isBetween(0xC000, 0xFFFF);
    }

    private static byte[] wrap(byte[] inner, String source, String server, int sourcePort) {
        MemorySegment memory = Frames.chunk(inner);
        long outer =
                Tunnel.wrap(
                        memory,
                        IP,
                        inner.length,
                        Frames.high(source),
                        Frames.low(source),
                        Frames.high(server),
                        Frames.low(server),
                        sourcePort,
                        7);
        boolean overIpv4 = !server.contains(":");
        assertThat(IP - outer).isEqualTo(Tunnel.overhead(sourcePort != Tunnel.IN_IP, overIpv4));
        return Frames.packetAt(memory, outer);
    }

    private static void assertOuter4(byte[] outer, int protocol, int headers, byte[] inner) {
        assertThat(Frames.sum(Arrays.copyOf(outer, 20))).isEqualTo(0xFFFF);
        assertThat(outer[9]).isEqualTo((byte) protocol);
        assertThat(Arrays.copyOfRange(outer, 12, 20))
                .isEqualTo(Frames.join(Frames.hex(OWN) + Frames.hex(SERVER), new byte[0]));
        assertThat(rest(outer, headers)).isEqualTo(inner);
    }

    private static byte[] rest(byte[] packet, int from) {
        return Arrays.copyOfRange(packet, from, packet.length);
    }
}
