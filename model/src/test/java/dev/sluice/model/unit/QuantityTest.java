package dev.sluice.model.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "DURATION_MS, 500ms, 500, 500ms",
        "DURATION_MS, 90s, 90000, 90s",
        "DURATION_MS, 60s, 60000, 1m",
        "DURATION_MS, 24h, 86400000, 24h",
        "DURATION_MS, 0s, 0, 0ms",
        "SIZE_BYTES, 64KiB, 65536, 64KiB",
        "SIZE_BYTES, 1024KiB, 1048576, 1MiB",
        "SIZE_BYTES, 1025B, 1025, 1025B",
        "RATE_BITS, 800kbps, 800000, 800kbps",
        "RATE_BITS, 1Gbps, 1000000000, 1Gbps",
    })
    void a_number_with_a_unit_is_read_and_written_in_the_largest_unit_that_fits(
            Quantity quantity, String text, long amount, String written) {
        assertThat(quantity.parse(text)).hasValue(amount);
        assertThat(quantity.write(amount)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "s", "-1s", "1.5s", "15 s", "15S", "1h30m", "15sec", "٣s"})
    void anything_else_is_not_a_duration(String text) {
        assertThat(Quantity.DURATION_MS.parse(text)).isEmpty();
    }

    @Test
    void an_amount_beyond_long_is_refused_and_not_wrapped() {
        assertThat(Quantity.SIZE_BYTES.parse("999999999999GiB")).isEmpty();
    }
}
