package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Scheduling;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaglevTableTest {
    private static final int[] OFFSETS = {3, 0, 3};
    private static final int[] SKIPS = {4, 2, 1};
    private static final int[] EQUAL = {1, 1, 1};

    @Test
    void the_papers_example_comes_out_as_printed() {
        var before = MaglevTable.populate(7, OFFSETS, SKIPS, EQUAL, new int[] {0, 1, 2});
        var after = MaglevTable.populate(7, OFFSETS, SKIPS, EQUAL, new int[] {0, 2});

        assertThat(slots(before)).containsExactly(1, 0, 1, 0, 2, 2, 0);
        assertThat(slots(after)).containsExactly(0, 0, 0, 0, 2, 2, 2);
    }

    @Test
    void the_size_is_the_smallest_listed_prime_of_a_hundred_slots_per_server() {
        assertThat(
                        IntStream.of(0, 1, 2, 3, 5, 10, 81, 100, 163, 327, 328, 5000)
                                .map(MaglevTable::size))
                .containsExactly(
                        251, 251, 251, 509, 509, 1021, 8191, 16381, 16381, 32749, 65537, 65537);
    }

    @Test
    void shares_follow_weights_within_a_percent_or_two_slots() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int count : new int[] {1, 2, 3, 10, 100, 400}) {
            int[] weights = random.ints(count, 1, 101).toArray();
            var table = MaglevTable.of(Bed.servers(weights));
            int[] shares = shares(table, count);
            double whole = Arrays.stream(weights).sum();
            for (int server = 0; server < count; server++) {
                double due = table.slots() * weights[server] / whole;
                assertThat(Math.abs(shares[server] - due))
                        .as("seed %d, %d servers, server %d", seed, count, server)
                        .isLessThanOrEqualTo(Math.max(due / 100, 2));
            }
        }
    }

    @Test
    void removing_one_of_a_hundred_moves_hardly_anything_else() {
        var servers = Bed.equalServers(100);
        var before = MaglevTable.of(servers, 65537);
        for (int gone : new int[] {0, 17, 50, 99}) {
            var fewer = new ArrayList<>(servers);
            fewer.set(gone, new ServerConfig(servers.get(gone).address(), 8080, 0));
            var after = MaglevTable.of(fewer, 65537);

            long moved =
                    IntStream.range(0, 65537)
                            .filter(at -> before.slot(at) != gone)
                            .filter(at -> before.slot(at) != after.slot(at))
                            .count();

            assertThat(moved / (65537 * 0.99)).as("server %d gone", gone).isLessThan(0.008);
        }
    }

    @Test
    void the_order_of_the_list_does_not_matter() {
        var servers = Bed.equalServers(50);
        var shuffled = new ArrayList<>(servers);
        Collections.shuffle(shuffled, new Random(5));

        var one = MaglevTable.of(servers);
        var other = MaglevTable.of(shuffled);

        assertThat(
                        IntStream.range(0, one.slots())
                                .mapToObj(at -> servers.get(one.slot(at)))
                                .toList())
                .isEqualTo(
                        IntStream.range(0, one.slots())
                                .mapToObj(at -> shuffled.get(other.slot(at)))
                                .toList());
    }

    @Test
    void a_server_that_is_down_moves_only_its_own_hashes_and_to_all_others() {
        var bed = new Bed(10);
        var scheduler = SchedulerPlan.of(Scheduling.SCH, Bed.equalServers(10), 1).forLoop(0);
        int[] before = picks(scheduler, bed);
        bed.down[4] = true;
        int[] after = picks(scheduler, bed);

        int[] taken = new int[10];
        for (int i = 0; i < before.length; i++) {
            if (before[i] == 4) {
                taken[after[i]]++;
            } else {
                assertThat(after[i]).isEqualTo(before[i]);
            }
        }
        assertThat(taken[4]).isZero();
        assertThat(IntStream.of(taken).filter(share -> share > 50).count()).isEqualTo(9);
    }

    @Test
    void every_process_and_loop_sends_a_client_to_the_same_server() {
        byte[] client = {(byte) 192, 0, 2, 7};
        var servers = Bed.equalServers(5);
        var bed = new Bed(5);
        int known =
                SchedulerPlan.of(Scheduling.SCH, servers, 1)
                        .forLoop(0)
                        .pick(StableHash.address(client), bed);

        int other =
                SchedulerPlan.of(Scheduling.SCH, servers, 2)
                        .forLoop(9)
                        .pick(StableHash.address(client), bed);

        assertThat(other).isEqualTo(known);
    }

    @Test
    void more_servers_than_a_slot_can_name_are_refused() {
        var many = Collections.nCopies(SchedulerPlan.SERVERS_MAX + 1, new ServerConfig("a", 1, 1));

        assertThatThrownBy(() -> SchedulerPlan.of(Scheduling.SCH, many, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("65536 servers in one group; at most 65535");
    }

    private static List<Integer> slots(MaglevTable table) {
        return IntStream.range(0, table.slots()).map(table::slot).boxed().toList();
    }

    private static int[] shares(MaglevTable table, int servers) {
        int[] shares = new int[servers];
        slots(table).forEach(server -> shares[server]++);
        return shares;
    }

    private static int[] picks(Scheduler scheduler, Servers servers) {
        return IntStream.range(0, 10_000)
                .map(i -> scheduler.pick(StableHash.address(i, 9), servers))
                .toArray();
    }
}
