package dev.sluice.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlagsTest {
    private final Flags flags =
            new Flags().number("warmup", 30, 2, "seconds").number("runs", 5, 1, "runs");

    @Test
    void what_is_not_given_has_its_default() throws Exception {
        Flags.Values values = flags.parse(List.of());

        assertThat(values.number("warmup")).isEqualTo(30);
        assertThat(values.write()).isFalse();
    }

    @Test
    void a_number_follows_its_flag_or_an_equals_sign() throws Exception {
        Flags.Values values = flags.parse(List.of("--warmup", "7", "--runs=3", "--write"));

        assertThat(values.number("warmup")).isEqualTo(7);
        assertThat(values.number("runs")).isEqualTo(3);
        assertThat(values.write()).isTrue();
    }

    @Test
    void quick_changes_only_what_is_not_given() throws Exception {
        Flags.Values values = flags.parse(List.of("--runs", "4", "--quick"));

        assertThat(values.number("runs")).isEqualTo(4);
        assertThat(values.number("warmup")).isEqualTo(2);
    }

    @Test
    void an_unknown_flag_and_a_number_that_is_none_are_refused_by_name() {
        assertThatThrownBy(() -> flags.parse(List.of("--fast"))).hasMessageContaining("--fast");
        assertThatThrownBy(() -> flags.parse(List.of("--runs", "0")))
                .hasMessage("--runs needs a whole number above 0, not '0'");
        assertThatThrownBy(() -> flags.parse(List.of("--runs")))
                .hasMessage("--runs needs a whole number above 0, not ''");
    }

    @Test
    void a_duration_has_a_unit_and_what_was_given_is_known() throws Exception {
        Flags timed = new Flags().duration("soak", 600, 20, "how long");

        assertThat(timed.parse(List.of()).duration("soak")).hasMinutes(10);
        assertThat(timed.parse(List.of()).given()).isEmpty();
        assertThat(timed.parse(List.of("--soak", "90s")).duration("soak")).hasSeconds(90);
        assertThat(timed.parse(List.of("--soak=2h")).given()).containsExactly("soak");
        assertThatThrownBy(() -> timed.parse(List.of("--soak", "10")))
                .hasMessage("--soak needs a duration as 90s or 10m, not '10'");
    }
}
