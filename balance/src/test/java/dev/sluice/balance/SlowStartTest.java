package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Scheduling;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that get their work little by little. */
class SlowStartTest {
    private static final long LENGTH_NS = 10_000_000_000L;

    @Test
    void a_share_grows_from_a_tenth_to_all() {
        var start = new SlowStart();
        assertThat(start.share(5)).isEqualTo(Servers.FULL);

        start.begin(LENGTH_NS, 5);
        assertThat(start.share(5)).isEqualTo(Servers.FULL / 10);
        assertThat(start.share(5 + LENGTH_NS / 2)).isBetween(550, 570);
        assertThat(start.underWay()).isTrue();
        assertThat(start.share(5 + LENGTH_NS)).isEqualTo(Servers.FULL);
        assertThat(start.underWay()).isFalse();
    }

    @Test
    void one_without_length_does_not_begin() {
        var start = new SlowStart();
        start.begin(0, 5);
        assertThat(start.underWay()).isFalse();
        assertThat(start.share(5)).isEqualTo(Servers.FULL);
    }

    @Test
    void a_slow_server_gets_its_share_and_the_others_what_is_left_in_equal_parts() {
        var bed = new Bed(4);
        bed.share[1] = Servers.FULL / 4;

        int[] counts = bed.count(Bed.scheduler(Scheduling.WRR, 100, 100, 100, 100), 13_000);

        assertThat(counts[1]).isBetween(850, 1150);
        for (int other : new int[] {0, 2, 3}) {
            assertThat(counts[other]).isBetween(3850, 4150);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRR", "RR", "WLC", "P2C", "EWMA"})
    void where_all_start_slowly_all_are_chosen_alike(Scheduling scheduling) {
        var bed = new Bed(5);
        Arrays.fill(bed.share, Servers.FULL / 10);

        int[] counts = bed.count(Bed.scheduler(scheduling, 10, 10, 10, 10, 10), 10_000);

        for (int server = 0; server < 5; server++) {
            assertThat(counts[server]).isBetween(1500, 2500);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRR", "RR", "WLC", "P2C", "EWMA"})
    void a_lone_slow_server_gets_all(Scheduling scheduling) {
        var bed = new Bed(3);
        bed.down[0] = true;
        bed.down[2] = true;
        bed.share[1] = Servers.FULL / 10;

        assertThat(bed.count(Bed.scheduler(scheduling, 100, 100, 100), 500)[1]).isEqualTo(500);
    }

    @Test
    void idle_or_not_least_connections_leave_a_slow_server_its_part() {
        var bed = new Bed(3);
        bed.share[2] = Servers.FULL / 10;
        var scheduler = Bed.scheduler(Scheduling.WLC, 100, 100, 100);

        assertThat(bed.count(scheduler, 100)[2]).as("while all are idle").isZero();
        for (int i = 0; i < 2100; i++) {
            bed.active[scheduler.pick(0, bed)]++;
        }
        assertThat(bed.active[2]).isBetween(90, 110);
    }

    /** Work of random lengths over servers of random weights, each of them starting slowly once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shares_follow_weights_and_slow_starts(long seed) {
        var random = new SplittableRandom(seed);
        int servers = random.nextInt(3, 40);
        int[] weights = random.ints(servers, 1, 101).toArray();
        var bed = new Bed(servers);
        double total = 0;
        for (int i = 0; i < servers; i++) {
            bed.share[i] = random.nextBoolean() ? Servers.FULL : random.nextInt(102, Servers.FULL);
            total += weights[i] * (double) bed.share[i];
        }
        int picks = 200_000;

        int[] counts = bed.count(Bed.scheduler(Scheduling.WRR, weights), picks);

        for (int i = 0; i < servers; i++) {
            double expected = (double) picks * weights[i] * bed.share[i] / total;
            assertThat((double) counts[i])
                    .as("server %d of seed %d", i, seed)
                    .isBetween(
                            expected * 0.9 - 5 * Math.sqrt(expected),
                            expected * 1.1 + 5 * Math.sqrt(expected));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WLC", "P2C"})
    void among_very_many_servers_work_that_stays_is_spread_by_weight(Scheduling scheduling) {
        int[] weights = new int[1000];
        Arrays.setAll(weights, i -> i % 2 == 0 ? 100 : 50);
        var bed = new Bed(1000);
        var scheduler = Bed.scheduler(scheduling, weights);
        for (int i = 0; i < 30_000; i++) {
            bed.active[scheduler.pick(0, bed)]++;
        }

        for (int i = 0; i < 1000; i++) {
            assertThat(bed.active[i]).isBetween(weights[i] * 28 / 100, weights[i] * 52 / 100);
        }
    }
}
