package dev.sluice.lab.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.linux.space.Sysctl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KernelLimitTest {
    private static final String SPACE = "sluice-tlimit";

    /** A number of each namespace's own, so that the machine's are left alone. */
    private static final String LIMIT = "net/ipv4/tcp_fin_timeout";

    @SuppressWarnings("NullAway.Init")
    private NetworkSpace space;

    @BeforeEach
    void make() {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(), "not run without root: limits of the kernel");
        NetworkSpace.deleteAll(SPACE);
        space = NetworkSpace.create(SPACE);
        space.sysctl(LIMIT, "262");
    }

    @AfterEach
    void remove() {
        if (space != null) {
            space.close();
            NetworkSpace.deleteAll(SPACE);
        }
    }

    @Test
    void what_was_there_before_comes_back_to_its_last_digit() {
        KernelLimit limit = raise(4000);
        assertThat(value()).isEqualTo("4000");
        space.run(limit::close);
        assertThat(value()).isEqualTo("262");
    }

    @Test
    void a_limit_that_is_high_enough_is_never_touched() {
        KernelLimit limit = raise(100);
        assertThat(value()).isEqualTo("262");
        space.sysctl(LIMIT, "300");
        space.run(limit::close);
        assertThat(value()).isEqualTo("300");
    }

    @Test
    void what_somebody_else_has_set_meanwhile_stays() {
        KernelLimit limit = raise(4000);
        space.sysctl(LIMIT, "5000");
        space.run(limit::close);
        assertThat(value()).isEqualTo("5000");
    }

    @Test
    void a_limit_that_is_not_there_is_a_sentence() {
        assertThatThrownBy(() -> KernelLimit.raise("net/no/such", 1))
                .isInstanceOf(LabFailure.class)
                .hasMessageContaining("cannot raise /proc/sys/net/no/such");
    }

    private KernelLimit raise(long value) {
        return space.call(() -> KernelLimit.raise(LIMIT, value));
    }

    private String value() {
        return space.call(() -> Sysctl.read(LIMIT));
    }
}
