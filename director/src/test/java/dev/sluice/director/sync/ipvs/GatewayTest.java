package dev.sluice.director.sync.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.limit.PersistenceRows;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.sync.ipvs.GatewayBed.One;
import dev.sluice.director.sync.ipvs.GatewayCounts.Count;
import dev.sluice.director.table.Address;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final String CLIENT = "192.0.2.10";
    private static final String ONE_SERVER = "10.0.0.11";
    private static final String OTHER_SERVER = "10.0.0.12";

    @Test
    void a_session_of_lvs_is_nobodys_and_the_same_at_all_directors() {
        var bed = new GatewayBed(3);
        bed.hear(Vectors.of('A'));
        bed.pass(200);

        for (One director : bed.directors) {
            assertThat(director.knows())
                    .containsExactly("192.0.2.10 40000 to 10.0.0.11 state 1 of 0");
            assertThat(director.sync.safety().own()).isZero();
            assertThat(director.sent).isEmpty();
        }
    }

    @Test
    void all_messages_that_stock_kernels_took_are_taken_and_the_captured_one_is() {
        var bed = new GatewayBed(1);
        for (char vector : "ABCEF".toCharArray()) {
            bed.hear(Vectors.of(vector));
        }
        bed.hear(Vectors.captured());

        GatewayCounts counts = bed.one().gateway.counts();
        assertThat(counts.of(Count.MESSAGES_TAKEN)).isEqualTo(5);
        assertThat(counts.of(Refusal.OTHER_SYNC_ID)).isOne();
        assertThat(counts.of(Refusal.SHIFTS)).isOne();
        assertThat(counts.of(Count.TEMPLATES_TAKEN)).isEqualTo(19);
        assertThat(bed.one().knows())
                .containsExactly(
                        "10.7.0.2 37066 to 10.7.0.1 state 5 of 0",
                        "10.7.0.2 52452 to 10.7.0.1 state 5 of 0",
                        "10.7.0.2 52458 to 10.7.0.1 state 5 of 0",
                        "10.7.0.2 52468 to 10.7.0.1 state 5 of 0",
                        "192.0.2.10 40000 to 10.0.0.11 state 1 of 0",
                        "192.0.2.10 40002 to 10.0.0.11 state 1 of 0");
    }

    @Test
    void an_established_connection_is_kept_for_twice_its_time_as_lvs_tells_of_it_seldom() {
        var bed = new GatewayBed(1);
        bed.hear(Vectors.of('A'));

        SyncedSession known = bed.one().sessions.values().iterator().next();
        assertThat(known.livesMs).isEqualTo(1_800_000);
        assertThat(known.method).isEqualTo(Session.NAT);
        assertThat(known.flags).isEqualTo(SyncedSession.ANSWERED);
        bed.pass(1_700_000);
        assertThat(bed.one().sessions).hasSize(1);
        bed.pass(120_000);
        assertThat(bed.one().sessions).isEmpty();
    }

    @Test
    void who_forwards_a_packet_of_it_owns_it_tells_its_peers_and_lvs() {
        var bed = new GatewayBed(3);
        bed.hear(Vectors.of('A'));
        SyncedSession taken = copy(bed.one());
        bed.one().forward(taken);
        bed.pass(200);

        for (One director : bed.directors) {
            assertThat(director.knows())
                    .containsExactly("192.0.2.10 40000 to 10.0.0.11 state 1 of 1");
        }
        assertThat(bed.one().sync.safety().safe()).isOne();
        assertThat(bed.one().told())
                .containsExactly(
                        "6 192.0.2.10:40000 198.51.100.1:80 10.0.0.11:8080 state 1 flags 0 for"
                                + " 900 s");
    }

    @Test
    void directors_agree_on_whatever_lvs_says_and_they_forward_one_after_the_other() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            var bed = new GatewayBed(3);
            for (int i = 0; i < 12; i++) {
                int state = random.nextBoolean() ? 1 : 5;
                String server = random.nextBoolean() ? ONE_SERVER : OTHER_SERVER;
                int flags = state == 1 ? 0 : Entry.INACTIVE;
                byte[] message = GatewayBed.message(GatewayBed.entry(CLIENT, server, state, flags));
                if (random.nextInt(3) == 0 && !bed.one().sessions.isEmpty()) {
                    One taker = bed.directors.get(random.nextInt(3));
                    taker.forward(copy(taker));
                } else {
                    bed.hear(message);
                }
                bed.pass(50 + random.nextInt(3) * 50L);
            }
            bed.pass(500);
            List<String> known = bed.one().knows();
            for (One director : bed.directors) {
                assertThat(director.knows()).as("seed %d, round %d", seed, round).isEqualTo(known);
            }
        }
    }

    @Test
    void what_is_forwarded_here_is_given_up_when_lvs_forwards_it_again() {
        var bed = new GatewayBed(2);
        bed.hear(Vectors.of('A'));
        bed.one().forward(copy(bed.one()));
        bed.pass(100);
        bed.hear(
                GatewayBed.message(
                        GatewayBed.entry(CLIENT, ONE_SERVER, TcpStates.TIME_WAIT, Entry.INACTIVE)));
        bed.one().sent.clear();
        bed.pass(100);

        for (One director : bed.directors) {
            assertThat(director.knows())
                    .containsExactly("192.0.2.10 40000 to 10.0.0.11 state 5 of 0");
        }
        assertThat(bed.one().sync.safety().own()).isZero();
        bed.pass(70_000);
        assertThat(bed.one().told()).as("told again").isEmpty();
    }

    @Test
    void what_is_forwarded_here_is_not_replaced_by_an_older_session_of_lvs() {
        var bed = new GatewayBed(2);
        bed.one().forward(session(CLIENT, ONE_SERVER));
        bed.pass(100);
        bed.hear(GatewayBed.message(GatewayBed.entry(CLIENT, OTHER_SERVER, 1, 0)));
        bed.pass(100);

        for (One director : bed.directors) {
            assertThat(director.knows())
                    .containsExactly("192.0.2.10 40000 to 10.0.0.11 state 1 of 1");
            assertThat(director.gateway.counts().of(Refusal.STALE)).isOne();
        }
    }

    @Test
    void what_is_over_here_makes_room_for_what_lvs_began_since() {
        var bed = new GatewayBed(2);
        SyncedSession closing = session(CLIENT, ONE_SERVER);
        closing.state = TcpStates.TIME_WAIT;
        bed.one().forward(closing);
        bed.pass(100);
        bed.hear(GatewayBed.message(GatewayBed.entry(CLIENT, OTHER_SERVER, 1, 0)));
        bed.pass(100);

        for (One director : bed.directors) {
            assertThat(director.knows())
                    .containsExactly("192.0.2.10 40000 to 10.0.0.12 state 1 of 0");
        }
    }

    @Test
    void the_farewell_of_a_replaced_connection_replaces_nothing() {
        var bed = new GatewayBed(1);
        bed.hear(GatewayBed.message(GatewayBed.entry(CLIENT, OTHER_SERVER, 1, 0)));
        bed.hear(
                GatewayBed.message(
                        GatewayBed.entry(CLIENT, ONE_SERVER, TcpStates.TIME_WAIT, Entry.INACTIVE)));

        assertThat(bed.one().knows()).containsExactly("192.0.2.10 40000 to 10.0.0.12 state 1 of 0");
        assertThat(bed.one().gateway.counts().of(Refusal.STALE)).isOne();
    }

    @Test
    void messages_of_directors_of_the_same_cluster_are_passed_over() {
        var bed = new GatewayBed(2);
        bed.one().forward(session(CLIENT, ONE_SERVER));
        bed.pass(50);
        bed.hear(bed.one().sent.getFirst());

        assertThat(bed.directors.get(1).gateway.counts().of(Refusal.OWN_CLUSTER)).isOne();
        assertThat(bed.one().sync.safety().own()).isOne();
    }

    @Test
    void lvs_is_told_within_twenty_milliseconds_of_beginning_change_and_end() {
        var bed = new GatewayBed(1);
        SyncedSession session = session(CLIENT, ONE_SERVER);
        bed.one().forward(session);
        bed.pass(30);
        assertThat(bed.one().told()).singleElement().asString().contains("state 1 flags 0 for 900");

        session.state = TcpStates.FIN_WAIT;
        session.timeoutMs = 120_000;
        bed.one().forward(session);
        bed.pass(30);
        assertThat(bed.one().told())
                .singleElement()
                .asString()
                .contains("state 4 flags 100 for 120");

        bed.one().sync.ended(session, bed.nowMs);
        bed.pass(30);
        assertThat(bed.one().told())
                .singleElement()
                .asString()
                .contains("state 6 flags 100 for 1 s");
    }

    @Test
    void every_session_is_told_again_within_the_refresh_time() {
        var bed = new GatewayBed(1);
        for (int i = 1; i <= 200; i++) {
            bed.one().forward(session("192.0.2." + i, ONE_SERVER));
        }
        bed.pass(100);
        List<String> first = bed.one().told();
        bed.pass(60_100);

        assertThat(bed.one().told()).containsAll(first).hasSizeBetween(200, 203);
    }

    @Test
    void a_session_of_a_persistent_listener_brings_the_template_that_binds_its_client() {
        var bed = new GatewayBed(1);
        SyncedSession session = session(CLIENT, ONE_SERVER);
        session.virtualPort = 81;
        bed.one().forward(session);
        bed.pass(50);

        assertThat(bed.one().told())
                .last()
                .isEqualTo(
                        "6 192.0.2.10:0 198.51.100.1:81 10.0.0.11:8080 state 1 flags 1000 for 360 s");
    }

    @Test
    void a_template_binds_its_client_and_one_to_another_server_does_not() {
        var bed = new GatewayBed(1);
        Entry template = GatewayBed.entry(CLIENT, OTHER_SERVER, 1, Entry.TEMPLATE);
        template.clientPort = 0;
        template.virtualPort = 81;
        bed.hear(GatewayBed.message(template));
        template.serverLow = Address.parse(ONE_SERVER).orElseThrow().low();
        bed.hear(GatewayBed.message(template));

        var listener =
                bed.table.find(template.virtualHigh, template.virtualLow, template.protocol, 81);
        int number = Objects.requireNonNull(listener).number();
        PersistenceRows rows = bed.table.persistence();
        int bound = rows.find(number, template.clientHigh, template.clientLow, bed.nowMs);
        assertThat(Objects.requireNonNull(bed.table.server(bound)).endpoint())
                .isEqualTo("10.0.0.12:8080");
        assertThat(bed.one().gateway.counts().of(Refusal.BOUND_OTHERWISE)).isOne();
    }

    @Test
    void what_lvs_cannot_express_is_left_out_and_counted() {
        var bed = new GatewayBed(1);
        SyncedSession fullnat = session("192.0.2.1", ONE_SERVER);
        fullnat.method = Session.FULLNAT;
        SyncedSession shifted = session("192.0.2.2", ONE_SERVER);
        shifted.flags |= SyncedSession.HAS_DELTAS;
        shifted.windowIn = 3;
        bed.one().forward(fullnat);
        bed.one().forward(shifted);
        bed.pass(50);

        assertThat(bed.one().sent).isEmpty();
        assertThat(bed.one().gateway.counts().of(Count.LEFT_OUT_FULLNAT)).isOne();
        assertThat(bed.one().gateway.counts().of(Count.LEFT_OUT_OTHERS)).isOne();
    }

    @Test
    void shifts_of_the_servers_numbers_go_both_ways() {
        var bed = new GatewayBed(1);
        SyncedSession session = session(CLIENT, ONE_SERVER);
        session.flags |= SyncedSession.HAS_DELTAS;
        session.deltaOut = -70_000;
        bed.one().forward(session);
        bed.pass(50);
        assertThat(new Reading(bed.one().sent.getFirst()).entries)
                .singleElement()
                .asString()
                .endsWith("state 1 flags 200 for 900 s in 0+0+0 out 0-70000-70000");

        Entry entry = GatewayBed.entry("192.0.2.11", ONE_SERVER, 1, Entry.OUT_SHIFTED);
        entry.hasShifts = true;
        entry.outShift = 5;
        entry.outShiftBefore = 5;
        bed.hear(GatewayBed.message(entry));
        assertThat(bed.one().sessions.get("192.0.2.11 40000"))
                .extracting(heard -> heard.deltaOut, heard -> heard.flags)
                .containsExactly(5, SyncedSession.ANSWERED | SyncedSession.HAS_DELTAS);
    }

    @Test
    void what_is_of_nothing_here_is_refused_by_reason() {
        var bed = new GatewayBed(1);
        Entry entry = GatewayBed.entry(CLIENT, "10.0.0.99", 1, 0);
        refused(bed, entry, Refusal.UNKNOWN_SERVER);
        entry.virtualPort = 82;
        refused(bed, entry, Refusal.UNKNOWN_SERVICE);
        refused(bed, GatewayBed.entry(CLIENT, ONE_SERVER, 3, 0), Refusal.HALF_OPEN);
        refused(bed, GatewayBed.entry(CLIENT, ONE_SERVER, 6, 0), Refusal.OVER);
        refused(bed, GatewayBed.entry(CLIENT, ONE_SERVER, 1, Entry.TUNNEL), Refusal.METHOD);
        refused(bed, GatewayBed.entry(CLIENT, ONE_SERVER, 1, Entry.LOCAL), Refusal.METHOD);
        refused(
                bed,
                GatewayBed.entry(CLIENT, ONE_SERVER, 1, Entry.NO_CLIENT_PORT),
                Refusal.NO_CLIENT_PORT);
        Entry template = GatewayBed.entry(CLIENT, ONE_SERVER, 1, Entry.TEMPLATE);
        refused(bed, template, Refusal.NOT_PERSISTENT);
        template.virtualPort = 0;
        template.protocol = 0;
        refused(bed, template, Refusal.UNKNOWN_SERVICE);
        Entry engine = GatewayBed.entry(CLIENT, ONE_SERVER, 1, 0);
        engine.engineDataBytes = 3;
        engine.engineNameBytes = 3;
        refused(bed, engine, Refusal.ENGINE);
        assertThat(bed.one().sessions).isEmpty();
    }

    private static void refused(GatewayBed bed, Entry entry, Refusal refusal) {
        GatewayCounts counts = bed.one().gateway.counts();
        long before = counts.of(refusal);
        bed.hear(GatewayBed.message(entry));
        assertThat(counts.of(refusal)).as("%s", refusal).isEqualTo(before + 1);
    }

    private static SyncedSession copy(One director) {
        var copy = new SyncedSession();
        copy.copy(director.sessions.values().iterator().next());
        return copy;
    }

    private static SyncedSession session(String client, String server) {
        Entry entry = GatewayBed.entry(client, server, 1, 0);
        var session = new SyncedSession();
        assertThat(SessionOfEntry.session(entry, LvsServices.table(), session)).isNull();
        return session;
    }
}
