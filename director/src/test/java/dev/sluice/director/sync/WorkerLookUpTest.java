package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.SyncCounts.Count;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer asks for a session that only a worker has: nobody was told of it yet. */
class WorkerLookUpTest {
    private static final int RING = 64;
    private static final int CLIENT = 0;
    private static final int SERVER = 1;

    private final Pair pair = new Pair(2);
    private final List<SessionTable> tables = new ArrayList<>();
    private final List<WorkerEnd> ends = new ArrayList<>();
    private WorkerSessions sessions =
            new WorkerSessions(1, RING, 1, _ -> {}, pair.network::nowMs, () -> 0);

    private void start(int workers) {
        sessions = new WorkerSessions(workers, RING, 1, _ -> {}, pair.network::nowMs, () -> 0);
        for (int worker = 0; worker < workers; worker++) {
            var table = new SessionTable(SessionSlab.anonymous(16), 16, 1, (_, _, _) -> {}, 1_000);
            ends.add(sessions.end(worker, table, (_, _, _) -> true));
            tables.add(table);
        }
        pair.one().sessionsOf = sessions;
        pair.directors.forEach(director -> director.start(false));
        pair.pass(1_500 + Peer.GONE_MS);
    }

    @AfterEach
    void close() {
        tables.forEach(SessionTable::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void a_half_open_session_is_told_to_who_asks(int workers) {
        start(workers);
        for (int number = 1; number <= 8; number++) {
            SyncedSession session = session(number, number % 4);
            halfOpen(session);
            ask(session, CLIENT);
            assertThat(pair.other().sessions).containsKey(SimulatedDirector.key(session));
            assertThat(counts().of(Count.SEEKS_LOOKED_UP_FOUND)).isEqualTo(number);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void it_is_found_by_what_its_server_sends(int workers) {
        start(workers);
        for (int number = 1; number <= 8; number++) {
            SyncedSession session = session(number, number % 2);
            halfOpen(session);
            ask(session, SERVER);
            assertThat(pair.other().sessions).containsKey(SimulatedDirector.key(session));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void what_no_worker_has_is_not_found_and_the_other_direction_is_another_packet(int workers) {
        start(workers);
        SyncedSession session = session(1, Session.FULLNAT);
        halfOpen(session);
        var turned = new SyncedSession();
        turned.protocol = session.protocol;
        turned.clientHigh = session.serverHigh;
        turned.clientLow = session.serverLow;
        turned.clientPort = session.serverPort;
        turned.virtualHigh = session.localHigh;
        turned.virtualLow = session.localLow;
        turned.virtualPort = session.localPort;

        ask(session(2, Session.NAT), CLIENT);
        ask(session(2, Session.NAT), SERVER);
        ask(turned, CLIENT);

        assertThat(pair.other().asked).isEmpty();
        assertThat(pair.other().sessions).isEmpty();
        assertThat(counts().of(Count.SEEKS_LOOKED_UP)).isPositive();
        assertThat(pair.one().sync().known()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void what_is_being_agreed_between_director_and_server_is_nobody_elses(int workers) {
        start(workers);
        SyncedSession session = session(1, Session.FULLNAT);
        long at = halfOpen(session);
        SessionTable table = owner(session);
        Session.mark(table.slab(), at, Session.SYN_PROXIED);

        ask(session, CLIENT);
        assertThat(pair.other().sessions).isEmpty();

        Session.mark(table.slab(), at, Session.HAS_DELTAS);
        ask(session, CLIENT);
        assertThat(pair.other().sessions).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void who_has_no_time_to_look_does_not_say_that_there_is_nothing(int workers) {
        start(workers);
        SyncedSession session = session(1, Session.FULLNAT);
        while (sessions.room() > 0) {
            sessions.upsert(session);
        }

        pair.other().seek(packet(session, CLIENT), false, 7);
        pair.pass(70);

        assertThat(pair.other().uncertain).containsExactly(7L);
        assertThat(counts().of(Count.SEEKS_LOOKED_UP)).isZero();
        assertThat(counts().of(Count.SEEKS_PASSED_OVER)).isPositive();
    }

    private SyncCounts counts() {
        return pair.one().sync().counts();
    }

    private static SyncedSession packet(SyncedSession session, int side) {
        var packet = new SyncedSession();
        if (side == SERVER) {
            SeekFields.serversPacket(session, packet);
        } else {
            packet.copyKey(session);
        }
        return packet;
    }

    private void ask(SyncedSession session, int side) {
        long tag = counts().of(Count.SEEKS_LOOKED_UP);
        pair.other().seek(packet(session, side), side == SERVER, tag);
        for (int i = 0; i < 8; i++) {
            pair.pass(6);
            sessions.poll(pair.one().sync(), pair.network.nowMs(), RING);
            ends.forEach(end -> end.takeIn(pair.network.nowMs()));
        }
    }

    private SessionTable owner(SyncedSession session) {
        return tables.get(LocalPorts.workerOf(classOf(session), tables.size()));
    }

    private static int classOf(SyncedSession session) {
        return LocalPorts.classOf(session.clientHigh, session.clientLow, session.clientPort);
    }

    private long halfOpen(SyncedSession session) {
        SessionTable table = owner(session);
        var slab = table.slab();
        int id = table.reserve();
        long at = table.at(id);
        Session.client(slab, at, session.clientHigh, session.clientLow, session.clientPort);
        Session.virtual(slab, at, session.virtualHigh, session.virtualLow, session.virtualPort);
        Session.server(slab, at, session.serverHigh, session.serverLow, session.serverPort);
        Session.local(slab, at, session.localHigh, session.localLow, session.localPort);
        Session.method(slab, at, session.method);
        Session.state(slab, at, TcpStates.SYN_RECV);
        assertThat(table.insert(id, session.protocol, true, 0, pair.network.nowMs())).isTrue();
        return at;
    }

    private static SyncedSession session(int number, int method) {
        SyncedSession session = Pair.session(number);
        session.method = method;
        session.serverHigh = 0;
        session.serverLow = 0xFFFF_0A00_0001L;
        session.serverPort = 8080;
        session.localHigh = 0;
        session.localLow = method == Session.FULLNAT ? 0xFFFF_C612_0001L : 0;
        session.localPort = 0;
        if (method == Session.FULLNAT) {
            session.localPort = 1024 + LocalPorts.CLASSES * number + classOf(session);
        }
        return session;
    }
}
