package dev.sluice.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void percentiles_of_one_to_a_hundred_are_their_own_rank() {
        Percentiles hundred = Percentiles.of(LongStream.rangeClosed(1, 100).toArray());

        assertThat(hundred.at(50)).isEqualTo(50);
        assertThat(hundred.at(99)).isEqualTo(99);
        assertThat(hundred.at(100)).isEqualTo(100);
        assertThat(hundred.at(0)).isEqualTo(1);
    }

    @Test
    void the_order_of_the_values_does_not_matter() {
        assertThat(Percentiles.of(new long[] {9, 1, 5}).at(50)).isEqualTo(5);
    }

    @Test
    void no_values_have_no_percentile() {
        assertThat(Percentiles.of(new long[0]).at(99)).isNaN();
    }
}
