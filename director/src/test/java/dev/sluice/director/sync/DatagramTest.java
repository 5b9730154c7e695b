package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatagramTest {
    private static final long CLUSTER = 0x1122_3344_5566_7788L;
    private static final byte[] SECRET = "a secret of 16 or more".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "another secret of them".getBytes(StandardCharsets.UTF_8);

    @Test
    void sessions_come_out_as_they_went_in() {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            SyncedSession session = AnySession.of(random);
            session.isEnded = random.nextInt(4) == 0;
            byte[] bytes = datagram(Seal.of(SECRET), session);

            DatagramReader reader = open(bytes, Seal.of(SECRET));

            assertThat(reader.next()).isTrue();
            var read = new SyncedSession();
            assertThat(SessionFields.read(reader.record(), reader.fields(), read)).isTrue();
            if (session.isEnded) {
                assertThat(read.isEnded).isTrue();
                assertThat(read.hasKeyOf(session)).isTrue();
                assertThat(Join.compareStamps(read, session)).isZero();
            } else {
                assertThat(read).usingRecursiveComparison().isEqualTo(session);
            }
            assertThat(reader.next()).isFalse();
            assertThat(reader.isMalformed()).isFalse();
        }
    }

    @Test
    void a_datagram_looks_as_it_is_drawn() {
        var session = new SyncedSession();
        AnySession.key(session, 1, false);
        session.method = 1;
        session.state = 1;
        session.serverLow = 0xFFFF_0A00_0001L;
        session.serverPort = 8080;
        session.incarnation = 0x0102_0304_0506_7003L;
        session.change = 7;
        session.owner = 3;
        session.flags = SyncedSession.ANSWERED;
        session.livesMs = 1_800_000;
        session.timeoutMs = 900_000;
        session.clientPort = 40_000;

        String hex = HexFormat.of().formatHex(datagram(Seal.none(), session));

        assertThat(hex)
                .isEqualTo(
                        "536c5379"
                                + "01"
                                + "01"
                                + "01"
                                + "00"
                                + "1122334455667788"
                                + "0003"
                                + "007b"
                                + "00000000000000ee"
                                + "0000000000000009"
                                + "01"
                                + "0034"
                                + "00"
                                + "06"
                                + "01"
                                + "01"
                                + "0102030405067003"
                                + "00000007"
                                + "0003"
                                + "0001"
                                + "001b7740"
                                + "000dbba0"
                                + "9c40"
                                + "01bb"
                                + "1f90"
                                + "0000"
                                + "c0000200"
                                + "cb00710a"
                                + "0a000001"
                                + "00000000"
                                + "00".repeat(32));
    }

    @Test
    void what_a_later_release_adds_is_passed_over() {
        var random = new Random(2);
        SyncedSession session = AnySession.of(random);
        var writer = new DatagramWriter(1400, CLUSTER, 3, 0xEE, Seal.of(SECRET));
        writer.begin(Datagram.STATE, 9);
        writer.record(99).putLong(-1);
        writer.endRecord();
        ByteBuffer fields = writer.record(SessionFields.LIVES);
        SessionFields.write(fields, session);
        fields.putInt(0x1234_5678);
        writer.endRecord();
        byte[] bytes = resealed(Arrays.copyOf(writer.bytes(), writer.close()), 2, 1);

        DatagramReader reader = open(bytes, Seal.of(SECRET));

        assertThat(reader.next()).isTrue();
        assertThat(reader.record()).isEqualTo(99);
        assertThat(reader.next()).isTrue();
        var read = new SyncedSession();
        assertThat(SessionFields.read(reader.record(), reader.fields(), read)).isTrue();
        assertThat(read).usingRecursiveComparison().isEqualTo(session);
        assertThat(reader.next()).isFalse();
        assertThat(reader.isMalformed()).isFalse();
    }

    @Test
    void full_datagrams_are_of_one_length_whatever_they_hold() {
        var writer = new DatagramWriter(1400, CLUSTER, 3, 0xEE, Seal.of(SECRET));
        for (int count = 1; count < 20; count++) {
            writer.begin(Datagram.STATE, 9);
            for (int i = 0; i < count; i++) {
                SessionFields.write(writer.record(SessionFields.LIVES), Pair.session(i + 1));
                writer.endRecord();
            }
            writer.fill();
            byte[] bytes = Arrays.copyOf(writer.bytes(), writer.close());
            assertThat(bytes).hasSize(1400);

            DatagramReader reader = open(bytes, Seal.of(SECRET));
            for (int i = 0; i < count; i++) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.record()).isEqualTo(SessionFields.LIVES);
            }
            assertThat(reader.next()).isTrue();
            assertThat(reader.record()).isEqualTo(Datagram.NOTHING);
            assertThat(reader.next()).isFalse();
            assertThat(reader.isMalformed()).isFalse();
        }
    }

    @Test
    void other_releases_clusters_and_protocols_are_refused_by_name() {
        byte[] bytes = datagram(Seal.of(SECRET), AnySession.of(new Random(3)));

        assertThat(refusal(resealed(bytes, 3, 3))).isEqualTo(Refusal.UNKNOWN_VERSION);
        assertThat(refusal(resealed(bytes, 0, 0))).isEqualTo(Refusal.UNKNOWN_VERSION);
        assertThat(refusal(resealed(bytes, 2, 1))).isNull();
        assertThat(refusal(patched(bytes, 0))).isEqualTo(Refusal.NOT_SYNC);
        assertThat(refusal(patched(bytes, Datagram.CLUSTER_AT))).isEqualTo(Refusal.FOREIGN_CLUSTER);
        assertThat(refusal(patched(bytes, Datagram.LENGTH_AT))).isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(patched(bytes, Datagram.NODE_AT))).isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void no_byte_can_be_changed_and_none_left_out() {
        byte[] bytes = datagram(Seal.of(SECRET), AnySession.of(new Random(4)));
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            assertThat(refusal(changed)).isEqualTo(Refusal.NOT_AUTHENTIC);
            @Nullable Refusal cut = refusal(Arrays.copyOf(bytes, at));
            assertThat(cut).isIn(Refusal.TRUNCATED, Refusal.NOT_AUTHENTIC);
        }
    }

    @Test
    void who_has_the_secret_takes_only_what_was_made_with_it() {
        byte[] sealed = datagram(Seal.of(SECRET), AnySession.of(new Random(5)));
        byte[] open = datagram(Seal.none(), AnySession.of(new Random(5)));

        assertThat(refusal(open)).isEqualTo(Refusal.NOT_AUTHENTIC);
        assertThat(refusal(sealed, Seal.of(OTHER))).isEqualTo(Refusal.NOT_AUTHENTIC);
        assertThat(refusal(sealed, Seal.none())).isEqualTo(Refusal.NOT_AUTHENTIC);
        assertThat(refusal(open, Seal.none())).isNull();
    }

    @Test
    void a_secret_can_be_replaced_while_both_are_in_use() {
        byte[] before = datagram(Seal.of(SECRET), AnySession.of(new Random(6)));
        byte[] after = datagram(Seal.of(OTHER, SECRET), AnySession.of(new Random(6)));

        assertThat(refusal(before, Seal.of(OTHER, SECRET))).isNull();
        assertThat(refusal(after, Seal.of(SECRET, OTHER))).isNull();
        assertThat(refusal(after, Seal.of(OTHER))).isNull();
    }

    @Test
    void records_cut_anywhere_end_in_a_refusal() {
        byte[] bytes = datagram(Seal.none(), AnySession.of(new Random(7)));
        for (int length = Datagram.BYTES_MIN; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            Arrays.fill(cut, length - Seal.BYTES, length, (byte) 0);
            ByteBuffer.wrap(cut).putShort(Datagram.LENGTH_AT, (short) length);
            var reader = new DatagramReader(CLUSTER, Seal.none());
            assertThat(reader.open(cut, 0, length)).isNull();
            assertThat(reader.next()).isFalse();
            assertThat(reader.isMalformed()).isEqualTo(length > Datagram.BYTES_MIN);
        }
    }

    private static byte[] datagram(Seal seal, SyncedSession session) {
        var writer = new DatagramWriter(1400, CLUSTER, 3, 0xEE, seal);
        writer.begin(Datagram.STATE, 9);
        SessionFields.write(writer.record(SessionFields.kind(session)), session);
        writer.endRecord();
        return Arrays.copyOf(writer.bytes(), writer.close());
    }

    private static byte[] resealed(byte[] bytes, int version, int least) {
        byte[] changed = bytes.clone();
        changed[Datagram.VERSION_AT] = (byte) version;
        changed[Datagram.LEAST_AT] = (byte) least;
        ByteBuffer.wrap(changed).putShort(Datagram.LENGTH_AT, (short) changed.length);
        Seal.of(SECRET).close(changed, 0, changed.length - Seal.BYTES);
        return changed;
    }

    private static byte[] patched(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 0x55;
        Seal.of(SECRET).close(changed, 0, changed.length - Seal.BYTES);
        return changed;
    }

    private static @Nullable Refusal refusal(byte[] bytes) {
        return refusal(bytes, Seal.of(SECRET));
    }

    private static @Nullable Refusal refusal(byte[] bytes, Seal seal) {
        return new DatagramReader(CLUSTER, seal).open(bytes, 0, bytes.length);
    }

    private static DatagramReader open(byte[] bytes, Seal seal) {
        var reader = new DatagramReader(CLUSTER, seal);
        assertThat(reader.open(bytes, 0, bytes.length)).isNull();
        assertThat(reader.node()).isEqualTo(3);
        assertThat(reader.epoch()).isEqualTo(0xEE);
        assertThat(reader.sequence()).isEqualTo(9);
        return reader;
    }
}
