package dev.sluice.director.packet;

import static dev.sluice.director.packet.Frames.IP;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Ipv4CutTest {
    private static final long ELSEWHERE = 2560;

    @Test
    void two_parts_carry_the_whole_and_say_where_they_belong() {
        byte[] packet = packet(1400, "0000");
        MemorySegment memory = Frames.chunk(packet);
        int bytes = Ipv4Cut.dataBytes(1000, 20);
        assertThat(bytes).isEqualTo(976);

        Ipv4Cut.copy(memory, IP, ELSEWHERE, bytes, 1400 - bytes, true);
        Ipv4Cut.keepFirst(memory, IP, bytes);

        byte[] first = Frames.packetAt(memory, IP);
        byte[] second = Frames.packetAt(memory, ELSEWHERE);
        assertThat(HexFormat.of().formatHex(first, 2, 8)).isEqualTo("03e412342000");
        assertThat(HexFormat.of().formatHex(second, 2, 8)).isEqualTo("01bc1234007a");
        assertThat(Frames.sum(Arrays.copyOf(first, 20))).isEqualTo(0xFFFF);
        assertThat(Frames.sum(Arrays.copyOf(second, 20))).isEqualTo(0xFFFF);
        assertThat(Arrays.copyOfRange(first, 20, 20 + bytes))
                .isEqualTo(Arrays.copyOfRange(packet, 20, 20 + bytes));
        assertThat(Arrays.copyOfRange(second, 20, second.length))
                .isEqualTo(Arrays.copyOfRange(packet, 20 + bytes, packet.length));
    }

    @Test
    void a_fragment_that_is_cut_again_keeps_its_place_and_that_more_follow() {
        MemorySegment memory = Frames.chunk(packet(800, "200a"));

        Ipv4Cut.copy(memory, IP, ELSEWHERE, 400, 400, true);
        Ipv4Cut.keepFirst(memory, IP, 400);

        assertThat(Wire.u16(memory, IP + 6)).isEqualTo(0x200A);
        assertThat(Wire.u16(memory, ELSEWHERE + 6)).isEqualTo(0x200A + 50);
    }

    private static byte[] packet(int bytes, String fragment) {
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            data[i] = (byte) i;
        }
        int flags = Integer.parseInt(fragment, 16);
        byte[] header = Frames.header4(17, flags, Frames.CLIENT, Frames.VIRTUAL, bytes);
        return Frames.join(HexFormat.of().formatHex(header), data);
    }
}
