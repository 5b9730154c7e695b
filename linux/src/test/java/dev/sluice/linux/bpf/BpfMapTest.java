package dev.sluice.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.call.KernelException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BpfMapTest {
    @BeforeAll
    static void needs_root() {
        Root.needed();
    }

    @Test
    void an_element_is_put_read_replaced_and_removed() {
        try (BpfMap map = BpfMap.create("test", MapShape.hash(2, 3, 10))) {
            byte[] key = {1, 2};

            assertThat(map.get(key)).isNull();
            map.put(key, new byte[] {7, 8, 9});
            assertThat(map.get(key)).containsExactly(7, 8, 9);
            map.put(key, new byte[] {7, 8, 10});
            assertThat(map.get(key)).containsExactly(7, 8, 10);
            assertThat(map.remove(key)).isTrue();
            assertThat(map.remove(key)).isFalse();
            assertThat(map.get(key)).isNull();
        }
    }

    @Test
    void all_keys_are_walked_through() {
        try (BpfMap map = BpfMap.create("test", MapShape.hash(4, 4, 1000))) {
            assertThat(map.keys()).isEmpty();
            for (int i = 0; i < 1000; i++) {
                map.put(i, i);
            }
            assertThat(map.keys()).hasSize(1000).doesNotHaveDuplicates();
        }
    }

    @Test
    void more_than_it_holds_is_refused_with_a_sentence() {
        try (BpfMap map = BpfMap.create("small", MapShape.hash(4, 4, 1))) {
            map.put(1, 1);
            assertThatThrownBy(() -> map.put(2, 2))
                    .isInstanceOf(KernelException.class)
                    .hasMessage(
                            "cannot write to the BPF map small: argument list too long (E2BIG)");
        }
    }

    @Test
    void a_network_is_found_by_the_longest_prefix() {
        try (BpfMap map = BpfMap.create("networks", MapShape.networks(4, 4, 10))) {
            map.put(new byte[] {8, 0, 0, 0, 10, 0, 0, 0}, BpfMap.bytesOf(1));
            map.put(new byte[] {16, 0, 0, 0, 10, 9, 0, 0}, BpfMap.bytesOf(2));

            assertThat(map.get(new byte[] {32, 0, 0, 0, 10, 9, 1, 1})).isEqualTo(BpfMap.bytesOf(2));
            assertThat(map.get(new byte[] {32, 0, 0, 0, 10, 8, 1, 1})).isEqualTo(BpfMap.bytesOf(1));
            assertThat(map.get(new byte[] {32, 0, 0, 0, 11, 8, 1, 1})).isNull();
        }
    }

    @Test
    void a_counter_has_a_value_for_each_processor() {
        try (BpfMap map = BpfMap.create("counters", MapShape.counters(2))) {
            byte[] values = new byte[Processors.possible() * Long.BYTES];
            for (int i = 0; i < values.length; i += Long.BYTES) {
                values[i] = 5;
            }

            assertThat(map.get(BpfMap.bytesOf(1))).hasSize(values.length);
            assertThat(map.sum(0)).isZero();
        }
    }

    @Test
    void every_other_kind_of_map_can_be_made() {
        for (MapShape shape :
                List.of(
                        MapShape.xskSockets(4),
                        MapShape.devices(4),
                        MapShape.array(8, 2),
                        MapShape.socketStorage(20))) {
            try (BpfMap map = BpfMap.create("any", shape)) {
                assertThat(map.shape()).isEqualTo(shape);
            }
        }
    }
}
