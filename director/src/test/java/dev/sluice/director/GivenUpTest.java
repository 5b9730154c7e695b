package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.table.Address;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GivenUpTest {
    private static final Address ONE = Address.parse("203.0.113.1").orElseThrow();
    private static final Address OTHER = Address.parse("203.0.113.2").orElseThrow();

    private long nowMs = 500;
    private final GivenUp<Address> givenUp = new GivenUp<>(() -> nowMs, 1_000);

    @Test
    void an_address_lingers_for_a_while_after_it_was_given_up() {
        assertThat(givenUp.owned(Set.of(ONE, OTHER))).isFalse();
        assertThat(givenUp.owned(Set.of(OTHER))).isTrue();
        assertThat(givenUp.all()).containsExactly(ONE);

        nowMs += 999;
        assertThat(givenUp.forget()).isFalse();
        assertThat(givenUp.all()).containsExactly(ONE);
        nowMs += 1;
        assertThat(givenUp.forget()).isTrue();
        assertThat(givenUp.all()).isEmpty();
    }

    @Test
    void an_address_that_came_back_does_not_linger() {
        givenUp.owned(Set.of(ONE));
        givenUp.owned(Set.of());
        assertThat(givenUp.owned(Set.of(ONE))).isFalse();

        assertThat(givenUp.all()).isEmpty();
        nowMs += 5_000;
        assertThat(givenUp.forget()).isFalse();
    }
}
