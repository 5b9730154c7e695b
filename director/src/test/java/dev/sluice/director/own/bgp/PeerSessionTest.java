package dev.sluice.director.own.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.unit.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerSessionTest {
    private static final Set<Family> BOTH = Set.of(Family.IPV4, Family.IPV6);
    private static final NextHops HOPS =
            new NextHops(
                    InetAddress.ofLiteral("192.0.2.11"), InetAddress.ofLiteral("2001:db8:2::11"));
    private static final Routes ROUTES =
            new Routes(Map.of(network("203.0.113.10"), 0, network("2001:db8:113::10"), 0), false);

    private final Script script = new Script();
    private final SessionCounts counts = new SessionCounts();
    private final PeerSession session =
            new PeerSession(
                    new PeerSettings(64601, 64600, 0x0A00_0005, 3, false),
                    script,
                    new SplittableRandom(1),
                    counts);

    @Test
    void it_connects_opens_and_tells_its_routes() {
        session.announce(ROUTES);
        establish(Side.OUTGOING, 0);

        assertThat(script.said).startsWith("connect", "OUTGOING open", "OUTGOING keepalive");
        assertThat(script.heard.routes).containsOnlyKeys("203.0.113.10", "2001:db8:113:0:0:0:0:10");
        assertThat(session.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void a_family_that_the_router_does_not_know_is_not_told() {
        session.announce(ROUTES);
        start();
        receive(Side.OUTGOING, open(64600, 180, 1, Set.of(Family.IPV6)), 0);
        receive(Side.OUTGOING, MessageWriter.keepalive(), 0);

        assertThat(script.heard.routes).containsOnlyKeys("2001:db8:113:0:0:0:0:10");
    }

    @Test
    void it_says_when_it_is_about_to_go_and_then_takes_all_back() {
        session.announce(ROUTES);
        establish(Side.OUTGOING, 0);

        session.announce(ROUTES.withLeaving());
        assertThat(script.heard.routes.values())
                .hasSize(2)
                .allMatch(said -> said.endsWith("ffff0000") || said.contains("ffff0000 by"));

        session.announce(Routes.NONE);
        assertThat(script.heard.routes).isEmpty();
        session.stop(Fault.SHUTDOWN, 0);
        assertThat(script.said).endsWith("OUTGOING notification 6/2", "OUTGOING close");
    }

    @Test
    void a_refresh_of_a_family_is_answered_with_its_routes() {
        session.announce(ROUTES);
        establish(Side.OUTGOING, 0);
        script.heard.routes.clear();

        receive(Side.OUTGOING, refresh(2, 0), 0);
        assertThat(script.heard.routes).containsOnlyKeys("2001:db8:113:0:0:0:0:10");
        receive(Side.OUTGOING, refresh(1, 1), 0);
        assertThat(script.heard.routes).hasSize(1);
        receive(Side.OUTGOING, refresh(1, 0), 0);
        assertThat(script.heard.routes).hasSize(2);
    }

    @Test
    void a_silent_router_is_given_up_after_the_hold_time() {
        establish(Side.OUTGOING, 0);
        passTo(2_900);
        assertThat(script.said.stream().filter("OUTGOING keepalive"::equals).count())
                .isBetween(3L, 5L);
        assertThat(session.state()).isEqualTo(PeerState.ESTABLISHED);

        passTo(3_000);
        assertThat(script.said).endsWith("OUTGOING notification 4/0", "OUTGOING close");
        assertThat(session.state()).isEqualTo(PeerState.ACTIVE);
        assertThat(counts.lastEnd()).isEqualTo(Fault.HOLD_EXPIRED.words());
    }

    @Test
    void without_a_hold_time_nothing_is_said_for_its_sake() {
        start();
        receive(Side.OUTGOING, open(64600, 0, 1, BOTH), 0);
        receive(Side.OUTGOING, MessageWriter.keepalive(), 0);
        script.said.clear();

        assertThat(session.nextMs()).isEqualTo(Long.MAX_VALUE);
        passTo(1_000_000);
        assertThat(script.said).isEmpty();
        assertThat(session.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void it_waits_longer_each_time_that_nobody_answers() {
        session.start(0);
        session.tick(0);
        long now = 0;
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 10; i++) {
            session.closed(Side.OUTGOING, now);
            waits.add(session.nextMs() - now);
            now = session.nextMs();
            session.tick(now);
        }

        assertThat(waits.getFirst()).isLessThanOrEqualTo(PeerSession.RETRY_FIRST_MS);
        assertThat(waits.getLast())
                .isBetween(PeerSession.RETRY_MAX_MS * 3 / 4, PeerSession.RETRY_MAX_MS);
        assertThat(script.said).hasSize(11).containsOnly("connect");
    }

    @Test
    void a_connection_that_does_not_come_about_is_given_up() {
        session.start(0);
        session.tick(0);
        passTo(PeerSession.CONNECT_MS);
        assertThat(script.said).startsWith("connect", "OUTGOING close");
    }

    @ParameterizedTest
    @CsvSource({"64602, 180, 1, 2/2", "64600, 180, 0, 2/3"})
    void a_router_that_is_another_than_configured_is_refused(
            long as, int hold, int identifier, String code) {
        start();
        receive(Side.OUTGOING, open(as, hold, identifier, BOTH), 0);
        assertThat(script.said).endsWith("OUTGOING notification " + code, "OUTGOING close");
    }

    @Test
    void what_comes_out_of_turn_ends_the_session() {
        start();
        receive(Side.OUTGOING, MessageWriter.keepalive(), 0);
        assertThat(script.said).endsWith("OUTGOING notification 5/1", "OUTGOING close");

        connect(Side.INCOMING, 0);
        receive(Side.INCOMING, open(64600, 3, 1, BOTH), 0);
        receive(Side.INCOMING, refresh(1, 0), 0);
        assertThat(script.said).endsWith("INCOMING notification 5/2", "INCOMING close");

        establish(Side.INCOMING, 0);
        receive(Side.INCOMING, open(64600, 3, 1, BOTH), 0);
        assertThat(script.said).endsWith("INCOMING notification 5/3", "INCOMING close");
    }

    @Test
    void nothing_is_answered_behind_the_end_of_a_session() {
        start();
        byte[] two = new byte[38];
        System.arraycopy(MessageWriter.keepalive(), 0, two, 0, 19);
        System.arraycopy(MessageWriter.keepalive(), 0, two, 19, 19);
        receive(Side.OUTGOING, two, 0);
        assertThat(script.said.stream().filter("OUTGOING notification 5/1"::equals)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0x0A000004, INCOMING", "0x0A000006, OUTGOING", "0xF0000000, OUTGOING"})
    void of_two_connections_that_of_the_higher_identifier_stays(String id, Side loser) {
        start();
        connect(Side.INCOMING, 0);
        int identifier = Long.decode(id).intValue();
        receive(Side.INCOMING, open(64600, 3, identifier, BOTH), 0);
        receive(Side.OUTGOING, open(64600, 3, identifier, BOTH), 0);

        assertThat(script.said).contains(loser + " notification 6/7", loser + " close");
        assertThat(script.said).doesNotContain(loser.other() + " close");
        receive(loser.other(), MessageWriter.keepalive(), 0);
        assertThat(session.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void a_second_connection_is_refused_while_a_session_stands() {
        start();
        connect(Side.INCOMING, 0);
        receive(Side.INCOMING, open(64600, 3, 1, BOTH), 0);
        receive(Side.INCOMING, MessageWriter.keepalive(), 0);
        receive(Side.OUTGOING, open(64600, 3, 1, BOTH), 0);

        assertThat(script.said).endsWith("OUTGOING notification 6/7", "OUTGOING close");
        assertThat(session.takes()).isFalse();
        assertThat(session.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void a_stopped_one_takes_nobody_and_comes_back() {
        establish(Side.OUTGOING, 0);
        session.stop(Fault.NO_PROGRESS, 100);
        assertThat(session.state()).isEqualTo(PeerState.IDLE);
        assertThat(session.takes()).isFalse();
        assertThat(session.nextMs()).isEqualTo(Long.MAX_VALUE);

        session.start(200);
        assertThat(session.nextMs()).isEqualTo(200);
    }

    @Test
    void a_notification_is_not_answered() {
        establish(Side.OUTGOING, 0);
        script.said.clear();
        receive(Side.OUTGOING, MessageWriter.notification(Fault.SHUTDOWN, new byte[0]), 0);
        assertThat(script.said).containsExactly("OUTGOING close");
        assertThat(counts.lastEnd()).isEqualTo("the peer says: shutdown");
    }

    private void establish(Side side, long nowMs) {
        if (side == Side.OUTGOING) {
            start();
        } else {
            connect(side, nowMs);
        }
        receive(side, open(64600, 180, 1, BOTH), nowMs);
        receive(side, MessageWriter.keepalive(), nowMs);
    }

    private void start() {
        session.start(0);
        session.tick(0);
        connect(Side.OUTGOING, 0);
    }

    private void connect(Side side, long nowMs) {
        session.connected(side, HOPS, nowMs);
    }

    private void receive(Side side, byte[] bytes, long nowMs) {
        session.received(side, bytes, bytes.length, nowMs);
    }

    private void passTo(long untilMs) {
        while (session.nextMs() <= untilMs) {
            session.tick(session.nextMs());
        }
    }

    private static byte[] open(long as, int hold, int identifier, Set<Family> families) {
        return MessageWriter.open(as, hold, identifier, families);
    }

    private static byte[] refresh(int family, int subtype) {
        return MessageWriter.end(
                MessageWriter.begin(5).putShort((short) family).put((byte) subtype).put((byte) 1));
    }

    private static Network network(String text) {
        return Network.parse(text).orElseThrow();
    }

    /** Writes down what the session does. */
    private static final class Script implements Wire {
        final List<String> said = new ArrayList<>();
        final Heard heard = new Heard(true);

        @Override
        public void connect() {
            said.add("connect");
        }

        @Override
        public void send(Side side, byte[] message) {
            heard.message(message);
            said.add(
                    side
                            + switch (message[18]) {
                                case MessageWriter.OPEN -> " open";
                                case MessageWriter.UPDATE -> " update";
                                case MessageWriter.KEEPALIVE -> " keepalive";
                                default -> " notification " + message[19] + "/" + message[20];
                            });
        }

        @Override
        public void close(Side side) {
            said.add(side + " close");
        }
    }
}
