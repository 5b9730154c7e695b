package dev.sluice.director.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpSegmentTest {
    @ParameterizedTest
    @CsvSource({"198.51.100.7, 203.0.113.10, 20", "2001:db8:100::7, 2001:db8:113::10, 40"})
    void a_segment_with_options_and_data_is_intact(String source, String destination, int header) {
        MemorySegment memory = MemorySegment.ofArray(new byte[256]);
        boolean ipv4 = header == 20;
        long options = TcpSegment.options(10, ipv4);
        SynOptions.write(memory, options, SynOptions.of(1460, 7, true));
        Wire.put32(memory, options + 12, 0xCAFEBABE);
        Wire.put8(memory, options + 16, 0x42);

        int length = write(memory, source, destination);

        byte[] packet = Frames.packetAt(memory, 10);
        assertThat(length).isEqualTo(packet.length).isEqualTo(header + 20 + 12 + 5);
        Frames.assertIntact(packet);
        long tcp = 10L + header;
        assertThat(TcpHeader.sequence(memory, tcp)).isEqualTo(0x01020304);
        assertThat(TcpHeader.headerLength(memory, tcp)).isEqualTo(32);
        assertThat(TcpHeader.window(memory, tcp)).isEqualTo(0x7777);
    }

    private static int write(MemorySegment memory, String source, String destination) {
        return TcpSegment.write(
                memory,
                10,
                Frames.high(source),
                Frames.low(source),
                Frames.high(destination),
                Frames.low(destination),
                40_000,
                80,
                0x01020304,
                0x05060708,
                TcpHeader.ACK | TcpHeader.PSH,
                0x7777,
                12,
                5);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 198.51.100.7, 203.0.113.10, 2111000cc6336407cb00710a9c400050",
        "17, 198.51.100.7, 203.0.113.10, 2112000cc6336407cb00710a9c400050",
        "6, 2001:db8::7, 2001:db8::10,"
                + " 2121002420010db800000000000000000000000720010db80000000000000000000000109c400050",
        "17, 2001:db8::7, 2001:db8::10,"
                + " 2122002420010db800000000000000000000000720010db80000000000000000000000109c400050"
    })
    void a_proxy_header_names_both_ends(
            int protocol, String client, String virtual, String afterSignature) {
        byte[] bytes = new byte[ProxyHeader.IPV6_LENGTH];
        long high = Frames.high(client);
        long low = Frames.low(client);

        int length =
                ProxyHeader.write(
                        MemorySegment.ofArray(bytes),
                        0,
                        protocol,
                        high,
                        low,
                        40_000,
                        Frames.high(virtual),
                        Frames.low(virtual),
                        80);

        assertThat(length).isEqualTo(ProxyHeader.length(high, low));
        assertThat(HexFormat.of().formatHex(bytes, 0, length))
                .isEqualTo("0d0a0d0a000d0a515549540a" + afterSignature);
    }
}
