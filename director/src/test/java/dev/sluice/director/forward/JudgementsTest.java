package dev.sluice.director.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.session.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgementsTest {
    private final Judgements judgements = new Judgements();

    @Test
    void a_number_stands_for_one_change_until_another() {
        int before = judgements.current();
        assertThat(judgements.current()).isEqualTo(before);

        judgements.changed();
        assertThat(judgements.current()).isNotEqualTo(before).isPositive();
    }

    @Test
    void when_all_numbers_are_in_use_none_is_given_until_sessions_were_reviewed() {
        for (int i = 1; i < Session.JUDGEMENTS; i++) {
            judgements.changed();
            assertThat(judgements.current()).isBetween(1, Session.JUDGEMENTS);
        }
        judgements.changed();
        assertThat(judgements.current()).isEqualTo(Judgements.EXHAUSTED);

        judgements.reviewed(1);
        assertThat(judgements.current()).isBetween(1, Session.JUDGEMENTS);
    }

    /** Sessions bear the number of the change at which they were judged; see who is mistaken. */
    @Test
    void no_number_is_borne_by_a_session_that_was_judged_at_another_change() {
        long seed = 7;
        var random = new Random(seed);
        Map<Integer, Integer> bornBy = new HashMap<>();
        int reviewed = 0;
        for (int step = 0; step < 50_000; step++) {
            judgements.changed();
            int current = judgements.current();
            int change = judgements.changes();
            Integer judgedAt = bornBy.get(current);
            assertThat(judgedAt == null || judgedAt == change)
                    .as("seed %d, step %d: judged at %s", seed, step, judgedAt)
                    .isTrue();
            if (current != Judgements.EXHAUSTED && random.nextInt(3) == 0) {
                bornBy.put(current, change);
            }
            if (random.nextInt(800) == 0) {
                reviewed = Math.max(reviewed, change - random.nextInt(100));
                judgements.reviewed(reviewed);
                int since = reviewed;
                bornBy.values().removeIf(at -> at < since);
            }
        }
    }
}
