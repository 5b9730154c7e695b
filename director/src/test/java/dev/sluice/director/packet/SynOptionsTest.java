package dev.sluice.director.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynOptionsTest {
    @ParameterizedTest
    @CsvSource({
        // what Linux, Windows and a bare stack offer
        "020405b40402080a0000000100000000 01030307, 1460, 7, true",
        "020405b4 01 030308 01 01 0402, 1460, 8, true",
        "020405b4, 1460, 15, false",
        "'', 536, 15, false",
        // a scale above 14 is 14
        "0303ff, 536, 14, false",
        // after the end of the list nothing counts
        "00 020405b4, 536, 15, false",
        // options that are cut short, of length 0 or 1, or of a wrong length
        "020405, 536, 15, false",
        "02, 536, 15, false",
        "0200 020405b4, 536, 15, false",
        "0201 020405b4, 536, 15, false",
        "0203ff 0402, 536, 15, true",
        // an unknown option is passed over
        "fe08000000000000 020405dc, 1500, 15, false"
    })
    void reads_what_a_syn_offers(String hex, int mss, int scale, boolean sack) {
        byte[] bytes = HexFormat.of().parseHex("00".repeat(20) + hex.replace(" ", ""));

        int options = SynOptions.read(MemorySegment.ofArray(bytes), 0, bytes.length);
        assertThat(options).isEqualTo(SynOptions.of(mss, scale, sack));
        assertThat(SynOptions.mss(options)).isEqualTo(mss);
        assertThat(SynOptions.scale(options)).isEqualTo(scale);
    }

    @ParameterizedTest
    @CsvSource({
        "1460, 7, true, 020405b4 01030307 01010402",
        "1440, 15, true, 020405a0 01010402",
        "536, 0, false, 02040218 01030300",
        "1220, 15, false, 020404c4"
    })
    void writes_what_it_reads(int mss, int scale, boolean sack, String hex) {
        byte[] bytes = new byte[20 + SynOptions.LENGTH_MAX];
        MemorySegment memory = MemorySegment.ofArray(bytes);
        int options = SynOptions.of(mss, scale, sack);

        int length = SynOptions.write(memory, 20, options);
        assertThat(HexFormat.of().formatHex(bytes, 20, 20 + length))
                .isEqualTo(hex.replace(" ", ""));
        assertThat(SynOptions.read(memory, 0, 20 + length)).isEqualTo(options);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 536",
        "536, 536",
        "1219, 536",
        "1220, 1220",
        "1399, 1360",
        "1452, 1452",
        "1459, 1452",
        "1460, 1460",
        "8960, 1460",
        "65535, 1460"
    })
    void a_cookie_rounds_the_segment_size_down(int offered, int kept) {
        int bits = SynOptions.cookieBits(SynOptions.of(offered, 3, false));

        assertThat(SynOptions.mss(SynOptions.ofCookieBits(bits))).isEqualTo(kept);
    }

    @Test
    void a_cookie_keeps_every_scale_and_sack() {
        for (int scale = 0; scale <= SynOptions.NO_SCALE; scale++) {
            for (boolean sack : new boolean[] {true, false}) {
                int bits = SynOptions.cookieBits(SynOptions.of(1460, scale, sack));
                assertThat(bits).isBetween(0, 255);
                assertThat(SynOptions.ofCookieBits(bits))
                        .isEqualTo(SynOptions.of(1460, scale, sack));
            }
        }
    }
}
