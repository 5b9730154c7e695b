package dev.sluice.director.own.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlPacketTest {
    private static final String VALID = "20c8 03 18 00000007 00000009 0000c350 000186a0 00000000";

    @Test
    void a_packet_is_written_as_rfc_5880_draws_it() {
        var packet = new ControlPacket(BfdState.UP, 0, false, false, 3, 7, 9, 50_000, 100_000);
        assertThat(HexFormat.of().formatHex(packet.write())).isEqualTo(VALID.replace(" ", ""));
        assertThat(ControlPacket.refusal(bytes(VALID))).isNull();
        assertThat(ControlPacket.read(bytes(VALID))).isEqualTo(packet);
    }

    @Test
    void flags_states_and_reasons_are_read_again() {
        for (BfdState state : BfdState.values()) {
            var packet = new ControlPacket(state, 4, true, true, 255, -1, 1, 0xFFFF_FFFFL, 0);
            assertThat(ControlPacket.read(ByteBuffer.wrap(packet.write()))).isEqualTo(packet);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "20c0 03 18 00000007 00000009 0000c350 000186a0 000000, LENGTH",
        "'', LENGTH",
        "20c0 03 17 00000007 00000009 0000c350 000186a0 00000000, LENGTH",
        "20c0 03 19 00000007 00000009 0000c350 000186a0 00000000, LENGTH",
        "00c0 03 18 00000007 00000009 0000c350 000186a0 00000000, VERSION",
        "40c0 03 18 00000007 00000009 0000c350 000186a0 00000000, VERSION",
        "20c0 00 18 00000007 00000009 0000c350 000186a0 00000000, MULTIPLIER",
        "20c1 03 18 00000007 00000009 0000c350 000186a0 00000000, MULTIPOINT",
        "20c0 03 18 00000000 00000009 0000c350 000186a0 00000000, DISCRIMINATOR",
        "20c0 03 18 00000007 00000000 0000c350 000186a0 00000000, STATE",
        "2080 03 18 00000007 00000000 0000c350 000186a0 00000000, STATE",
        "20c4 03 18 00000007 00000009 0000c350 000186a0 00000000, AUTHENTICATION",
    })
    void what_is_wrong_is_named(String packet, Refusal refusal) {
        assertThat(ControlPacket.refusal(bytes(packet))).isEqualTo(refusal);
    }

    @Test
    void no_bytes_make_it_fail() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] packet = bytes(VALID).array();
            packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            int size = random.nextInt(4) == 0 ? random.nextInt(25) : packet.length;
            ByteBuffer bytes = ByteBuffer.wrap(packet, 0, size);
            if (ControlPacket.refusal(bytes) == null) {
                assertThat(ControlPacket.read(bytes).my()).as("seed %s", seed).isNotZero();
            }
        }
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
