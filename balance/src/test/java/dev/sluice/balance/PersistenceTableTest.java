package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PersistenceTableTest {
    private static final long TIMEOUT_NS = 1_000;

    private final PersistenceTable table = new PersistenceTable(TIMEOUT_NS, 1024);

    @Test
    void a_client_keeps_its_server_until_the_timeout() {
        table.bind(1, 2, "a:80", 0);

        assertThat(table.find(1, 2, TIMEOUT_NS - 1)).isEqualTo("a:80");
        assertThat(table.find(1, 2, TIMEOUT_NS)).isNull();
        assertThat(table.find(2, 1, 0)).isNull();
    }

    @Test
    void binding_again_renews_and_replaces() {
        table.bind(1, 2, "a:80", 0);
        table.bind(1, 2, "b:80", 900);

        assertThat(table.find(1, 2, 1_800)).isEqualTo("b:80");
    }

    @Test
    void the_clock_may_wrap_around() {
        table.bind(1, 2, "a:80", Long.MAX_VALUE - 10);

        assertThat(table.find(1, 2, Long.MIN_VALUE + 10)).isEqualTo("a:80");
        assertThat(table.find(1, 2, Long.MIN_VALUE + TIMEOUT_NS)).isNull();
    }

    @Test
    void a_full_table_evicts_visibly_and_keeps_the_newest() {
        LongStream.range(0, 5_000).forEach(i -> table.bind(0, i, "a:80", i));

        long kept = LongStream.range(0, 5_000).filter(i -> table.find(0, i, 500) != null).count();
        assertThat(kept).isEqualTo(1024);
        assertThat(table.evictions()).isBetween(1L, 5_000L - 1024);
        assertThat(table.find(0, 4_999, 5_000)).isEqualTo("a:80");
    }

    @Test
    void ended_bindings_give_their_places_without_counting_as_evicted() {
        LongStream.range(0, 500).forEach(i -> table.bind(0, i, "a:80", 0));
        long before = table.evictions();
        LongStream.range(1_000, 1_400).forEach(i -> table.bind(0, i, "b:80", TIMEOUT_NS * 2));

        assertThat(before).isLessThan(50);
        assertThat(table.evictions() - before).isLessThan(50);
        assertThat(table.find(0, 1_399, TIMEOUT_NS * 2)).isEqualTo("b:80");
    }

    @Test
    void several_threads_see_whole_bindings_only() {
        var servers = new String[] {"a:80", "b:80", "c:80", "d:80"};
        IntStream.range(0, 40_000)
                .parallel()
                .forEach(i -> {
                    table.bind(i % 300, 7, servers[i % 300 % 4], i);
                    var found = table.find(i % 300, 7, i);
                    assertThat(found == null || found.equals(servers[i % 300 % 4])).isTrue();
                });
        assertThat(table.evictions()).isZero();
    }
}
