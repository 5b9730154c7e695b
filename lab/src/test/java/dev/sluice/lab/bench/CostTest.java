package dev.sluice.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CostTest {

    @Test
    void the_total_is_found_with_and_without_a_count_of_errors() {
        assertThat(Cost.totalCalls("100.00    0.173282          18      9276           total\n"))
                .isEqualTo(9_276);
        assertThat(Cost.totalCalls("100.00    0.173282          18      9276       375 total\n"))
                .isEqualTo(9_276);
    }

    @Test
    void allocations_of_all_threads_are_added_up_in_bytes() {
        String dump =
                """
                "main" #3 prio=5 cpu=40.81ms elapsed=0.25s allocated=1536B defined_classes=3
                "loop-1" #30 prio=5 cpu=40.81ms elapsed=0.25s allocated=2.5K defined_classes=3
                "loop-2" #31 prio=5 cpu=40.81ms elapsed=0.25s allocated=3M defined_classes=3
                """;

        assertThat(Cost.allocatedBytes(dump)).isEqualTo(1_536 + 2_560 + 3 * 1_048_576);
    }
}
