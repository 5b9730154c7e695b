package dev.sluice.director.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FragmentTableTest {
    private static final int PACKETS = 8;
    private static final int FRAMES = 6;
    private static final int TIMEOUT_MS = 1000;

    private final FragmentTable table = new FragmentTable(PACKETS, FRAMES, TIMEOUT_MS, 42);

    @Test
    void a_packet_is_known_by_addresses_protocol_and_identification() {
        int at = begin(7, 0);

        assertThat(find(7)).isEqualTo(at);
        assertThat(find(8)).isEqualTo(FragmentTable.NONE);
        assertThat(table.find(1, 2, 3, 4, 6, 7)).isEqualTo(FragmentTable.NONE);
        assertThat(table.find(1, 2, 3, 5, 17, 7)).isEqualTo(FragmentTable.NONE);
        assertThat(table.decision(at)).isZero();
        table.decide(at, 99);
        assertThat(table.decision(find(7))).isEqualTo(99);
    }

    @Test
    void fragments_in_any_order_make_a_packet_complete() {
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        var random = new Random(3);
        for (int round = 0; round < 200; round++) {
            Collections.shuffle(order, random);
            int at = begin(round, round);
            for (int i = 0; i < order.size(); i++) {
                assertThat(table.isComplete(at)).isFalse();
                int part = order.get(i);
                assertThat(table.add(at, part * 1480, part == 5 ? 7 : 1480, part != 5))
                        .isEqualTo(Drop.NONE);
            }
            assertThat(table.isComplete(at)).as("%s", order).isTrue();
            table.remove(at);
        }
    }

    @Test
    void overlaps_on_either_side_inside_around_and_twice_are_refused() {
        int at = begin(1, 0);
        assertThat(table.add(at, 800, 800, true)).isEqualTo(Drop.NONE);

        assertThat(table.add(at, 800, 800, true)).isEqualTo(Drop.FRAGMENT_OVERLAP);
        assertThat(table.add(at, 0, 808, true)).isEqualTo(Drop.FRAGMENT_OVERLAP);
        assertThat(table.add(at, 1592, 800, true)).isEqualTo(Drop.FRAGMENT_OVERLAP);
        assertThat(table.add(at, 808, 8, true)).isEqualTo(Drop.FRAGMENT_OVERLAP);
        assertThat(table.add(at, 0, 4000, true)).isEqualTo(Drop.FRAGMENT_OVERLAP);
        assertThat(table.add(at, 0, 800, true)).isEqualTo(Drop.NONE);
        assertThat(table.add(at, 1600, 3, false)).isEqualTo(Drop.NONE);
        assertThat(table.isComplete(at)).isTrue();
    }

    @Test
    void two_ends_and_bytes_behind_the_end_are_refused() {
        int at = begin(1, 0);
        assertThat(table.add(at, 800, 100, false)).isEqualTo(Drop.NONE);

        assertThat(table.add(at, 904, 8, false)).isEqualTo(Drop.FRAGMENT_OVERLAP);
        assertThat(table.add(at, 904, 8, true)).isEqualTo(Drop.FRAGMENT_OVERLAP);
        int other = begin(2, 0);
        assertThat(table.add(other, 1600, 800, true)).isEqualTo(Drop.NONE);
        assertThat(table.add(other, 0, 100, false)).isEqualTo(Drop.FRAGMENT_OVERLAP);
    }

    @Test
    void what_no_packet_can_have_is_malformed() {
        int at = begin(1, 0);

        assertThat(table.add(at, 0, 0, true)).isEqualTo(Drop.MALFORMED);
        assertThat(table.add(at, 0, 100, true)).isEqualTo(Drop.MALFORMED);
        assertThat(table.add(at, 65_528, 800, true)).isEqualTo(Drop.MALFORMED);
    }

    @Test
    void too_many_gaps_are_over_the_limit() {
        int at = begin(1, 0);
        for (int i = 0; i < 16; i++) {
            assertThat(table.add(at, i * 16, 8, true)).isEqualTo(Drop.NONE);
        }

        assertThat(table.add(at, 16 * 16, 8, true)).isEqualTo(Drop.FRAGMENT_LIMIT);
        assertThat(table.add(at, 8, 8, true)).isEqualTo(Drop.NONE);
    }

    @Test
    void held_frames_come_back_in_order() {
        int at = begin(1, 0);
        table.hold(at, 100, 10, 1);
        table.hold(at, 200, 20, 2);

        assertThat(table.frame(table.nextHeld(at))).isEqualTo(100);
        assertThat(table.frameLength(table.nextHeld(at))).isEqualTo(10);
        table.release(at);
        assertThat(table.frame(table.nextHeld(at))).isEqualTo(200);
        table.release(at);
        assertThat(table.nextHeld(at)).isEqualTo(FragmentTable.NONE);
        assertThat(table.held()).isZero();
    }

    @Test
    void no_more_frames_are_held_than_there_is_room_for() {
        int at = begin(1, 0);
        for (int i = 0; i < FRAMES; i++) {
            assertThat(table.hold(at, i, 1, 0)).isTrue();
        }

        assertThat(table.hold(at, 9, 1, 0)).isFalse();
    }

    @Test
    void the_oldest_packet_gives_way_and_its_frames_become_stale() {
        table.hold(begin(0, 0), 0, 1, 0);
        for (int i = 1; i <= PACKETS; i++) {
            begin(i, i);
        }

        assertThat(find(0)).isEqualTo(FragmentTable.NONE);
        assertThat(find(1)).isNotEqualTo(FragmentTable.NONE);
        assertThat(table.size()).isEqualTo(PACKETS);
        assertThat(table.frame(table.nextStale())).isZero();
    }

    @Test
    void packets_are_forgotten_after_their_time() {
        int at = begin(1, 0xFFFF_FFFFL - 10);
        table.hold(at, 5, 1, 0);
        begin(2, 0xFFFF_FFFFL + 10);

        table.expire(0xFFFF_FFFFL - 10 + TIMEOUT_MS - 1);
        assertThat(table.size()).isEqualTo(2);
        table.expire(0xFFFF_FFFFL - 10 + TIMEOUT_MS);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.frame(table.nextStale())).isEqualTo(5);
    }

    @Test
    void it_says_the_same_as_a_table_without_limits() {
        long seed = 99;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        Map<Integer, Set<Long>> expected = new HashMap<>();
        Set<Long> stale = new HashSet<>();
        long nextFrame = 0;
        for (int step = 0; step < 100_000; step++) {
            int id = random.nextInt(12);
            int at = find(id);
            Set<Long> frames = expected.get(id);
            assertThat(at != FragmentTable.NONE).isEqualTo(frames != null);
            if (frames == null) {
                if (expected.size() < PACKETS) {
                    begin(id, step);
                    expected.put(id, new HashSet<>());
                }
            } else if (random.nextInt(4) == 0) {
                stale.addAll(frames);
                expected.remove(id);
                table.remove(at);
            } else if (random.nextBoolean()) {
                if (table.hold(at, nextFrame, 1, 0)) {
                    frames.add(nextFrame++);
                }
            } else if (table.nextHeld(at) != FragmentTable.NONE) {
                assertThat(frames.remove(table.frame(table.nextHeld(at)))).isTrue();
                table.release(at);
            }
            if (random.nextInt(3) == 0 && table.nextStale() != FragmentTable.NONE) {
                assertThat(stale.remove(table.frame(table.nextStale()))).isTrue();
                table.releaseStale();
            }
            int held = expected.values().stream().mapToInt(Set::size).sum() + stale.size();
            assertThat(table.held()).isEqualTo(held).isLessThanOrEqualTo(FRAMES);
        }
    }

    private int begin(int identification, long nowMs) {
        return table.begin(1, 2, 3, 4, 17, identification, nowMs);
    }

    private int find(int identification) {
        return table.find(1, 2, 3, 4, 17, identification);
    }
}
