package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.sync.SyncCounts.Count;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directors ask each other for sessions of packets that come to the wrong one. */
class SeeksTest {
    private static final int FULLNAT = 0;
    private static final int NAT = 1;

    private final SyncedSession session = fullnat(1);

    @Test
    void a_session_that_is_still_on_its_way_is_there_as_soon_as_it_is_asked_for() {
        Pair pair = Pair.met(2);
        pair.one().forward(session);

        pair.other().seek(clients(session), false, 7);
        pair.pass(6);

        assertThat(pair.other().asked).isEmpty();
        assertThat(pair.other().sessions).containsKey(SimulatedDirector.key(session));
        assertThat(pair.other().sync().counts().of(Count.SESSIONS_FOUND)).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {FULLNAT, NAT})
    void it_is_found_by_what_its_server_sends(int method) {
        Pair pair = Pair.met(2);
        session.method = method;
        pair.one().forward(session);

        pair.other().seek(servers(session), true, 7);
        pair.pass(6);

        assertThat(pair.other().sessions).containsKey(SimulatedDirector.key(session));
    }

    @Test
    void by_its_server_it_is_found_as_it_goes_now_and_not_when_it_is_over() {
        Pair pair = Pair.met(2);
        SyncedSession before = fullnat(1);
        pair.one().forward(before);
        session.localPort = before.localPort ^ 1;
        pair.one().forward(session);

        assertThat(pair.one().book().findByServer(servers(before))).isZero();
        assertThat(pair.one().book().findByServer(servers(session))).isNotZero();
        pair.one().end(session);
        assertThat(pair.one().book().findByServer(servers(session))).isZero();
        pair.one().forward(session);
        assertThat(pair.one().book().findByServer(servers(session))).isNotZero();
    }

    @Test
    void a_session_of_this_director_that_only_its_worker_does_not_know_is_there_at_once() {
        Pair pair = Pair.met(2);
        pair.one().forward(session);
        pair.pass(100);
        pair.other().sessions.clear();

        pair.other().seek(clients(session), false, 7);

        assertThat(pair.other().asked).isEmpty();
        assertThat(pair.other().sessions).containsKey(SimulatedDirector.key(session));
    }

    @Test
    void that_nobody_knows_it_is_known_as_soon_as_all_have_said_so() {
        Pair pair = Pair.acquainted(4);

        pair.one().seek(clients(session), false, 7);
        assertThat(pair.one().asked).containsKey(7L);
        pair.pass(6);

        assertThat(pair.one().asked).isEmpty();
        assertThat(pair.one().uncertain).isEmpty();
        assertThat(pair.one().sessions).isEmpty();
    }

    @Test
    void who_is_alone_asks_nobody() {
        Pair pair = Pair.acquainted(1);

        pair.one().seek(clients(session), false, 7);

        assertThat(pair.one().asked).isEmpty();
        assertThat(pair.one().uncertain).isEmpty();
        assertThat(pair.one().sync().counts().of(Count.SESSIONS_SOUGHT)).isZero();
    }

    @Test
    void who_was_not_heard_for_a_moment_may_have_it_all_the_same() {
        Pair pair = Pair.acquainted(3);
        pair.directors.get(2).untold.add(session);
        pair.network.side[3] = 1;
        pair.pass(1_000);
        assertThat(pair.one().sync().peersLive()).isOne();

        pair.one().seek(clients(session), false, 7);
        pair.pass(70);

        assertThat(pair.one().uncertain).containsExactly(7L);
        pair.network.side[3] = 0;
        pair.one().seek(clients(session), false, 8);
        pair.pass(300);
        assertThat(pair.one().sessions).containsKey(SimulatedDirector.key(session));
    }

    @Test
    void who_was_silent_for_long_has_nothing_any_more() {
        Pair pair = Pair.acquainted(3);
        pair.directors.get(2).crash();
        pair.pass(Peer.GONE_MS + 200);

        pair.one().seek(clients(session), false, 7);
        pair.pass(6);

        assertThat(pair.one().asked).isEmpty();
        assertThat(pair.one().uncertain).isEmpty();
    }

    @Test
    void who_has_just_begun_may_not_have_met_everybody() {
        Pair pair = Pair.met(2);
        Pair alone = Pair.met(1);

        pair.one().seek(clients(session), false, 7);
        alone.one().seek(clients(session), false, 7);
        pair.pass(70);

        assertThat(pair.one().uncertain).containsExactly(7L);
        assertThat(alone.one().uncertain).containsExactly(7L);
    }

    @Test
    void who_has_stood_still_has_heard_nobody_meanwhile() {
        Pair pair = Pair.acquainted(1);
        SimulatedDirector director = pair.one();

        director.sync().tick(pair.network.nowMs() + Peer.GONE_MS);
        director.asked.put(7L, 0L);
        director.sync().seek(clients(session), false, 7, pair.network.nowMs() + Peer.GONE_MS);

        assertThat(director.uncertain).containsExactly(7L);
    }

    @Test
    void what_nobody_answers_ends_after_fifty_milliseconds() {
        Pair pair = Pair.met(2);
        pair.network.loss = 1;

        pair.one().seek(clients(session), false, 7);
        pair.pass(40);
        assertThat(pair.one().asked).containsKey(7L);
        pair.pass(21);

        assertThat(pair.one().asked).isEmpty();
    }

    @Test
    void an_answer_that_comes_too_late_for_the_packet_is_there_for_the_next() {
        Pair pair = Pair.met(2);
        pair.one().forward(session);
        pair.one().stalledUntilMs = pair.network.nowMs() + 100;
        pair.network.loss = 0;

        pair.other().seek(clients(session), false, 7);
        pair.pass(70);
        assertThat(pair.other().asked).isEmpty();
        assertThat(pair.other().sync().counts().of(Count.SEEKS_UNANSWERED)).isOne();
        pair.pass(100);

        assertThat(pair.other().sync().counts().of(Count.SESSIONS_FOUND)).isOne();
        assertThat(pair.other().sessions).containsKey(SimulatedDirector.key(session));
    }

    @Test
    void a_lost_question_is_asked_again() {
        Pair pair = Pair.met(2);
        pair.one().forward(session);
        pair.network.loss = 1;
        pair.other().seek(clients(session), false, 7);
        pair.pass(5);
        pair.network.loss = 0;
        pair.pass(35);

        assertThat(pair.other().sessions).containsKey(SimulatedDirector.key(session));
    }

    @Test
    void others_who_know_it_answer_for_an_owner_that_died() {
        Pair pair = Pair.met(3);
        pair.one().forward(session);
        pair.pass(100);
        pair.one().crash();
        pair.pass(1_000);
        pair.other().crash();
        pair.other().start(false);
        pair.pass(200); // Before there is a bulk transfer.
        assertThat(pair.other().sessions).isEmpty();

        pair.other().seek(clients(session), false, 7);
        pair.pass(6);

        assertThat(pair.other().sessions).containsKey(SimulatedDirector.key(session));
        pair.other().forward(session);
        pair.pass(2_000);
        assertThat(pair.directors.get(2).knows(session))
                .isNotNull()
                .extracting(known -> known.owner)
                .isEqualTo(2);
    }

    @Test
    void one_that_has_ended_is_not_found() {
        Pair pair = Pair.met(2);
        pair.one().forward(session);
        pair.pass(100);
        pair.one().end(session);

        pair.other().sessions.clear();
        pair.pass(100);
        pair.other().seek(clients(session), false, 7);
        pair.pass(60);

        assertThat(pair.other().asked).isEmpty();
        assertThat(pair.other().sessions).isEmpty();
    }

    @Test
    void an_answer_to_nothing_that_was_asked_is_counted_and_changes_nothing() {
        Pair pair = Pair.met(2);
        SyncedSession told = fullnat(3);
        told.owner = 2;

        say(pair, found(pair, 99, told));

        assertThat(pair.one().sync().counts().of(Refusal.UNASKED)).isOne();
        assertThat(pair.one().sessions).isEmpty();
    }

    @Test
    void more_questions_than_a_director_has_time_for_have_no_answer() {
        Pair pair = Pair.met(2);
        for (int i = 0; i < 50; i++) {
            DatagramWriter writer = writer(pair);
            writer.begin(Datagram.CONTROL, 1_000_000 + i);
            while (writer.hasRoom(SeekFields.SEEK_BYTES)) {
                SeekFields.write(writer.record(SeekFields.SEEK), i, 0, clients(session));
                writer.endRecord();
            }
            say(pair, writer);
        }

        assertThat(pair.one().sync().counts().of(Count.SEEKS_PASSED_OVER)).isPositive();
    }

    @Test
    void what_nobody_was_told_of_is_looked_for_and_told_if_it_is_there() {
        Pair pair = Pair.met(2);
        pair.one().untold.add(session);

        pair.other().seek(clients(session), false, 7);
        pair.pass(40);

        assertThat(pair.other().asked).isEmpty();
        assertThat(pair.other().sessions).containsKey(SimulatedDirector.key(session));
        assertThat(pair.one().sync().counts().of(Count.SEEKS_LOOKED_UP_FOUND)).isOne();
        pair.pass(100);
        assertThat(pair.one().sync().safety().safe()).isOne();
    }

    @Test
    void a_question_waits_for_all_who_may_have_the_session() {
        Pair pair = Pair.acquainted(2);
        pair.one().looking = 2;

        pair.other().seek(servers(session), true, 7);
        pair.pass(10);
        int question = pair.one().lookedFor.getFirst();
        pair.one().sync().lookedUp(question, pair.network.nowMs());
        pair.pass(10);
        assertThat(pair.other().asked).isNotEmpty();
        pair.one().sync().lookedUp(question, pair.network.nowMs());
        pair.pass(15);

        assertThat(pair.other().asked).isEmpty();
    }

    @Test
    void answers_that_nobody_waits_for_change_nothing() {
        Pair pair = Pair.acquainted(2);
        pair.one().sync().lookedUp(0, pair.network.nowMs());
        pair.one().sync().lookedUp(-1, pair.network.nowMs());
        pair.one().sync().lookedUp(Integer.MAX_VALUE, pair.network.nowMs());
        pair.one().looking = 1;
        pair.other().seek(clients(session), false, 7);
        pair.pass(10);
        int question = pair.one().lookedFor.getFirst();
        for (int i = 0; i < 3; i++) {
            pair.one().sync().lookedUp(question, pair.network.nowMs());
        }
        pair.pass(20);

        assertThat(pair.other().asked).isEmpty();
        assertThat(pair.other().sync().counts().of(Refusal.UNASKED)).isZero();
    }

    @Test
    void forwarding_is_asked_a_bounded_number_of_questions_a_second() {
        Pair pair = Pair.met(2);
        pair.one().looking = 1;
        long asked = 0;
        for (int i = 0; i < 30; i++) {
            DatagramWriter writer = writer(pair);
            writer.begin(Datagram.CONTROL, 1_000_000 + i);
            for (; writer.hasRoom(SeekFields.SEEK_BYTES); asked++) {
                SeekFields.write(writer.record(SeekFields.SEEK), asked, 0, clients(session));
                writer.endRecord();
            }
            say(pair, writer);
        }

        int most = LookUps.PER_SECOND / 1000 * LookUps.BURST_MS;
        assertThat(asked).isGreaterThan(most);
        assertThat(pair.one().lookedFor.size()).isBetween(1, most + 1);
        SyncCounts counts = pair.one().sync().counts();
        assertThat(counts.of(Count.SEEKS_LOOKED_UP) + counts.of(Count.SEEKS_PASSED_OVER))
                .isEqualTo(asked);
    }

    @Test
    void more_questions_than_there_is_room_for_are_answered_at_once() {
        Pair pair = Pair.met(2);
        pair.network.loss = 1;
        for (int i = 0; i < Seeks.QUESTIONS_MAX + 10; i++) {
            pair.one().seek(clients(fullnat(i)), false, i);
        }
        assertThat(pair.one().asked).hasSize(Seeks.QUESTIONS_MAX);

        pair.pass(70);
        assertThat(pair.one().asked).isEmpty();
    }

    private static DatagramWriter found(Pair pair, long number, SyncedSession told) {
        DatagramWriter writer = writer(pair);
        writer.begin(Datagram.CONTROL, 1_000_000);
        ByteBuffer fields = writer.record(SeekFields.FOUND);
        fields.putLong(number).putLong(1);
        SessionFields.write(fields, told);
        writer.endRecord();
        return writer;
    }

    /** As the second director would write. */
    private static DatagramWriter writer(Pair pair) {
        byte[] secret = "known to both of them".getBytes(StandardCharsets.UTF_8);
        return new DatagramWriter(1400, 77, 2, pair.other().settings.epoch(), Seal.of(secret));
    }

    private static void say(Pair pair, DatagramWriter writer) {
        int length = writer.close();
        pair.one().sync().receive(writer.bytes(), length, pair.network.nowMs());
    }

    private static SyncedSession fullnat(int number) {
        SyncedSession session = Pair.session(number);
        session.method = FULLNAT;
        session.serverLow = 0xFFFF_0A00_0001L + new Random(number).nextInt(200);
        session.serverPort = 8080;
        session.localLow = 0xFFFF_C612_0001L;
        session.localPort = 1024 + number;
        return session;
    }

    private static SyncedSession clients(SyncedSession session) {
        var packet = new SyncedSession();
        packet.copyKey(session);
        return packet;
    }

    private static SyncedSession servers(SyncedSession session) {
        var packet = new SyncedSession();
        SeekFields.serversPacket(session, packet);
        return packet;
    }
}
