package dev.sluice.director.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PersistenceRowsTest {
    private static final int LISTENER = 5;
    private static final long TIMEOUT_MS = 60_000;

    private final PersistenceRows rows = new PersistenceRows(1_024);

    @Test
    void a_client_keeps_its_server_until_the_timeout() {
        rows.bind(LISTENER, 1, 2, 7, 1_000, TIMEOUT_MS);

        assertThat(rows.find(LISTENER, 1, 2, 1_000 + TIMEOUT_MS - 1)).isEqualTo(7);
        assertThat(rows.find(LISTENER, 1, 2, 1_000 + TIMEOUT_MS)).isEqualTo(PersistenceRows.NONE);
        assertThat(rows.find(LISTENER, 2, 1, 1_000)).isEqualTo(PersistenceRows.NONE);
        assertThat(rows.find(LISTENER + 1, 1, 2, 1_000)).isEqualTo(PersistenceRows.NONE);
    }

    @Test
    void binding_again_renews_and_replaces() {
        rows.bind(LISTENER, 1, 2, 7, 0, TIMEOUT_MS);
        rows.bind(LISTENER, 1, 2, Integer.MAX_VALUE, 50_000, TIMEOUT_MS);

        assertThat(rows.find(LISTENER, 1, 2, 100_000)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void the_clock_may_wrap_around_its_lower_half() {
        long justBefore = (1L << 32) - 1;
        rows.bind(LISTENER, 1, 2, 7, justBefore, TIMEOUT_MS);

        assertThat(rows.find(LISTENER, 1, 2, justBefore + 59_999)).isEqualTo(7);
        assertThat(rows.find(LISTENER, 1, 2, justBefore + 60_000)).isEqualTo(PersistenceRows.NONE);
    }

    @Test
    void a_full_table_evicts_visibly_and_keeps_the_newest() {
        LongStream.range(0, 5_000).forEach(i -> rows.bind(LISTENER, 0, i, 1, i * 256, 3_600_000));

        long kept =
                LongStream.range(0, 5_000).filter(i -> rows.find(LISTENER, 0, i, 0) == 1).count();
        assertThat(kept).isEqualTo(1_024);
        assertThat(rows.evictions()).isBetween(1L, 5_000L - 1_024);
        assertThat(rows.find(LISTENER, 0, 4_999, 0)).isEqualTo(1);
    }

    @Test
    void no_stranger_has_a_binding() {
        LongStream.range(0, 1_024).forEach(i -> rows.bind(LISTENER, 0, i, 1, 0, TIMEOUT_MS));

        assertThat(LongStream.range(0, 100_000).filter(i -> rows.find(LISTENER, 1, i, 0) != 0))
                .isEmpty();
    }
}
