package dev.sluice.director.packet;

import static dev.sluice.director.packet.Frames.AT;
import static dev.sluice.director.packet.Frames.IP;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpOptionsTest {
    private static final String LINUX_SYN = "020405b4" + "0402080a0011223300000000" + "01030307";
    private static final long TCP = IP + Ipv4Header.LENGTH;
    private static final long TCP6 = IP + Ipv6Header.LENGTH;

    @Test
    void options_are_found_among_others() {
        MemorySegment memory = syn(LINUX_SYN);

        assertThat(TcpOptions.find(memory, TCP, 40, TcpOptions.TIMESTAMPS)).isEqualTo(TCP + 26);
        assertThat(TcpOptions.find(memory, TCP, 40, TcpOptions.WINDOW_SCALE)).isEqualTo(TCP + 37);
        assertThat(TcpOptions.find(memory, TCP, 40, TcpOptions.CLIENT_IPV4))
                .isEqualTo(TcpOptions.NONE);
        assertThat(TcpOptions.maximumSegmentSize(memory, TCP, 40)).isEqualTo(1460);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00020405b4000000", // after the end
                "01010102", // its length outside
                "0101020405b40000", // cut by the header's end, once shortened below
                "0300020405b40000", // after a length of 0
                "0301020405b40000", // after a length of 1
                "03ff020405b40000" // after a length beyond the header
            })
    void what_contradicts_itself_ends_the_walk(String options) {
        MemorySegment memory = syn(options);
        int length = options.startsWith("0101020") ? 24 : 20 + options.length() / 2;

        assertThat(TcpOptions.find(memory, TCP, length, TcpOptions.MAXIMUM_SEGMENT_SIZE))
                .isEqualTo(TcpOptions.NONE);
    }

    @Test
    void an_mss_option_of_another_length_is_none() {
        assertThat(TcpOptions.maximumSegmentSize(syn("0206aabbccdd0101"), TCP, 28)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"020405b4", "01020405b4000000", "0101020405b40000"})
    void a_segment_size_is_clamped_wherever_it_stands(String options) {
        MemorySegment memory = syn(options);
        int length = 20 + options.length() / 2;

        TcpOptions.clampSegmentSize(memory, TCP, length, 1440);

        assertThat(TcpOptions.maximumSegmentSize(memory, TCP, length)).isEqualTo(1440);
        Frames.assertIntact(Frames.packetAt(memory, IP));
    }

    @Test
    void a_small_segment_size_stays() {
        MemorySegment memory = syn(LINUX_SYN);
        byte[] before = Frames.packetAt(memory, IP);

        TcpOptions.clampSegmentSize(memory, TCP, 40, 1460);

        assertThat(Frames.packetAt(memory, IP)).isEqualTo(before);
    }

    @Test
    void timestamps_are_overwritten_by_nothing() {
        MemorySegment memory = syn(LINUX_SYN);

        TcpOptions.eraseTimestamps(memory, TCP, 40);

        assertThat(TcpOptions.find(memory, TCP, 40, TcpOptions.TIMESTAMPS))
                .isEqualTo(TcpOptions.NONE);
        assertThat(TcpOptions.find(memory, TCP, 40, TcpOptions.WINDOW_SCALE)).isEqualTo(TCP + 37);
        Frames.assertIntact(Frames.packetAt(memory, IP));
    }

    @Test
    void a_clients_ipv4_address_goes_before_all_options() {
        MemorySegment memory = syn(LINUX_SYN);

        int grown =
                TcpOptions.insertClient(memory, AT, IP, TCP, 0, Frames.low("198.51.100.7"), 40000);

        assertThat(grown).isEqualTo(8);
        assertThat(EthernetHeader.type(memory, AT - 8)).isEqualTo(EthernetHeader.TYPE_IPV4);
        assertThat(TcpHeader.headerLength(memory, TCP - 8)).isEqualTo(48);
        byte[] option = Frames.bytes(memory, TCP - 8 + 20, 8);
        assertThat(HexFormat.of().formatHex(option)).isEqualTo("fe089c40c6336407");
        Frames.assertIntact(Frames.packetAt(memory, IP - 8));
    }

    @Test
    void a_clients_ipv6_address_goes_before_all_options() {
        byte[] packet =
                Frames.tcp(Frames.CLIENT6, Frames.VIRTUAL6, TcpHeader.SYN, LINUX_SYN, new byte[0]);
        MemorySegment memory = Frames.chunk(packet);

        int grown =
                TcpOptions.insertClient(
                        memory,
                        AT,
                        IP,
                        TCP6,
                        Frames.high("2001:db8::7"),
                        Frames.low("2001:db8::7"),
                        40000);

        assertThat(grown).isEqualTo(20);
        byte[] option = Frames.bytes(memory, TCP6 - 20 + 20, 20);
        assertThat(HexFormat.of().formatHex(option))
                .isEqualTo("fd149c40" + Frames.hex("2001:db8::7"));
        Frames.assertIntact(Frames.packetAt(memory, IP - 20));
    }

    @Test
    void a_full_header_stays_as_it_is() {
        MemorySegment memory = syn("01".repeat(36));
        byte[] before = Frames.packetAt(memory, IP);

        assertThat(TcpOptions.insertClient(memory, AT, IP, TCP, 0, 0xFFFF_0102_0304L, 1)).isZero();
        assertThat(Frames.packetAt(memory, IP)).isEqualTo(before);
    }

    @Test
    void no_bytes_make_a_walk_leave_the_header() {
        long seed = 77;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        byte[] exact = new byte[60];
        MemorySegment memory = MemorySegment.ofArray(exact);
        for (int round = 0; round < 50_000; round++) {
            random.nextBytes(exact);
            for (int i = 20; i < 60; i += 1 + random.nextInt(4)) {
                exact[i] = (byte) random.nextInt(12);
            }
            TcpOptions.clampSegmentSize(memory, 0, 60, 1000);
            TcpOptions.eraseTimestamps(memory, 0, 60);
            assertThat(TcpOptions.find(memory, 0, 60, TcpOptions.TIMESTAMPS)).isLessThan(60);
        }
    }

    private static MemorySegment syn(String options) {
        String padded = options + "00".repeat((8 - options.length() % 8) % 8 / 2);
        byte[] none = new byte[0];
        return Frames.chunk(Frames.tcp(Frames.CLIENT, Frames.VIRTUAL, TcpHeader.SYN, padded, none));
    }
}
