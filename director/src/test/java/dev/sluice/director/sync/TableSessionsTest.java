package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.TcpStates;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read from one director's table and entered into another's. */
class TableSessionsTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;
    private static final int FIN = 0x01;
    private static final int TIMEOUT_MS = 900_000;
    private static final long CLIENT = 0xFFFF_C633_6407L;
    private static final long VIRTUAL = 0xFFFF_CB00_710AL;
    private static final long SERVER = 0xFFFF_0A00_0001L;
    private static final long LOCAL = 0xFFFF_C612_0001L;

    private long nowMs = 1_000_000;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final SessionTable owner = table();
    private final SessionTable peer = table();
    private boolean hasListener = true;
    private final TableSessions mirrored =
            new TableSessions(
                    peer,
                    (slab, at, protocol) -> {
                        Session.listener(slab, at, 7);
                        return hasListener;
                    },
                    2,
                    () -> nowMs);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void a_peers_session_is_found_from_both_sides_and_rewritten_alike() {
        mirrored.upsert(read(established()));

        int id = found();
        assertThat(id).isPositive();
        assertThat(fromServer()).isEqualTo(id << 1 | Session.FROM_SERVER);
        assertThat(read(peer, id)).usingRecursiveComparison().isEqualTo(read(owner, 1));
        assertThat(Session.listener(peer.slab(), peer.at(id))).isEqualTo(7);
    }

    @Test
    void peers_are_told_at_the_handshakes_last_segment_and_not_before() {
        int id = insert(owner, TCP);
        assertThat(tells(owner, id, Session.FROM_CLIENT)).isFalse();
        owner.segment(id, Session.FROM_CLIENT, SYN, TIMEOUT_MS, nowMs);
        assertThat(tells(owner, id, Session.FROM_CLIENT)).isFalse();
        owner.segment(id, Session.FROM_SERVER, SYN_ACK, TIMEOUT_MS, nowMs);
        assertThat(tells(owner, id, Session.FROM_SERVER)).isFalse();
        owner.segment(id, Session.FROM_CLIENT, ACK, TIMEOUT_MS, nowMs);
        assertThat(tells(owner, id, Session.FROM_CLIENT)).isTrue();

        TableSessions.told(owner.slab(), owner.at(id));
        owner.segment(id, Session.FROM_CLIENT, ACK, TIMEOUT_MS, nowMs);
        assertThat(tells(owner, id, Session.FROM_CLIENT)).isFalse();
        owner.segment(id, Session.FROM_CLIENT, ACK | 1, TIMEOUT_MS, nowMs);
        assertThat(tells(owner, id, Session.FROM_CLIENT)).isTrue();
    }

    @Test
    void without_a_connection_peers_are_told_from_the_clients_packet_after_the_answer_on() {
        int id = insert(owner, UDP);
        owner.datagram(id, Session.FROM_CLIENT, 90_000, nowMs);
        assertThat(tells(owner, id, Session.FROM_CLIENT)).isFalse();
        owner.datagram(id, Session.FROM_SERVER, 90_000, nowMs);
        assertThat(tells(owner, id, Session.FROM_SERVER)).isFalse();
        owner.datagram(id, Session.FROM_CLIENT, 90_000, nowMs);
        assertThat(tells(owner, id, Session.FROM_CLIENT)).isTrue();
    }

    @Test
    void a_packet_of_a_mirrored_session_makes_it_this_directors_own() {
        mirrored.upsert(read(established()));
        int id = found();
        assertThat(Session.has(peer.slab(), peer.at(id), Session.DURABLE_CHANGED)).isFalse();

        peer.segment(id, Session.FROM_CLIENT, ACK, TIMEOUT_MS, nowMs);
        assertThat(tells(peer, id, Session.FROM_CLIENT)).isTrue();
        TableSessions.told(peer.slab(), peer.at(id));
        assertThat(tells(peer, id, Session.FROM_CLIENT)).isFalse();

        SyncedSession takenBack = read(owner, 1);
        takenBack.owner = 1;
        takenBack.livesMs = TIMEOUT_MS;
        mirrored.upsert(takenBack);
        assertThat(Session.has(peer.slab(), peer.at(id), Session.MIRRORED)).isTrue();
    }

    @Test
    void replies_that_come_elsewhere_than_the_clients_packets_leave_a_session_whose_it_is() {
        SyncedSession session = read(established());
        session.livesMs = 2 * TIMEOUT_MS;
        mirrored.upsert(session);
        int id = found();
        for (int quarters = 0; quarters < 3; quarters++) {
            peer.segment(id, Session.FROM_SERVER, ACK, TIMEOUT_MS, nowMs);
            assertThat(tells(peer, id, Session.FROM_SERVER)).isFalse();
            nowMs += TIMEOUT_MS / 4;
        }
        peer.segment(id, Session.FROM_SERVER, ACK, TIMEOUT_MS, nowMs);
        assertThat(tells(peer, id, Session.FROM_SERVER)).as("its director is silent").isTrue();

        mirrored.upsert(session);
        peer.segment(id, Session.FROM_SERVER, ACK | FIN, TIMEOUT_MS, nowMs);
        assertThat(tells(peer, id, Session.FROM_SERVER)).as("the state has changed").isTrue();
    }

    @Test
    void a_peers_change_of_state_and_longer_life_arrive() {
        SyncedSession session = read(established());
        mirrored.upsert(session);
        nowMs += 800_000;
        session.state = TcpStates.FIN_WAIT;
        session.livesMs = TIMEOUT_MS;
        mirrored.upsert(session);
        nowMs += 800_000;
        peer.advance(100, nowMs);

        assertThat(mirrored.leftMs(session)).isEqualTo(100_000);
        assertThat(Session.state(peer.slab(), peer.at(found()))).isEqualTo(TcpStates.FIN_WAIT);
        mirrored.delete(session);
        assertThat(peer.size()).isZero();
        assertThat(mirrored.leftMs(session)).isNotPositive();
    }

    @Test
    void a_session_that_goes_elsewhere_replaces_what_was_there() {
        SyncedSession session = read(established());
        mirrored.upsert(session);
        session.serverPort++;
        mirrored.upsert(session);

        assertThat(peer.size()).isOne();
        assertThat(Session.serverPort(peer.slab(), peer.at(found()))).isEqualTo(8_081);
    }

    @Test
    void a_local_port_of_a_peers_session_is_given_to_no_other() {
        var ports = new LocalPorts(new long[] {0}, new long[] {LOCAL}, LocalPorts.PORT_MIN);
        int first = ports.pick(peer, 0, 5, 0, SERVER, 8_080, TCP);
        SyncedSession session = read(established());
        session.localPort = LocalPorts.port(first);
        mirrored.upsert(session);

        int next = ports.pick(peer, 0, 5, 0, SERVER, 8_080, TCP);
        assertThat(next).isNotEqualTo(first).isNotEqualTo(LocalPorts.NONE);
    }

    @Test
    void what_cannot_be_entered_is_counted_and_leaves_nothing() {
        SyncedSession session = read(established());
        hasListener = false;
        mirrored.upsert(session);
        hasListener = true;
        mirrored.upsert(session);
        session.clientPort++; // The server would not tell it from the first.
        mirrored.upsert(session);

        assertThat(mirrored.refused()).isEqualTo(2);
        assertThat(peer.size()).isOne();
    }

    private int established() {
        int id = insert(owner, TCP);
        owner.segment(id, Session.FROM_CLIENT, SYN, TIMEOUT_MS, nowMs);
        owner.segment(id, Session.FROM_SERVER, SYN_ACK, TIMEOUT_MS, nowMs);
        owner.segment(id, Session.FROM_CLIENT, ACK, TIMEOUT_MS, nowMs);
        Session.mark(owner.slab(), owner.at(id), Session.HAS_DELTAS | Session.FORWARDERS_OWN);
        Session.deltaOut(owner.slab(), owner.at(id), -5);
        Session.deltaBegin(owner.slab(), owner.at(id), 77);
        Session.windows(owner.slab(), owner.at(id), 3, -2);
        return id;
    }

    private int insert(SessionTable table, int protocol) {
        int id = table.reserve();
        long at = table.at(id);
        Session.client(table.slab(), at, 0, CLIENT, 40_000);
        Session.virtual(table.slab(), at, 0, VIRTUAL, 443);
        Session.server(table.slab(), at, 0, SERVER, 8_080);
        Session.local(table.slab(), at, 0, LOCAL, 2_000);
        assertThat(table.insert(id, protocol, true, TIMEOUT_MS, nowMs)).isTrue();
        return id;
    }

    private SyncedSession read(int id) {
        return read(owner, id);
    }

    private SyncedSession read(SessionTable table, int id) {
        var session = new SyncedSession();
        TableSessions.read(table.slab(), table.at(id), TIMEOUT_MS, nowMs, session);
        return session;
    }

    private boolean tells(SessionTable table, int id, int direction) {
        return TableSessions.mustTell(table.slab(), table.at(id), direction, TIMEOUT_MS, nowMs);
    }

    private int found() {
        int found = peer.find(0, CLIENT, 0, VIRTUAL, 40_000, 443, TCP);
        return found < 0 ? 0 : found >> 1;
    }

    private int fromServer() {
        return peer.find(0, SERVER, 0, LOCAL, 8_080, 2_000, TCP);
    }

    private SessionTable table() {
        SessionSlab slab = SessionSlab.anonymous(64);
        var table = new SessionTable(slab, 16, 3, (id, at, why) -> {}, nowMs);
        open.add(slab);
        open.add(table);
        return table;
    }
}
