package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.node.NodeReport.Health;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RiseFallTest {
    @Test
    void nothing_is_known_until_a_threshold_is_reached() {
        var machine = new RiseFall(2, 3, Health.UNAVAILABLE);

        assertThat(machine.record(false)).isFalse();
        assertThat(machine.record(false)).isFalse();
        assertThat(machine.record(true)).isFalse();
        assertThat(machine.health()).isEqualTo(Health.UNAVAILABLE);
        assertThat(machine.record(true)).isTrue();
        assertThat(machine.health()).isEqualTo(Health.NORMAL);
    }

    @Test
    void failures_count_only_in_a_row() {
        var machine = new RiseFall(1, 3, Health.NORMAL);

        for (boolean success : new boolean[] {false, false, true, false, false}) {
            assertThat(machine.record(success)).isFalse();
        }
        assertThat(machine.record(false)).isTrue();
        assertThat(machine.health()).isEqualTo(Health.ABNORMAL);
        assertThat(machine.record(false)).isFalse();
    }

    @Test
    void any_history_gives_what_its_latest_decisive_run_says() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int rise = 1 + random.nextInt(10);
            int fall = 1 + random.nextInt(10);
            var machine = new RiseFall(rise, fall, Health.UNAVAILABLE);
            var history = new ArrayDeque<Boolean>();
            var expected = Health.UNAVAILABLE;
            double stability = random.nextDouble();
            boolean success = random.nextBoolean();
            for (int i = 0; i < 200; i++) {
                success = random.nextDouble() < stability ? success : !success;
                history.addFirst(success);
                var before = expected;
                if (run(history, rise, true)) {
                    expected = Health.NORMAL;
                } else if (run(history, fall, false)) {
                    expected = Health.ABNORMAL;
                }
                assertThat(machine.record(success))
                        .as("seed %d round %d step %d", seed, round, i)
                        .isEqualTo(before != expected);
                assertThat(machine.health()).isEqualTo(expected);
            }
        }
    }

    private static boolean run(ArrayDeque<Boolean> history, int length, boolean of) {
        return history.size() >= length
                && history.stream().limit(length).allMatch(success -> success == of);
    }
}
