package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.TcpStates;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ends of rings at workers and at the thread that shares sessions, without either thread. */
class WorkerSessionsTest {
    private static final int WORKERS = 2;
    private static final int RING = 16;
    private static final int SESSIONS = 64;
    private static final int IDLE_MS = 900_000;

    private long nowMs = 1_000_000;
    private long nowNs = Long.MAX_VALUE;
    private long spentNs;
    private final List<Integer> woken = new ArrayList<>();
    private final WorkerSessions all =
            new WorkerSessions(WORKERS, RING, 1, woken::add, () -> nowMs, () -> nowNs += spentNs);
    private final List<SessionSlab> slabs = new ArrayList<>();
    private final List<SessionTable> tables = new ArrayList<>();
    private final List<WorkerEnd> ends = new ArrayList<>();
    private final SessionSync sync = sync();

    WorkerSessionsTest() {
        for (int worker = 0; worker < WORKERS; worker++) {
            SessionSlab slab = SessionSlab.anonymous(SESSIONS);
            int number = worker;
            var table =
                    new SessionTable(
                            slab, 8, 3, (id, at, why) -> ends.get(number).ended(at), nowMs);
            slabs.add(slab);
            tables.add(table);
            ends.add(all.end(worker, table, (memory, at, protocol) -> true));
        }
    }

    private SessionSync sync() {
        var nobody =
                new Outlet() {
                    @Override
                    public void send(int node, byte[] bytes, int length) {}

                    @Override
                    public void openBulk(int node, byte[] request, int length) {}

                    @Override
                    public void closeBulk() {}
                };
        return new SessionSync(
                SyncSettings.usual(1, 1, 2),
                Seal.of("known to all of them".getBytes(StandardCharsets.UTF_8)),
                new SessionBook(
                        MemorySegment.ofArray(new long[1024 * SessionBook.ROW_BYTES / 8]), 5),
                all,
                nobody,
                () -> 1_700_000_000_000_000L,
                new Random(1),
                nowMs);
    }

    @AfterEach
    void close() throws IOException {
        tables.forEach(SessionTable::close);
        for (SessionSlab slab : slabs) {
            slab.close();
        }
    }

    @Test
    void a_peers_session_comes_to_the_worker_of_its_client_which_is_woken() {
        for (int i = 1; i <= 10; i++) {
            SyncedSession session = session(i);
            all.upsert(session);
            all.publish();
            int owner = owner(session);
            assertThat(woken).last().isEqualTo(owner);
            int before = tables.get(owner).size();

            assertThat(ends.get(owner).isWaiting()).isTrue();
            assertThat(ends.get(owner).takeIn(nowMs)).isOne();
            assertThat(tables.get(owner).size()).isEqualTo(before + 1);
            assertThat(ends.get(1 - owner).takeIn(nowMs)).isZero();
        }
    }

    @Test
    void a_worker_to_which_it_takes_long_leaves_the_rest_to_the_next_round() {
        var sent = new ArrayList<SyncedSession>();
        for (int i = 1; sent.size() < 2 * WorkerEnd.LOOK_EACH; i++) {
            SyncedSession session = session(i);
            if (owner(session) == 0) {
                sent.add(session);
                all.upsert(session);
            }
        }
        all.publish();
        spentNs = WorkerEnd.TAKEN_NS;

        assertThat(ends.getFirst().takeIn(nowMs)).isEqualTo(WorkerEnd.LOOK_EACH);
        assertThat(ends.getFirst().isWaiting()).isTrue();
        spentNs = 0;
        assertThat(ends.getFirst().takeIn(nowMs)).isEqualTo(WorkerEnd.LOOK_EACH);
        assertThat(ends.getFirst().isWaiting()).isFalse();
        assertThat(tables.getFirst().size()).isEqualTo(sent.size());
    }

    @Test
    void after_another_table_sessions_are_entering_until_workers_have_taken_all() {
        assertThat(all.isEntering()).isFalse();
        all.tableChanged();
        assertThat(all.isEntering()).isTrue();
        all.upsert(session(1));
        all.poll(sync, nowMs, RING);
        assertThat(all.isEntering()).as("one waits for its worker").isTrue();
        ends.forEach(end -> end.takeIn(nowMs));
        all.poll(sync, nowMs, RING);

        assertThat(all.isEntering()).isFalse();
    }

    @Test
    void how_long_an_own_session_lives_is_read_where_the_worker_has_it() {
        SyncedSession session = session(1);
        int id = own(session);
        SyncedSession told = session(1);
        told.place = id;
        assertThat(all.leftMs(told)).isEqualTo(IDLE_MS);
        nowMs += 1_000;
        assertThat(all.leftMs(told)).isEqualTo(IDLE_MS - 1_000);

        tables.get(owner(session)).remove(id);
        assertThat(all.leftMs(told)).isZero();
        own(session(3));
        assertThat(all.leftMs(told)).as("another has its place").isZero();
        told.place = SESSIONS + 1;
        assertThat(all.leftMs(told)).isZero();
        told.place = 0;
        assertThat(all.leftMs(told)).isZero();
    }

    @Test
    void what_a_full_ring_did_not_take_is_told_by_the_next_packet() {
        int told = 0;
        for (int i = 1; told <= RING; i++) {
            SyncedSession session = session(i);
            if (owner(session) == 0) {
                told++;
                changed(own(session));
            }
        }
        SessionTable table = tables.getFirst();
        int last = table.highest();
        assertThat(all.untold()).isOne();
        assertThat(mustTell(last)).isTrue();

        assertThat(all.poll(sync, nowMs, Integer.MAX_VALUE)).isEqualTo(RING);
        changed(last);
        assertThat(mustTell(last)).isFalse();
        assertThat(all.poll(sync, nowMs, Integer.MAX_VALUE)).isOne();
        assertThat(sync.counts().of(SyncCounts.Count.SESSIONS_TOLD)).isEqualTo(RING + 1);
    }

    @Test
    void an_end_is_told_of_own_sessions_alone() {
        SyncedSession session = session(1);
        int owner = owner(session);
        int id = own(session);
        ends.get(owner).changed(id, tables.get(owner).at(id), IDLE_MS, nowMs);
        all.poll(sync, nowMs, 10);
        tables.get(owner).remove(id);
        assertThat(all.poll(sync, nowMs, 10)).isOne();
        assertThat(sync.counts().of(SyncCounts.Count.SESSIONS_TOLD)).isEqualTo(2);

        SyncedSession peers = session(2);
        all.upsert(peers);
        all.publish();
        ends.get(owner(peers)).takeIn(nowMs);
        tables.get(owner(peers)).remove(1);
        own(session(3));
        assertThat(all.poll(sync, nowMs, 10)).isZero();
    }

    private void changed(int id) {
        ends.getFirst().changed(id, tables.getFirst().at(id), IDLE_MS, nowMs);
    }

    private boolean mustTell(int id) {
        SessionTable table = tables.getFirst();
        return TableSessions.mustTell(
                table.slab(), table.at(id), Session.FROM_CLIENT, 900_000, nowMs);
    }

    private int own(SyncedSession session) {
        SessionTable table = tables.get(owner(session));
        int id = table.reserve();
        long at = table.at(id);
        Session.client(table.slab(), at, session.clientHigh, session.clientLow, session.clientPort);
        Session.virtual(
                table.slab(), at, session.virtualHigh, session.virtualLow, session.virtualPort);
        Session.method(table.slab(), at, Session.ROUTE);
        Session.state(table.slab(), at, TcpStates.ESTABLISHED);
        assertThat(table.insert(id, session.protocol, false, IDLE_MS, nowMs)).isTrue();
        return id;
    }

    private static int owner(SyncedSession session) {
        return LocalPorts.workerOf(
                LocalPorts.classOf(session.clientHigh, session.clientLow, session.clientPort),
                WORKERS);
    }

    private static SyncedSession session(int number) {
        SyncedSession session = Pair.session(number * 5 + 1);
        session.method = Session.ROUTE;
        session.owner = 2;
        session.livesMs = IDLE_MS;
        return session;
    }
}
