package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionSyncTest {
    @Test
    void a_session_is_at_its_peer_within_twenty_milliseconds_and_safe_soon_after() {
        Pair pair = Pair.met(2);
        SyncedSession session = Pair.session(1);

        pair.one().forward(session);
        assertThat(pair.one().sync().safety().unsent()).isOne();
        pair.pass(35);
        assertThat(pair.other().sessions.size()).isEqualTo(1);
        pair.pass(30);

        Safety safety = pair.one().sync().safety();
        assertThat(safety.own()).isOne();
        assertThat(safety.safe()).isOne();
        assertThat(pair.other().sync().safety().own()).isZero();
    }

    @Test
    void a_session_without_a_peer_is_at_risk_and_says_why() {
        Pair pair = Pair.met(1);

        pair.one().forward(Pair.session(1));
        pair.pass(100);

        assertThat(pair.one().sync().safety().safe()).isZero();
        assertThat(pair.one().sync().safety().withoutPeer()).isOne();
        assertThat(pair.one().sync().isComplete()).isTrue();
    }

    @Test
    void what_was_safe_with_a_peer_that_died_is_at_risk_again() {
        Pair pair = Pair.met(2);
        pair.one().forward(Pair.session(1));
        pair.pass(100);
        assertThat(pair.one().sync().safety().safe()).isOne();

        pair.other().crash();
        pair.pass(1_000);

        assertThat(pair.one().sync().safety().safe()).isZero();
        assertThat(pair.one().sync().safety().withoutPeer()).isOne();
    }

    @Test
    void the_lag_is_the_age_of_what_a_peer_does_not_know() {
        Pair pair = Pair.met(2);
        SimulatedDirector deaf = pair.other();
        pair.pass(200);
        assertThat(pair.one().sync().lagMs(pair.network.nowMs())).isLessThan(100);

        deaf.stalledUntilMs = pair.network.nowMs() + 400;
        pair.one().forward(Pair.session(1));
        pair.pass(300);
        assertThat(pair.one().sync().lagMs(pair.network.nowMs())).isBetween(250L, 300L);
        assertThat(pair.one().sync().peers(pair.network.nowMs()))
                .singleElement()
                .satisfies(peer -> assertThat(peer.behindMs()).isBetween(250L, 300L));

        pair.pass(500);
        assertThat(pair.one().sync().lagMs(pair.network.nowMs())).isLessThan(100);
    }

    @Test
    void a_peer_of_the_next_release_is_understood() {
        Pair pair = Pair.met(2);
        SimulatedDirector older = pair.one();
        SimulatedDirector newer = pair.other();
        pair.network.onItsWay = SessionSyncTest::asOfTheNextRelease;
        newer.forward(Pair.session(1));
        older.forward(Pair.session(2));
        pair.pass(300);

        assertThat(older.sessions.size()).isEqualTo(2);
        assertThat(newer.sessions.size()).isEqualTo(2);
        assertThat(older.sync().safety().safe()).isOne();
        assertThat(newer.sync().safety().safe()).isOne();
        assertThat(older.sync().counts().of(Refusal.MALFORMED)).isZero();
        assertThat(older.sync().counts().of(Refusal.UNKNOWN_VERSION)).isZero();
    }

    /** Director 2 says a version more, and begins and ends with records that nobody knows. */
    private static byte[] asOfTheNextRelease(byte[] datagram) {
        ByteBuffer read = ByteBuffer.wrap(datagram);
        if (read.getShort(Datagram.NODE_AT) != 2) {
            return datagram;
        }
        byte[] unknown = {99, 0, 3, 1, 2, 3};
        int end = datagram.length - Seal.BYTES;
        ByteBuffer later = ByteBuffer.allocate(datagram.length + 2 * unknown.length);
        later.put(datagram, 0, Datagram.HEADER_BYTES).put(unknown);
        later.put(datagram, Datagram.HEADER_BYTES, end - Datagram.HEADER_BYTES).put(unknown);
        later.put(Datagram.VERSION_AT, (byte) (Datagram.VERSION + 1));
        later.putShort(Datagram.LENGTH_AT, (short) later.capacity());
        Seal.of("known to both of them".getBytes(StandardCharsets.UTF_8))
                .close(later.array(), 0, later.position());
        return later.array();
    }

    @Test
    void a_director_that_comes_back_empty_gets_its_sessions_back() {
        Pair pair = Pair.met(3);
        for (int i = 1; i <= 300; i++) {
            pair.directors.get(i % 3).forward(Pair.session(i));
        }
        pair.pass(200);
        pair.one().crash();
        pair.pass(2_000);

        pair.one().start(false);
        assertThat(pair.one().sync().isComplete()).isFalse();
        pair.pass(1_200);

        assertThat(pair.one().sync().isComplete()).isTrue();
        assertThat(pair.one().sessions.size()).isEqualTo(300);
    }

    @Test
    void a_director_that_stood_still_is_incomplete_until_it_has_asked_for_all() {
        Pair pair = Pair.met(3);
        SimulatedDirector stalled = pair.one();
        stalled.stalledUntilMs = pair.network.nowMs() + 2_000;
        for (int i = 1; i <= 400; i++) {
            pair.directors.get(1 + i % 2).forward(Pair.session(i));
            pair.pass(5); // More datagrams than the log keeps.
        }
        long bulks = stalled.sync().counts().of(SyncCounts.Count.BULKS_FINISHED);

        stalled.sync().resync(pair.network.nowMs());
        assertThat(stalled.sync().isComplete()).isFalse();
        pair.pass(900);
        assertThat(stalled.sync().isComplete()).isFalse();
        pair.pass(600);

        assertThat(stalled.sync().isComplete()).isTrue();
        assertThat(stalled.sessions.size()).isEqualTo(400);
        assertThat(stalled.sync().counts().of(SyncCounts.Count.BULKS_FINISHED))
                .isGreaterThan(bulks);
        assertThat(pair.other().sync().isComplete()).isTrue();
    }

    @Test
    void a_director_that_joins_waits_for_one_that_falls_silent_for_a_moment() {
        Pair pair = Pair.met(3);
        pair.one().crash();
        pair.one().start(false);
        pair.pass(300);
        SyncedSession session = Pair.session(1);
        pair.network.side[3] = 1;
        pair.directors.get(2).forward(session);
        pair.pass(1_700);
        assertThat(pair.one().sync().peersLive()).isOne();
        assertThat(pair.one().sync().isComplete()).isFalse();

        pair.network.side[3] = 0;
        pair.pass(600);

        assertThat(pair.one().sync().isComplete()).isTrue();
        assertThat(pair.one().sessions).containsKey(SimulatedDirector.key(session));
    }

    @Test
    void it_does_not_wait_for_one_that_is_gone() {
        Pair pair = Pair.met(3);
        pair.one().crash();
        pair.one().start(false);
        pair.pass(500);
        pair.directors.get(2).crash();
        pair.pass(Peer.GONE_MS + 200);

        assertThat(pair.one().sync().isComplete()).isTrue();
    }

    @Test
    void what_a_bulk_transfer_brings_is_not_sent_again_besides() {
        Pair pair = Pair.met(3);
        for (int i = 1; i <= 200; i++) {
            pair.directors.get(i % 2).forward(Pair.session(i));
            pair.pass(25); // Datagrams of their own, more than the log keeps.
        }
        SimulatedDirector joined = pair.directors.get(2);
        joined.crash();
        joined.start(false);
        pair.pass(2_000);

        assertThat(joined.sessions).hasSize(200);
        for (SimulatedDirector teller : List.of(pair.one(), pair.other())) {
            SyncCounts counts = teller.sync().counts();
            assertThat(counts.of(SyncCounts.Count.DATAGRAMS_SENT_AGAIN)).isZero();
        }
    }

    @Test
    void a_new_secret_is_taken_over_under_way() {
        byte[] first = "the secret of last year".getBytes(StandardCharsets.UTF_8);
        byte[] second = "the secret of this year".getBytes(StandardCharsets.UTF_8);
        Seal seal = Seal.of(first);
        Seal other = Seal.of(second, first);
        byte[] bytes = new byte[100];
        seal.close(bytes, 0, 60);
        assertThat(other.isIntact(bytes, 0, 60)).isTrue();

        seal.renew(Seal.of(second, first));
        seal.close(bytes, 0, 60);
        assertThat(Seal.of(first).isIntact(bytes, 0, 60)).isFalse();
        assertThat(Seal.of(second).isIntact(bytes, 0, 60)).isTrue();
    }

    @Test
    void one_transfer_from_a_complete_peer_is_enough() {
        Pair pair = Pair.met(5);
        for (int i = 1; i <= 900; i++) {
            pair.directors.get(i % 4).forward(Pair.session(i));
            if (i % 3 == 0) {
                pair.pass(25); // Datagrams of their own, more than the log keeps.
            }
        }
        pair.directors.get(4).crash();
        pair.directors.get(4).start(false);
        pair.pass(1_500);

        SimulatedDirector joined = pair.directors.get(4);
        assertThat(joined.sync().isComplete()).isTrue();
        assertThat(joined.sessions.size()).isEqualTo(900);
        assertThat(joined.sync().counts().of(SyncCounts.Count.BULKS_ASKED_FOR)).isOne();
    }

    @Test
    void tables_agree_within_a_second_after_ten_seconds_of_heavy_loss() {
        Pair pair = Pair.met(3);
        pair.network.loss = 0.3;
        for (int i = 1; i <= 900; i++) {
            pair.directors.get(i % 3).forward(Pair.session(i));
            pair.pass(10);
        }
        assertThat(pair.other().sync().digest()).isNotEqualTo(pair.one().sync().digest());
        pair.network.loss = 0;
        pair.pass(1_000);

        for (SimulatedDirector director : pair.directors) {
            assertThat(director.sync().digest()).isEqualTo(pair.one().sync().digest());
            assertThat(director.sessions.size()).isEqualTo(900);
            assertThat(director.sync().safety().safe()).isEqualTo(director.sync().safety().own());
        }
    }

    @Test
    void a_long_quiet_session_lives_on_at_its_peer_as_long_as_at_its_owner() {
        Pair pair = Pair.met(2);
        SyncedSession session = Pair.session(1);
        session.timeoutMs = 60_000;
        pair.one().forward(session);
        String key = SimulatedDirector.key(session);
        for (int i = 0; i < 10; i++) {
            pair.pass(30_000); // A packet now and then, none of which changes anything.
            pair.one().touch(session);
            pair.pass(20_000);
            long owners = pair.one().untilMs.getOrDefault(key, 0L);
            assertThat(pair.other().untilMs.getOrDefault(key, 0L)).isGreaterThan(owners);
        }
        pair.pass(150_000);

        assertThat(pair.other().sessions.keySet()).isEmpty();
    }

    @Test
    void a_peers_copy_of_a_dead_directors_session_is_forgotten_in_time() {
        Pair pair = Pair.met(2);
        SyncedSession session = Pair.session(1);
        session.timeoutMs = 60_000;
        pair.one().forward(session);
        pair.pass(100);
        pair.one().crash();
        pair.pass(60_000);
        assertThat(pair.other().sessions.size()).isEqualTo(1);
        pair.pass(70_000);
        assertThat(pair.other().sessions.keySet()).isEmpty();
        assertThat(pair.other().book().size()).isZero();
    }

    @Test
    void what_is_lost_unnoticed_is_found_by_the_audit() {
        Pair pair = Pair.met(2);
        for (int i = 1; i <= 50; i++) {
            pair.one().forward(Pair.session(i));
        }
        pair.pass(100);
        int id = pair.other().book().find(Pair.session(7));
        pair.other().book().remove(id);

        pair.pass(5_000);

        assertThat(pair.other().book().size()).isEqualTo(50);
        assertThat(pair.other().sync().counts().of(SyncCounts.Count.RANGES_REPAIRED)).isOne();
    }

    @Test
    void recordings_of_a_former_life_are_worth_nothing() {
        Pair pair = Pair.met(2);
        pair.one().forward(Pair.session(1));
        pair.pass(2_000);
        List<SimulatedNetwork.Recorded> recorded = List.copyOf(pair.network.recorded);
        pair.one().end(Pair.session(1));
        pair.pass(100);
        pair.directors.forEach(SimulatedDirector::crash);
        pair.other().start(false);
        pair.pass(2_000);

        recorded.forEach(each -> pair.network.deliver(pair.other(), each.bytes()));
        pair.pass(500);
        recorded.forEach(each -> pair.network.deliver(pair.other(), each.bytes()));

        assertThat(recorded).isNotEmpty();
        assertThat(pair.other().sessions.keySet()).isEmpty();
        assertThat(pair.other().sync().safety().own()).isZero();
        assertThat(pair.other().sync().counts().of(Refusal.UNPROVEN)).isPositive();
    }

    @Test
    void a_second_director_with_the_same_number_is_reported() {
        Pair pair = Pair.met(2);
        var twin = new SimulatedDirector(1, new Random(9), pair.network, seal());
        twin.start(false);
        twin.sync().tick(pair.network.nowMs());
        var writer = new DatagramWriter(1400, 77, 1, twin.settings.epoch(), seal());
        writer.begin(Datagram.CONTROL, 1);
        int length = writer.close();

        pair.network.deliver(pair.one(), Arrays.copyOf(writer.bytes(), length));

        assertThat(pair.one().sync().counts().of(Refusal.OWN_NUMBER)).isOne();
    }

    @Test
    void a_peer_without_room_does_not_acknowledge() {
        Pair pair = Pair.met(2);
        for (int i = 1; i <= 1_024; i++) {
            pair.other().forward(Pair.session(i));
        }
        pair.pass(200);
        pair.one().end(Pair.session(5));
        SyncedSession takenOver = Pair.session(6);
        pair.one().forward(takenOver);
        pair.pass(200);
        assertThat(pair.one().sync().safety().safe()).isOne();

        @Nullable SyncedSession known = pair.one().knows(takenOver);
        assertThat(known).isNotNull();
        assertThat(pair.one().sync().changed(Pair.session(5_000), pair.network.nowMs())).isFalse();
        assertThat(pair.one().sync().safety().unshared()).isOne();
    }

    private static Seal seal() {
        return Seal.of("known to both of them".getBytes(StandardCharsets.UTF_8));
    }
}
