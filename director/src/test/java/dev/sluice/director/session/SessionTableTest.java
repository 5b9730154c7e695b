package dev.sluice.director.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private final Bed bed = new Bed(64, 8);

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_fullnat_session_is_found_by_the_client_and_by_the_server_that_answers_a_local_address() {
        Tuple tuple = Tuple.fullnat(1);
        int id = bed.add(tuple, 1000);

        assertThat(bed.find(tuple.fromClient())).isEqualTo(id << 1 | Session.FROM_CLIENT);
        assertThat(bed.find(tuple.fromServer())).isEqualTo(id << 1 | Session.FROM_SERVER);
    }

    @Test
    void a_nat_session_is_found_by_the_server_that_answers_the_client() {
        Tuple tuple = Tuple.of(Session.NAT, Tuple.TCP, 1);
        int id = bed.add(tuple, 1000);

        assertThat(tuple.fromServer().destination()).isEqualTo(tuple.client());
        assertThat(bed.find(tuple.fromServer())).isEqualTo(id << 1 | Session.FROM_SERVER);
    }

    @Test
    void a_session_of_another_protocol_is_another_session() {
        bed.add(Tuple.of(Session.FULLNAT, Tuple.UDP, 1), 1000);

        assertThat(bed.find(Tuple.fullnat(1).fromClient())).isEqualTo(SessionTable.NONE);
    }

    @Test
    void two_sessions_whose_servers_packets_would_look_the_same_are_refused() {
        Tuple first = Tuple.of(Session.NAT, Tuple.TCP, 1);
        var second =
                new Tuple(
                        Session.NAT,
                        Tuple.TCP,
                        first.high(),
                        first.client(),
                        first.clientPort(),
                        first.virtual() + 1,
                        first.virtualPort(),
                        first.server(),
                        first.serverPort(),
                        first.local(),
                        first.localPort());
        bed.add(first, 1000);

        assertThat(bed.add(second, 1000)).isZero();
        assertThat(bed.table.size()).isEqualTo(1);
        assertThat(bed.find(second.fromClient())).isEqualTo(SessionTable.NONE);
    }

    @Test
    void a_session_ends_when_nothing_was_seen_of_it_for_its_time() {
        int id = bed.add(Tuple.fullnat(1), 10_000);

        bed.pass(9_999);
        assertThat(bed.ended).isEmpty();
        bed.pass(129);

        assertThat(bed.ended).containsExactly(new Bed.Ended(id, Ending.EXPIRED));
        assertThat(bed.find(Tuple.fullnat(1).fromClient())).isEqualTo(SessionTable.NONE);
        assertThat(bed.find(Tuple.fullnat(1).fromServer())).isEqualTo(SessionTable.NONE);
    }

    @Test
    void a_closed_connection_ends_long_before_an_established_one() {
        int id = bed.addHalfOpen(Tuple.fullnat(1));
        establish(id);
        bed.pass(60_000);
        bed.fromServer(id, Bed.RST);

        bed.pass(10_200);

        assertThat(bed.idsEnded()).containsExactly(id);
    }

    @Test
    void ids_are_given_again_and_name_another_incarnation() {
        int id = bed.add(Tuple.fullnat(1), 1000);
        int incarnation = Session.incarnation(bed.table.slab(), bed.table.at(id));
        bed.table.remove(id);

        assertThat(bed.add(Tuple.fullnat(2), 1000)).isEqualTo(id);
        assertThat(Session.incarnation(bed.table.slab(), bed.table.at(id)))
                .isNotEqualTo(incarnation);
    }

    @Test
    void a_full_table_gives_no_id() {
        for (int i = 0; i < 64; i++) {
            assertThat(bed.add(Tuple.fullnat(i), 1000)).isPositive();
        }

        assertThat(bed.table.reserve()).isZero();
    }

    @Test
    void in_a_full_table_a_half_open_session_makes_room() {
        int halfOpen = bed.addHalfOpen(Tuple.fullnat(0));
        for (int i = 1; i < 64; i++) {
            bed.add(Tuple.fullnat(i), 1000);
        }

        assertThat(bed.add(Tuple.fullnat(64), 1000)).isEqualTo(halfOpen);
        assertThat(bed.ended).containsExactly(new Bed.Ended(halfOpen, Ending.EVICTED));
    }

    @Test
    void above_the_budget_the_oldest_half_open_session_gives_way() {
        for (int i = 0; i < 8; i++) {
            bed.addHalfOpen(Tuple.fullnat(i));
        }
        assertThat(bed.table.isHalfOpenFull()).isTrue();

        bed.addHalfOpen(Tuple.fullnat(8));
        bed.addHalfOpen(Tuple.fullnat(9));

        assertThat(bed.ended)
                .containsExactly(
                        new Bed.Ended(1, Ending.EVICTED), new Bed.Ended(2, Ending.EVICTED));
        assertThat(bed.table.halfOpen()).isEqualTo(8);
    }

    @Test
    void a_half_open_session_that_was_heard_of_again_is_passed_over_once() {
        for (int i = 0; i < 8; i++) {
            bed.addHalfOpen(Tuple.fullnat(i));
        }
        bed.fromClient(1, Bed.SYN);

        for (int i = 8; i < 16; i++) {
            bed.addHalfOpen(Tuple.fullnat(i));
        }

        assertThat(bed.idsEnded()).containsExactly(2, 3, 4, 5, 6, 7, 8, 1);
    }

    @Test
    void a_flood_of_one_protocol_displaces_only_its_own() {
        bed.addHalfOpen(Tuple.of(Session.FULLNAT, Tuple.UDP, 1000));
        for (int i = 0; i < 30; i++) {
            bed.addHalfOpen(Tuple.fullnat(i));
        }

        assertThat(bed.find(Tuple.of(Session.FULLNAT, Tuple.UDP, 1000).fromClient())).isPositive();
    }

    @Test
    void an_established_session_is_outside_of_the_budget() {
        int id = bed.addHalfOpen(Tuple.fullnat(0));
        establish(id);
        for (int i = 1; i < 30; i++) {
            bed.addHalfOpen(Tuple.fullnat(i));
        }

        assertThat(bed.idsEnded()).doesNotContain(id);
        assertThat(bed.state(id)).isEqualTo(TcpStates.ESTABLISHED);
    }

    @Test
    void a_client_that_acknowledges_what_no_server_said_stays_in_the_budget() {
        int id = bed.addHalfOpen(Tuple.fullnat(0));
        bed.fromClient(id, Bed.SYN);
        bed.fromClient(id, Bed.ACK);

        assertThat(bed.state(id)).isEqualTo(TcpStates.ESTABLISHED);
        assertThat(bed.table.halfOpen()).isEqualTo(1);
        bed.pass(120_000);
        assertThat(bed.idsEnded()).containsExactly(id);
    }

    @Test
    void where_answers_are_not_seen_the_clients_acknowledgement_is_enough() {
        int id = bed.addHalfOpen(Tuple.of(Session.ROUTE, Tuple.TCP, 0));
        bed.fromClient(id, Bed.SYN);
        bed.fromClient(id, Bed.ACK);

        assertThat(bed.table.halfOpen()).isZero();
        bed.pass(800_000);
        assertThat(bed.ended).isEmpty();
    }

    @Test
    void an_answered_datagram_session_lives_as_long_as_its_listener_says() {
        int id = bed.addHalfOpen(Tuple.of(Session.FULLNAT, Tuple.UDP, 0));
        bed.table.datagram(id, Session.FROM_CLIENT, 300_000, bed.nowMs);
        assertThat(bed.table.halfOpen()).isEqualTo(1);

        bed.table.datagram(id, Session.FROM_SERVER, 300_000, bed.nowMs);
        assertThat(bed.table.halfOpen()).isZero();

        bed.pass(299_000);
        assertThat(bed.ended).isEmpty();
        bed.pass(2_000);
        assertThat(bed.idsEnded()).containsExactly(id);
    }

    @Test
    void an_unanswered_session_behind_one_that_goes_on_still_ends() {
        int steady = bed.addHalfOpen(Tuple.of(Session.FULLNAT, Tuple.UDP, 0));
        int silent = bed.addHalfOpen(Tuple.of(Session.FULLNAT, Tuple.UDP, 1));

        for (int second = 0; second < 61; second++) {
            bed.table.datagram(steady, Session.FROM_CLIENT, 300_000, bed.nowMs);
            bed.pass(1000);
        }

        assertThat(bed.idsEnded()).containsExactly(silent);
    }

    @Test
    void the_sessions_are_seen_one_after_another() {
        bed.add(Tuple.fullnat(0), 1000);
        bed.add(Tuple.fullnat(1), 1000);
        bed.add(Tuple.fullnat(2), 1000);
        bed.table.remove(2);

        assertThat(bed.table.after(0)).isEqualTo(1);
        assertThat(bed.table.after(1)).isEqualTo(3);
        assertThat(bed.table.after(3)).isZero();
    }

    @Test
    void a_candidate_that_is_out_of_date_does_no_harm() {
        Tuple tuple = Tuple.fullnat(1);
        Tuple.Key key = tuple.fromClient();
        long hash =
                bed.table.hash(
                        key.sourceHigh(),
                        key.source(),
                        key.destinationHigh(),
                        key.destination(),
                        key.sourcePort(),
                        key.destinationPort(),
                        key.protocol());
        assertThat(bed.table.candidate(hash)).isEqualTo(SessionTable.NONE);
        int other = bed.add(Tuple.fullnat(2), 1000);
        int id = bed.add(tuple, 1000);
        assertThat(bed.table.candidate(hash)).isEqualTo(id << 1);

        int found =
                bed.table.find(
                        other << 1,
                        hash,
                        key.sourceHigh(),
                        key.source(),
                        key.destinationHigh(),
                        key.destination(),
                        key.sourcePort(),
                        key.destinationPort(),
                        key.protocol());

        assertThat(found).isEqualTo(id << 1);
    }

    @Test
    void work_in_one_round_is_bounded() {
        for (int i = 0; i < 50; i++) {
            bed.add(Tuple.fullnat(i), 1000);
        }
        bed.nowMs += 2000;

        assertThat(bed.table.advance(20, bed.nowMs)).isEqualTo(20);
        assertThat(bed.table.size()).isEqualTo(30);
        assertThat(bed.table.advance(100, bed.nowMs)).isEqualTo(30);
    }

    private void establish(int id) {
        bed.fromClient(id, Bed.SYN);
        bed.fromServer(id, Bed.SYN_ACK);
        bed.fromClient(id, Bed.ACK);
    }
}
