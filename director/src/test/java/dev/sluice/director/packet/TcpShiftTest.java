package dev.sluice.director.packet;

import static dev.sluice.director.packet.Frames.IP;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpShiftTest {
    private static final long TCP = IP + Ipv4Header.LENGTH;
    private static final long OPTIONS = TCP + TcpHeader.LENGTH;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 0x11223345, Integer.MIN_VALUE, 0xEEDDCCBC})
    void sequence_and_acknowledgement_move_and_wrap_around(int by) {
        MemorySegment memory = segment("");

        TcpShift.sequence(memory, TCP, by);
        TcpShift.acknowledgement(memory, TCP, -by);

        assertThat(TcpHeader.sequence(memory, TCP)).isEqualTo(0x11223344 + by);
        assertThat(TcpHeader.acknowledgement(memory, TCP)).isEqualTo(0x55667788 - by);
        Frames.assertIntact(Frames.packetAt(memory, IP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0101050affffff0000000100", // on whole words
                "050affffff00000001000101",
                "01050affffff000000010001", // at odd places
            })
    void a_selective_block_moves_wherever_it_stands(String options) {
        MemorySegment memory = segment(options);

        TcpShift.selective(memory, TCP, 20 + 12, 0x1234);

        String now = HexFormat.of().formatHex(Frames.bytes(memory, OPTIONS, 12));
        assertThat(now)
                .isEqualTo(options.replace("ffffff00", "00001134").replace("00000100", "00001334"));
        Frames.assertIntact(Frames.packetAt(memory, IP));
    }

    @Test
    void all_four_blocks_move() {
        MemorySegment memory = segment("0522" + "0000000100000002".repeat(4) + "0101");

        TcpShift.selective(memory, TCP, 56, 16);

        String now = HexFormat.of().formatHex(Frames.bytes(memory, OPTIONS, 36));
        assertThat(now).isEqualTo("0522" + "0000001100000012".repeat(4) + "0101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0101080a0000000100000002", "05020101", "0503ff01", "050affff", "05"})
    void without_whole_blocks_nothing_moves(String options) {
        String padded = options + "00".repeat((8 - options.length() % 8) % 8 / 2);
        MemorySegment memory = segment(padded);
        byte[] before = Frames.packetAt(memory, IP);

        TcpShift.selective(memory, TCP, 20 + padded.length() / 2, 99);

        assertThat(Frames.packetAt(memory, IP)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"0, 65535", "-3, 8191", "1, 65535", "14, 65535"})
    void a_window_is_said_in_another_scale(int by, int expected) {
        MemorySegment memory = segment("");

        TcpShift.window(memory, TCP, by);

        assertThat(TcpHeader.window(memory, TCP)).isEqualTo(expected);
        Frames.assertIntact(Frames.packetAt(memory, IP));
    }

    @Test
    void a_window_that_fits_is_multiplied() {
        MemorySegment memory = segment("");
        TcpShift.window(memory, TCP, -8);

        TcpShift.window(memory, TCP, 3);

        assertThat(TcpHeader.window(memory, TCP)).isEqualTo(255 * 8);
        Frames.assertIntact(Frames.packetAt(memory, IP));
    }

    private static MemorySegment segment(String options) {
        return Frames.chunk(
                Frames.tcp(
                        Frames.CLIENT,
                        Frames.VIRTUAL,
                        TcpHeader.ACK,
                        options,
                        new byte[] {1, 2, 3}));
    }
}
