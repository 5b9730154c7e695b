package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Scheduling;
import org.junit.jupiter.api.Test;

class LoadSchedulersTest {
    @Test
    void least_connections_picks_the_least_active_for_its_weight() {
        var bed = new Bed(3);
        bed.active[0] = 10; // of weight 100: a tenth
        bed.active[1] = 4; // of weight 50: less
        bed.active[2] = 1; // of weight 1: all

        assertThat(Bed.scheduler(Scheduling.WLC, 100, 50, 1).pick(0, bed)).isEqualTo(1);
    }

    @Test
    void idle_servers_take_turns_by_weight() {
        var counts = new Bed(3).count(Bed.scheduler(Scheduling.WLC, 3, 2, 1), 600);

        assertThat(counts).containsExactly(300, 200, 100, 0);
    }

    @Test
    void connections_that_stay_spread_by_weight() {
        var bed = new Bed(3);
        var scheduler = Bed.scheduler(Scheduling.WLC, 100, 50, 10);

        for (int i = 0; i < 1600; i++) {
            bed.active[scheduler.pick(0, bed)]++;
        }

        assertThat(bed.active).containsExactly(1000, 500, 100);
    }

    @Test
    void two_choices_avoid_the_busy_server() {
        var bed = new Bed(4);
        bed.active[2] = 50;

        var counts = bed.count(Bed.scheduler(Scheduling.P2C, 100, 100, 100, 100), 4000);

        assertThat(counts[2]).isLessThan(10);
        assertThat(counts[0]).isBetween(1100, 1600);
    }

    @Test
    void two_choices_draw_by_weight() {
        var counts = new Bed(3).count(Bed.scheduler(Scheduling.P2C, 80, 10, 10), 10_000);

        assertThat(counts[0]).isGreaterThan(counts[1] + counts[2]);
        assertThat(counts[1]).isGreaterThan(100);
    }

    @Test
    void ewma_prefers_the_faster_server_until_it_is_busy() {
        var bed = new Bed(2);
        bed.latencyUs[0] = 1_000;
        bed.latencyUs[1] = 10_000;
        var scheduler = Bed.scheduler(Scheduling.EWMA, 100, 100);

        assertThat(bed.count(scheduler, 100)[0]).isGreaterThan(95);
        bed.active[0] = 20;
        assertThat(bed.count(scheduler, 100)[1]).isGreaterThan(95);
    }

    @Test
    void ewma_gives_a_new_server_one_request_and_waits_for_its_answer() {
        var bed = new Bed(2);
        bed.latencyUs[0] = 1_000;
        bed.active[0] = 5;
        var scheduler = Bed.scheduler(Scheduling.EWMA, 100, 100);

        assertThat(bed.count(scheduler, 100)[1]).isGreaterThan(95);
        bed.active[1] = 1;
        assertThat(bed.count(scheduler, 100)[0]).isGreaterThan(95);
    }
}
