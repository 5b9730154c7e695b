package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Scheduling;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
    @Test
    void one_cycle_gives_every_server_exactly_its_weight() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            int[] weights = random.ints(1 + random.nextInt(40), 0, 101).toArray();
            weights[0] = 1; // no common divisor: a cycle is the sum of the weights
            var bed = new Bed(weights.length);

            var counts = bed.count(Bed.scheduler(Scheduling.WRR, weights), sum(weights));

            assertThat(Arrays.copyOf(counts, weights.length))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(weights);
        }
    }

    @Test
    void turns_are_spread_evenly_over_the_cycle() {
        var cycle = WeightedCycle.of(5, 1, 1);

        assertThat(IntStream.range(0, cycle.length()).map(cycle::server).toArray())
                .containsExactly(0, 1, 0, 0, 0, 2, 0);
    }

    @Test
    void no_stretch_of_the_cycle_is_unfair_by_more_than_two_turns() {
        int[] weights = {100, 50, 33, 20, 7, 7, 1};
        var cycle = WeightedCycle.of(weights);
        int[] got = new int[weights.length];

        for (int turn = 0; turn < cycle.length(); turn++) {
            got[cycle.server(turn)]++;
            for (int server = 0; server < weights.length; server++) {
                double due = (turn + 1) * weights[server] / (double) sum(weights);
                assertThat(got[server] - due)
                        .as("turn %d server %d", turn, server)
                        .isBetween(-2.0, 2.0);
            }
        }
    }

    @Test
    void equal_weights_take_as_many_turns_as_there_are_servers() {
        assertThat(WeightedCycle.of(100, 100, 100).length()).isEqualTo(3);
        assertThat(WeightedCycle.of(50, 100, 0).length()).isEqualTo(3);
    }

    @Test
    void a_server_that_is_down_leaves_the_others_exactly_their_shares() {
        var bed = new Bed(3);
        bed.down[0] = true;

        var counts = bed.count(Bed.scheduler(Scheduling.WRR, 94, 4, 2), 600);

        assertThat(counts).containsExactly(0, 400, 200, 0);
    }

    @Test
    void a_backend_of_weight_zero_gets_nothing() {
        for (Scheduling scheduling : Scheduling.values()) {
            var counts = new Bed(3).count(Bed.scheduler(scheduling, 0, 10, 10), 300);
            assertThat(counts[0]).as("%s", scheduling).isZero();
            assertThat(counts[3]).as("%s", scheduling).isZero();
        }
    }

    @Test
    void round_robin_ignores_weights_other_than_zero() {
        var counts = new Bed(3).count(Bed.scheduler(Scheduling.RR, 100, 1, 0), 200);

        assertThat(counts).containsExactly(100, 100, 0, 0);
    }

    @Test
    void nobody_is_picked_where_nobody_may_be() {
        for (Scheduling scheduling : Scheduling.values()) {
            assertThat(new Bed(0).count(Bed.scheduler(scheduling), 10)).containsExactly(10);
            assertThat(new Bed(2).count(Bed.scheduler(scheduling, 0, 0), 10))
                    .containsExactly(0, 0, 10);
            var bed = new Bed(2);
            Arrays.fill(bed.down, true);
            assertThat(bed.count(Bed.scheduler(scheduling, 1, 100), 10)).containsExactly(0, 0, 10);
        }
    }

    @Test
    void the_last_server_of_thousands_is_found() {
        for (Scheduling scheduling : Scheduling.values()) {
            int[] weights = new int[3000];
            Arrays.fill(weights, 100);
            weights[1234] = 1;
            var bed = new Bed(weights.length);
            Arrays.fill(bed.down, true);
            bed.down[1234] = false;

            assertThat(bed.count(Bed.scheduler(scheduling, weights), 20)[1234])
                    .as("%s", scheduling)
                    .isEqualTo(20);
        }
    }

    @Test
    void event_loops_begin_with_different_servers() {
        var plan = SchedulerPlan.of(Scheduling.WRR, Bed.equalServers(8), 42);
        var bed = new Bed(8);

        var first = IntStream.range(0, 4).map(loop -> plan.forLoop(loop).pick(0, bed));

        assertThat(first.distinct().count()).isEqualTo(4);
    }

    @Test
    void a_plan_knows_what_it_was_built_for() {
        var plan = SchedulerPlan.of(Scheduling.SCH, Bed.servers(1, 2), 1);

        assertThat(plan.isFor(Scheduling.SCH, Bed.servers(1, 2))).isTrue();
        assertThat(plan.isFor(Scheduling.TCH, Bed.servers(1, 2))).isFalse();
        assertThat(plan.isFor(Scheduling.SCH, Bed.servers(1, 3))).isFalse();
    }

    private static int sum(int[] weights) {
        return Arrays.stream(weights).sum();
    }
}
