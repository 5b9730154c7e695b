package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker's question goes to peers, and what they know to the worker whose session it is. */
class WorkerSeekTest {
    private static final int WORKERS = 2;
    private static final int RING = 64;

    private final Pair pair = new Pair(2);
    private final WorkerSessions sessions =
            new WorkerSessions(WORKERS, RING, 2, _ -> {}, pair.network::nowMs, () -> 0);
    private final List<SessionTable> tables = new ArrayList<>();
    private final List<WorkerEnd> ends = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int worker = 0; worker < WORKERS; worker++) {
            var table = new SessionTable(SessionSlab.anonymous(16), 16, 1, (_, _, _) -> {}, 1_000);
            WorkerEnd end = sessions.end(worker, table, (_, _, _) -> true);
            int number = worker;
            end.answers(question -> answers.add(number * 100 + question));
            tables.add(table);
            ends.add(end);
        }
        pair.other().sessionsOf = sessions;
        pair.directors.forEach(director -> director.start(false));
        pair.pass(1_500 + Peer.GONE_MS);
    }

    @AfterEach
    void close() {
        tables.forEach(SessionTable::close);
    }

    @Test
    void a_session_comes_to_its_worker_and_the_answer_to_who_asked() {
        SyncedSession session = Pair.session(1);
        pair.one().forward(session);

        assertThat(seek(1, 5, session)).isTrue();
        takeTurns();

        assertThat(answers).containsExactly(105);
        assertThat(tables.stream().mapToInt(SessionTable::size).sum()).isOne();
    }

    @Test
    void who_asked_for_what_nobody_knows_hears_so() {
        seek(0, 6, Pair.session(1));
        takeTurns();

        assertThat(answers).containsExactly(6);
        assertThat(tables).allMatch(table -> table.size() == 0);
    }

    @Test
    void a_worker_whose_ring_is_full_is_told_at_once() {
        for (int question = 0; question < RING; question++) {
            assertThat(seek(0, question, Pair.session(1))).isTrue();
        }
        assertThat(seek(0, RING, Pair.session(1))).isFalse();

        takeTurns();
        assertThat(answers).hasSize(RING);
    }

    private boolean seek(int worker, int question, SyncedSession session) {
        return ends.get(worker)
                .seek(
                        question,
                        Session.FROM_CLIENT,
                        session.clientHigh,
                        session.clientLow,
                        session.clientPort,
                        session.virtualHigh,
                        session.virtualLow,
                        session.virtualPort,
                        session.protocol);
    }

    private void takeTurns() {
        for (int i = 0; i < 10; i++) {
            sessions.poll(pair.other().sync(), pair.network.nowMs(), RING);
            pair.pass(6);
            ends.forEach(end -> end.takeIn(pair.network.nowMs()));
        }
    }
}
