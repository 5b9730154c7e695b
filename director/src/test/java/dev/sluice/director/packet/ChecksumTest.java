package dev.sluice.director.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private static final long SEED = 20_240_917;
    private static final int ROUNDS = 20_000;

    @Test
    void the_example_of_rfc_1071_sums_to_its_value() {
        MemorySegment bytes = memory(HexFormat.of().parseHex("0001f203f4f5f6f7"));

        assertThat(Checksum.sum(bytes, 0, 8)).isEqualTo(0xDDF2);
        assertThat(Checksum.of(0xDDF2)).isEqualTo(0x220D);
    }

    @Test
    void a_captured_ipv4_header_holds_and_a_changed_one_does_not() {
        byte[] header = HexFormat.of().parseHex("45000073000040004011b861c0a80001c0a800c7");

        assertThat(Checksum.holds(Checksum.sum(memory(header), 0, 20))).isTrue();
        header[8]--;
        assertThat(Checksum.holds(Checksum.sum(memory(header), 0, 20))).isFalse();
    }

    @Test
    void the_example_of_rfc_1624_is_not_turned_into_minus_zero() {
        assertThat(Checksum.update16(0xDD2F, 0x5555, 0x3285)).isEqualTo(0x0000);
    }

    @Test
    void sums_equal_those_of_words_added_one_by_one_at_any_place_and_length() {
        var random = random();
        byte[] bytes = new byte[2100];
        for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(bytes);
            int at = random.nextInt(64);
            int length = random.nextInt(round % 4 == 0 ? 2000 : 80);

            assertThat(Checksum.sum(memory(bytes), at, length))
                    .as("at %d, %d bytes", at, length)
                    .isEqualTo(slowly(bytes, at, length));
        }
    }

    @Test
    void ones_fill_up_every_carry() {
        byte[] bytes = new byte[9000];
        Arrays.fill(bytes, (byte) 0xFF);

        assertThat(Checksum.sum(memory(bytes), 0, 9000)).isEqualTo(0xFFFF);
    }

    @Test
    void a_checksum_changed_in_place_equals_one_made_anew() {
        var random = random();
        byte[] bytes = new byte[64];
        MemorySegment memory = memory(bytes);
        for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(bytes);
            int checksum = Checksum.of(Checksum.sum(memory, 0, 64));
            int at = random.nextInt(20) * 2;
            checksum = change(memory, at, round % 3, random, checksum);

            assertThat(Checksum.add(Checksum.sum(memory, 0, 64), checksum)).isEqualTo(0xFFFF);
        }
    }

    @Test
    void an_ipv4_address_changed_as_a_mapped_one_changes_the_checksum_alike() {
        int was = 0xCB00_710A;
        int now = 0xC612_0107;
        long prefix = 0xFFFF_0000_0000L;

        assertThat(Checksum.update128(0x1234, 0, prefix | 0xCB00_710AL, 0, prefix | 0xC612_0107L))
                .isEqualTo(Checksum.update32(0x1234, was, now));
    }

    @Test
    void a_broken_checksum_stays_broken_by_the_same_amount() {
        int right = Checksum.update32(0x1C46, 0x0A00_0001, 0x0A00_0002);
        int broken = Checksum.update32(0x1C47, 0x0A00_0001, 0x0A00_0002);

        assertThat(broken - right).isEqualTo(1);
    }

    @Test
    void a_udp_checksum_of_zero_is_written_as_ones() {
        assertThat(Checksum.ofUdp(0xFFFF)).isEqualTo(0xFFFF);
        assertThat(Checksum.ofUdp(0x1234)).isEqualTo(0xEDCB);
    }

    @Test
    void pseudo_headers_equal_the_sum_of_their_bytes() {
        byte[] v4 = HexFormat.of().parseHex("c6336407cb00710a0006001c");
        assertThat(Checksum.pseudoIpv4(0xC633_6407, 0xCB00_710A, 6, 28))
                .isEqualTo(slowly(v4, 0, 12));

        byte[] v6 =
                HexFormat.of()
                        .parseHex(
                                "20010db800000000000000000000000720010db80000000000000000ffff000a"
                                        + "000005dc00000011");
        assertThat(
                        Checksum.pseudoIpv6(
                                0x2001_0DB8_0000_0000L,
                                7,
                                0x2001_0DB8_0000_0000L,
                                0xFFFF_000AL,
                                17,
                                1500))
                .isEqualTo(slowly(v6, 0, 40));
    }

    private static int change(MemorySegment memory, int at, int kind, Random random, int checksum) {
        return switch (kind) {
            case 0 -> change16(memory, at, random.nextInt(0x10000), checksum);
            case 1 -> change32(memory, at, random.nextInt(), checksum);
            default -> change128(memory, at, random.nextLong(), random.nextLong(), checksum);
        };
    }

    private static int change16(MemorySegment memory, int at, int now, int checksum) {
        int was = Wire.u16(memory, at);
        Wire.put16(memory, at, now);
        return Checksum.update16(checksum, was, now);
    }

    private static int change32(MemorySegment memory, int at, int now, int checksum) {
        int was = Wire.u32(memory, at);
        Wire.put32(memory, at, now);
        return Checksum.update32(checksum, was, now);
    }

    private static int change128(MemorySegment memory, int at, long high, long low, int checksum) {
        long wasHigh = Wire.u64(memory, at);
        long wasLow = Wire.u64(memory, at + 8);
        Wire.put64(memory, at, high);
        Wire.put64(memory, at + 8, low);
        return Checksum.update128(checksum, wasHigh, wasLow, high, low);
    }

    private static int slowly(byte[] bytes, int at, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes[at + i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum;
    }

    private static Random random() {
        System.out.println("seed " + SEED);
        return new Random(SEED);
    }

    private static MemorySegment memory(byte[] bytes) {
        return MemorySegment.ofArray(bytes);
    }
}
