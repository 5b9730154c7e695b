package dev.sluice.director.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionIndexTest {
    private static final long SEED = 20_260_722;
    private static final int SESSIONS = 200;

    private record Entry(long hash, int reference) {}

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(SessionIndex.bytes(SESSIONS), Long.BYTES);
    private final SessionIndex index = new SessionIndex(memory);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void whatever_is_put_in_and_taken_out_the_rest_is_found() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        List<Entry> inside = new ArrayList<>();
        for (int round = 0; round < 20_000; round++) {
            if (inside.isEmpty() || (inside.size() < 2 * SESSIONS && random.nextBoolean())) {
                var entry = new Entry(hash(random), 2 + round % 1000);
                if (!inside.contains(entry)) {
                    index.insert(entry.hash, entry.reference);
                    inside.add(entry);
                }
            } else {
                Entry entry = inside.remove(random.nextInt(inside.size()));
                index.remove(entry.hash, entry.reference);
            }
            if (round % 100 == 0) {
                assertThat(inside)
                        .allSatisfy(entry ->
                                assertThat(found(entry.hash))
                                        .isEqualTo(expected(inside, entry.hash)));
            }
        }
    }

    @Test
    void what_is_not_there_is_not_found() {
        index.insert(5L << 40, 2);

        assertThat(index.first(6L << 40)).isEqualTo(SessionIndex.NONE);
    }

    @Test
    void an_emptied_index_is_all_zero_again() {
        var random = new Random(SEED);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 2 * SESSIONS; i++) {
            entries.add(new Entry(hash(random), i + 2));
            index.insert(entries.getLast().hash, entries.getLast().reference);
        }

        entries.forEach(entry -> index.remove(entry.hash, entry.reference));

        assertThat(memory.toArray(ValueLayout.JAVA_LONG)).containsOnly(0);
    }

    @Test
    void ten_million_sessions_from_both_sides_take_less_than_three_hundred_megabytes() {
        assertThat(SessionIndex.bytes(10_000_000)).isEqualTo(1L << 28);
        assertThat(2 * 10_000_000.0 * Long.BYTES / SessionIndex.bytes(10_000_000)).isLessThan(0.67);
    }

    /** Few places to begin at, the last ones among them, so that many fall on each other. */
    private static long hash(Random random) {
        long home = random.nextLong(-6, 6);
        long tag = random.nextInt(3);
        return home << 55 | tag << 30;
    }

    private Set<Integer> found(long hash) {
        Set<Integer> found = new HashSet<>();
        for (int place = index.first(hash); place >= 0; place = index.next(hash, place)) {
            found.add(index.reference(place));
        }
        return found;
    }

    private static Set<Integer> expected(List<Entry> inside, long hash) {
        Set<Integer> expected = new HashSet<>();
        for (Entry entry : inside) {
            if (entry.hash == hash) {
                expected.add(entry.reference);
            }
        }
        return expected;
    }
}
