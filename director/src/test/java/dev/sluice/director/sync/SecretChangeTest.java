package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster's secret is another one under way. */
class SecretChangeTest {
    private static final String OLD = "known to both of them";
    private static final String NEW = "known to both of them now";
    private static final List<List<String>> STEPS =
            List.of(List.of(OLD, NEW), List.of(NEW, OLD), List.of(NEW));

    private final Pair pair = Pair.met(2);
    private int sessions;

    @Test
    void in_three_steps_nothing_is_refused_and_no_session_is_at_risk_for_longer_than_usual() {
        for (List<String> step : STEPS) {
            replace(step);
        }

        assertThat(refused(pair.one())).isZero();
        assertThat(refused(pair.other())).isZero();
        assertThat(pair.other().sessions).hasSize(sessions);
    }

    @Test
    void who_comes_back_after_it_learns_what_was_told_before() {
        for (List<String> step : STEPS) {
            replace(step);
        }
        pair.other().crash();
        pair.pass(2_000);

        pair.other().start(false);
        pair.pass(3_000);

        assertThat(refused(pair.other())).isZero();
        assertThat(pair.other().sync().isComplete()).isTrue();
        assertThat(pair.other().sessions).hasSize(sessions);
        assertThat(pair.one().sync().safety().safe()).isEqualTo(sessions);
    }

    @Test
    void what_was_sealed_by_a_mistake_is_taken_once_it_is_mended() {
        renew(pair.one(), "known to nobody else");
        forward();
        pair.pass(3_000);
        assertThat(refused(pair.other())).isPositive();
        assertThat(pair.one().sync().safety().withoutPeer()).isEqualTo(sessions);

        renew(pair.one(), OLD);
        pair.pass(3_000);

        assertThat(pair.other().sessions).hasSize(sessions);
        assertThat(pair.one().sync().safety().safe()).isEqualTo(sessions);
    }

    /** At one director, then at the other, while sessions begin. */
    private void replace(List<String> secrets) {
        for (SimulatedDirector director : pair.directors) {
            renew(director, secrets.toArray(String[]::new));
            forward();
            pair.pass(100);
            assertThat(pair.one().sync().safety().safe()).isEqualTo(sessions);
        }
    }

    private void forward() {
        pair.one().forward(Pair.session(++sessions));
    }

    private static void renew(SimulatedDirector director, String... secrets) {
        byte[][] bytes = new byte[secrets.length][];
        for (int i = 0; i < secrets.length; i++) {
            bytes[i] = secrets[i].getBytes(StandardCharsets.UTF_8);
        }
        director.seal.renew(Seal.of(bytes));
    }

    private static long refused(SimulatedDirector director) {
        return director.sync().counts().of(Refusal.NOT_AUTHENTIC);
    }
}
