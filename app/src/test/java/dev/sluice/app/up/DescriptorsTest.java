package dev.sluice.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
    private static final String HEADING =
            "Limit                     Soft Limit           Hard Limit           Units     ";

    @Test
    void a_low_limit_is_said_with_what_it_is_enough_for() {
        assertThat(Descriptors.warning(limits("1024")))
                .hasValueSatisfying(
                        words -> assertThat(words).contains("1024 files", "576 clients", "ulimit"));
    }

    @Test
    void a_high_limit_is_not_worth_a_word() {
        assertThat(Descriptors.warning(limits("65536"))).isEmpty();
    }

    @Test
    void no_limit_is_not_worth_a_word() {
        assertThat(Descriptors.warning(limits("unlimited"))).isEmpty();
    }

    private static List<String> limits(String soft) {
        return List.of(
                HEADING,
                "Max open files            %-20s 524288               files     ".formatted(soft));
    }
}
