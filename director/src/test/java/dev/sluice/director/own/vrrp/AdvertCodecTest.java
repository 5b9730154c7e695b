package dev.sluice.director.own.vrrp;

import static dev.sluice.director.own.vrrp.Bytes.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.table.Address;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvertCodecTest {
    private static final Address SOURCE = address("10.0.0.1");
    private static final Address GROUP = address("224.0.0.18");
    private static final Address SOURCE6 = address("fe80::1");
    private static final Address GROUP6 = address("ff02::12");

    /** Sums by hand: 3101+6401+0064+c0a8+0001 = 1560f → 5610; ~ = a9ef. */
    private static final String V3_MESSAGE_ONLY = "31 01 64 01 00 64 a9ef c0a80001";

    private static final Advert V3 =
            new Advert(
                    3,
                    false,
                    1,
                    100,
                    1000,
                    List.of(address("192.168.0.1")),
                    ChecksumReading.WITH_PSEUDO_HEADER);

    private static final String V2 = "21 01 64 01 00 01 ba52 c0a80001 0000000000000000";

    @Test
    void a_message_of_version_2_is_read() {
        assertThat(read(V2))
                .isEqualTo(
                        new Advert(
                                2,
                                false,
                                1,
                                100,
                                1000,
                                List.of(address("192.168.0.1")),
                                ChecksumReading.MESSAGE_ONLY));
    }

    @Test
    void a_message_of_version_3_is_read_by_either_checksum() {
        assertThat(read(V3_MESSAGE_ONLY)).isEqualTo(with(V3, ChecksumReading.MESSAGE_ONLY));
        assertThat(read(written(V3, SOURCE, GROUP))).isEqualTo(V3);
    }

    @Test
    void the_pseudo_header_has_addresses_protocol_and_length() {
        MemorySegment message = written(V3, SOURCE, GROUP);
        int sum = 0x0a00 + 0x0001 + 0xe000 + 0x0012 + AdvertCodec.PROTOCOL + 12;
        for (int at = 0; at < 12; at += 2) {
            sum += Wire.u16(message, at);
        }

        assertThat((sum & 0xFFFF) + (sum >>> 16)).isEqualTo(0xFFFF);
    }

    @Test
    void what_is_written_without_the_pseudo_header_is_the_known_message() {
        MemorySegment message = written(with(V3, ChecksumReading.MESSAGE_ONLY), SOURCE, GROUP);

        assertThat(message.mismatch(Bytes.of(V3_MESSAGE_ONLY))).isEqualTo(-1);
    }

    @Test
    void version_2_is_written_as_it_is_read() {
        MemorySegment message = written((Advert) read(V2), SOURCE, GROUP);

        assertThat(message.mismatch(Bytes.of(V2))).isEqualTo(-1);
    }

    @Test
    void several_addresses_of_ipv6_are_carried() {
        var advert =
                new Advert(
                        3,
                        true,
                        255,
                        Advert.OWNER,
                        Advert.INTERVAL_MS_MAX,
                        List.of(address("fe80::10"), address("2001:db8::10")),
                        ChecksumReading.WITH_PSEUDO_HEADER);

        assertThat(AdvertCodec.read(written(advert, SOURCE6, GROUP6), SOURCE6, GROUP6, 255))
                .isEqualTo(advert);
    }

    @Test
    void over_ipv6_the_pseudo_header_is_always_covered() {
        var advert = new Advert(3, true, 1, 1, 10, List.of(GROUP6), V3.checksum());
        MemorySegment message = written(advert, SOURCE6, GROUP6);

        assertThat(AdvertCodec.read(message, SOURCE6, SOURCE6, 255)).isEqualTo(Refusal.CHECKSUM);
    }

    @ParameterizedTest
    @CsvSource({
        "31 01 64 01 00 64 a9ef c0a800, TRUNCATED",
        "31 01 64 02 00 64 a9ef c0a80001, TRUNCATED",
        "31 01 64 01 00 64 a9ee c0a80001, CHECKSUM",
        "41 01 64 01 00 64 99ef c0a80001, VERSION",
        "11 01 64 01 00 64 c9ef c0a80001, VERSION",
        "32 01 64 01 00 64 a8ef c0a80001, NOT_ADVERTISEMENT",
        "31 01 64 00 00 64 6a9a, NO_ADDRESSES",
        "31 01 64 01 00 00 aa53 c0a80001, INTERVAL",
        "31 01 64 01 f0 00 ba52 c0a80001, INTERVAL",
        "21 01 64 01 00 00 ba53 c0a80001 0000000000000000, INTERVAL",
        "21 01 64 01 00 01 ba52 c0a80001, TRUNCATED",
        "21 01 64 01 01 01 edc2 c0a80001 3131313100000000, CHECKSUM",
        "21 01 64 01 01 01 56f0 c0a80001 3131313100000000, AUTHENTICATION",
        "21 01 64 01 02 01 b852 c0a80001 0000000000000000, AUTHENTICATION",
    })
    void what_is_wrong_is_refused_for_its_reason(String hex, Refusal reason) {
        assertThat(read(hex)).isEqualTo(reason);
    }

    @Test
    void reserved_bits_before_the_interval_are_not_looked_at() {
        MemorySegment message = Bytes.of(V3_MESSAGE_ONLY);
        Wire.put16(message, 4, 0xF064);
        Wire.put16(message, 6, 0xb9ee);

        assertThat(read(message)).isEqualTo(with(V3, ChecksumReading.MESSAGE_ONLY));
    }

    @Test
    void version_2_does_not_exist_over_ipv6() {
        assertThat(AdvertCodec.read(Bytes.of(V2), SOURCE6, GROUP6, 255)).isEqualTo(Refusal.VERSION);
    }

    @Test
    void what_came_through_a_router_is_refused() {
        for (int hops : new int[] {0, 1, 64, 254}) {
            assertThat(AdvertCodec.read(Bytes.of(V3_MESSAGE_ONLY), SOURCE, GROUP, hops))
                    .isEqualTo(Refusal.FAR_AWAY);
        }
    }

    @Test
    void a_message_cut_anywhere_is_refused() {
        MemorySegment packet = packet(written(V3, SOURCE, GROUP));
        assertThat(Heard.ofIpv4(packet)).isEqualTo(new Heard(SOURCE, V3));

        for (int length = 0; length < packet.byteSize(); length++) {
            assertThat(Heard.ofIpv4(packet.asSlice(0, length)).received())
                    .isInstanceOf(Refusal.class);
        }
        MemorySegment message = written(V3, SOURCE, GROUP);
        for (int length = 0; length < message.byteSize(); length++) {
            assertThat(AdvertCodec.read(message.asSlice(0, length), SOURCE, GROUP, 255))
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void a_header_that_contradicts_itself_is_refused() {
        for (int first : new int[] {0x44, 0x4F, 0x65, 0x40}) {
            MemorySegment packet = packet(written(V3, SOURCE, GROUP));
            Wire.put8(packet, 0, first);
            assertThat(Heard.ofIpv4(packet).received()).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void random_bytes_never_throw() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) (random.nextBoolean() ? 0x31 : 0x21);
            }
            MemorySegment message = MemorySegment.ofArray(bytes);
            if (bytes.length >= 8 && random.nextBoolean()) {
                Wire.put16(message, 6, 0);
                Wire.put16(message, 6, Checksum.of(Checksum.sum(message, 0, bytes.length)));
            }
            assertThat(AdvertCodec.read(message, SOURCE, GROUP, 255)).isNotNull();
            assertThat(AdvertCodec.read(message, SOURCE6, GROUP6, 255)).isNotNull();
            assertThat(Heard.ofIpv4(message)).isNotNull();
        }
    }

    private static Received read(String hex) {
        return read(Bytes.of(hex));
    }

    private static Received read(MemorySegment message) {
        return AdvertCodec.read(message, SOURCE, GROUP, AdvertCodec.HOP_LIMIT);
    }

    private static MemorySegment written(Advert advert, Address from, Address to) {
        MemorySegment message = MemorySegment.ofArray(new byte[AdvertCodec.length(advert)]);
        AdvertCodec.write(advert, message, from, to);
        return message;
    }

    private static MemorySegment packet(MemorySegment message) {
        int length = Ipv4Header.LENGTH + (int) message.byteSize();
        MemorySegment packet = MemorySegment.ofArray(new byte[length]);
        Wire.put8(packet, 0, 0x45);
        Ipv4Header.putTotalLength(packet, 0, length);
        Ipv4Header.putTtl(packet, 0, 255);
        Ipv4Header.putProtocol(packet, 0, AdvertCodec.PROTOCOL);
        Ipv4Header.putSource(packet, 0, (int) SOURCE.low());
        Ipv4Header.putDestination(packet, 0, (int) GROUP.low());
        MemorySegment.copy(message, 0, packet, Ipv4Header.LENGTH, message.byteSize());
        return packet;
    }

    private static Advert with(Advert advert, ChecksumReading checksum) {
        return new Advert(
                advert.version(),
                advert.ipv6(),
                advert.routerId(),
                advert.priority(),
                advert.intervalMs(),
                advert.addresses(),
                checksum);
    }
}
