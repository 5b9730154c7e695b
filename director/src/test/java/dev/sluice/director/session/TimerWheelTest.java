package dev.sluice.director.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long SEED = 42;
    private static final int TURN_MS = TimerWheel.SLOTS * 128;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment slab = arena.allocate(SessionTable.offset(1001), 8);
    private long nowMs = 123_456_789;
    private final TimerWheel wheel =
            new TimerWheel(new SessionLists(slab, TimerWheel.SLOTS), nowMs);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void everything_is_looked_at_within_a_tick_after_its_time_and_not_before() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        Map<Integer, Long> deadlines = new HashMap<>();
        for (int id = 1; id <= 1000; id++) {
            int leftMs = random.nextInt(TURN_MS - 1000);
            deadlines.put(id, nowMs + leftMs);
            wheel.arm(id, leftMs, nowMs);
        }
        while (!deadlines.isEmpty()) {
            nowMs += random.nextInt(100);
            for (int id = wheel.due(nowMs); id != 0; id = wheel.due(nowMs)) {
                assertThat(nowMs - requireNonNull(deadlines.remove(id))).isBetween(0L, 127L + 100);
                wheel.disarm(id);
            }
            assertThat(deadlines.values()).allMatch(deadline -> nowMs - deadline < 128);
        }
    }

    @Test
    void what_is_further_away_than_a_turn_is_looked_at_after_one() {
        wheel.arm(1, 3 * TURN_MS, nowMs);

        assertThat(wheel.due(nowMs + TURN_MS - 300)).isZero();
        assertThat(wheel.due(nowMs + TURN_MS)).isEqualTo(1);
    }

    @Test
    void after_a_long_sleep_all_is_looked_at() {
        for (int id = 1; id <= 1000; id++) {
            wheel.arm(id, id * 1000, nowMs);
        }
        nowMs += 50L * TURN_MS;

        int looked = 0;
        for (int id = wheel.due(nowMs); id != 0; id = wheel.due(nowMs)) {
            wheel.disarm(id);
            looked++;
        }

        assertThat(looked).isEqualTo(1000);
    }

    @Test
    void what_is_taken_out_is_not_looked_at() {
        wheel.arm(1, 1000, nowMs);
        wheel.arm(2, 1000, nowMs);
        wheel.arm(3, 1000, nowMs);
        wheel.disarm(2);
        nowMs += 2000;

        assertThat(wheel.due(nowMs)).isEqualTo(1);
        wheel.disarm(1);
        assertThat(wheel.due(nowMs)).isEqualTo(3);
        wheel.disarm(3);
        assertThat(wheel.due(nowMs)).isZero();
    }
}
