package dev.sluice.director.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random work on a table, beside a map that says what must come of it. */
class SessionModelTest {
    private static final int CAPACITY = 60;
    private static final int BUDGET = 20;
    private static final int ROUNDS = 30_000;
    private static final int TICK_MS = 128;

    /** What the model knows of a session. */
    private static final class Modelled {
        final Tuple tuple;
        long deadlineMs;
        boolean halfOpen;

        Modelled(Tuple tuple, long deadlineMs, boolean halfOpen) {
            this.tuple = tuple;
            this.deadlineMs = deadlineMs;
            this.halfOpen = halfOpen;
        }
    }

    private final Bed bed = new Bed(CAPACITY, BUDGET);
    private final Map<Integer, Modelled> model = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_table_does_what_a_map_would(long seed) {
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            step(random);
            forgetEnded();
            check(Tuple.drawn(random));
        }
        bed.close();
    }

    private void step(Random random) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> add(Tuple.drawn(random), random);
            case 3 -> remove(random);
            case 4, 5 -> packet(random);
            case 6 -> bed.pass(random.nextInt(3000));
            default -> bed.pass(random.nextInt(5) == 0 ? 40_000 : 1);
        }
    }

    private void add(Tuple tuple, Random random) {
        boolean halfOpen = random.nextBoolean();
        int timeoutMs = 500 + random.nextInt(60_000);
        boolean taken = isTaken(tuple);
        boolean full = model.size() == CAPACITY;
        int id = halfOpen ? bed.addHalfOpen(tuple) : bed.add(tuple, timeoutMs);
        if (full) {
            forgetEnded();
            taken = isTaken(tuple);
        }
        assertThat(id != 0)
                .as("taken %s, %s of %s", taken, model.size(), CAPACITY)
                .isEqualTo(!taken && model.size() < CAPACITY);
        if (id != 0) {
            forgetEnded();
            int lives = halfOpen ? HalfOpenQueue.timeoutMs(tuple.protocol()) : timeoutMs;
            Modelled before = model.put(id, new Modelled(tuple, bed.nowMs + lives, halfOpen));
            assertThat(before).isNull();
        }
    }

    private void remove(Random random) {
        int id = anyOf(random);
        if (id != 0) {
            bed.table.remove(id);
            assertThat(bed.ended.getLast()).isEqualTo(new Bed.Ended(id, Ending.REMOVED));
            bed.ended.removeLast();
            model.remove(id);
        }
    }

    private void packet(Random random) {
        int id = anyOf(random);
        if (id == 0) {
            return;
        }
        Modelled session = requireNonNull(model.get(id));
        boolean fromServer = session.tuple.returns() && random.nextBoolean();
        int direction = fromServer ? Session.FROM_SERVER : Session.FROM_CLIENT;
        int idleMs = 200 + random.nextInt(1_500_000);
        bed.table.datagram(id, direction, idleMs, bed.nowMs);
        boolean settles = fromServer || bed.has(id, Session.ANSWERED) || !session.tuple.returns();
        session.halfOpen &= !settles;
        int lives =
                session.halfOpen
                        ? Math.min(idleMs, HalfOpenQueue.timeoutMs(session.tuple.protocol()))
                        : idleMs;
        session.deadlineMs = bed.nowMs + lives;
    }

    private void forgetEnded() {
        for (Bed.Ended ended : bed.ended) {
            Modelled session = requireNonNull(model.remove(ended.id()));
            if (ended.why() == Ending.EVICTED) {
                assertThat(session.halfOpen).isTrue();
            } else {
                assertThat(session.deadlineMs).isLessThanOrEqualTo(bed.nowMs);
            }
        }
        bed.ended.clear();
    }

    private void check(Tuple drawn) {
        assertThat(bed.table.size()).isEqualTo(model.size());
        assertThat(bed.table.halfOpen())
                .isEqualTo((int) model.values().stream().filter(s -> s.halfOpen).count())
                .isLessThanOrEqualTo(BUDGET);
        Set<Integer> ids = new HashSet<>();
        for (int id = bed.table.after(0); id != 0; id = bed.table.after(id)) {
            ids.add(id);
        }
        assertThat(ids).isEqualTo(model.keySet());
        model.forEach(this::checkSession);
        assertThat(bed.find(drawn.fromClient()) >= 0).isEqualTo(isClientTaken(drawn));
    }

    private void checkSession(int id, Modelled session) {
        assertThat(bed.find(session.tuple.fromClient())).isEqualTo(id << 1);
        if (session.tuple.returns()) {
            assertThat(bed.find(session.tuple.fromServer())).isEqualTo(id << 1 | 1);
        }
        assertThat(bed.has(id, Session.HALF_OPEN)).isEqualTo(session.halfOpen);
        long overdueMs = bed.nowMs - session.deadlineMs;
        assertThat(overdueMs)
                .isLessThan(
                        session.halfOpen
                                ? 2L * HalfOpenQueue.timeoutMs(session.tuple.protocol())
                                : TICK_MS);
    }

    private boolean isTaken(Tuple tuple) {
        return isClientTaken(tuple) || (tuple.returns() && isServerTaken(tuple));
    }

    private boolean isServerTaken(Tuple tuple) {
        return model.values().stream()
                .map(session -> session.tuple)
                .filter(Tuple::returns)
                .anyMatch(other -> other.fromServer().equals(tuple.fromServer()));
    }

    private boolean isClientTaken(Tuple tuple) {
        return model.values().stream()
                .anyMatch(s -> s.tuple.fromClient().equals(tuple.fromClient()));
    }

    private int anyOf(Random random) {
        return model.isEmpty() ? 0 : (int) model.keySet().toArray()[random.nextInt(model.size())];
    }
}
