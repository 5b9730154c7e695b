package dev.sluice.director.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalPortsTest {
    private static final int PORT_MIN = LocalPorts.SHARED_PORT_MIN;
    private static final int PLACES = (65_536 - PORT_MIN) / LocalPorts.CLASSES;
    private static final int CLASS = 3;
    private static final long LOCAL = 0xFFFF_0A5B_0201L;

    private final Bed bed = new Bed(4096, 8);
    private final LocalPorts ports =
            new LocalPorts(new long[] {0, 0}, new long[] {LOCAL, LOCAL + 1}, PORT_MIN);

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_clients_port_names_the_clients_worker_however_many_there_are() {
        for (int i = 0; i < 100; i++) {
            Tuple tuple = Tuple.fullnat(i);
            int ofClient = LocalPorts.classOf(0, tuple.client(), tuple.clientPort());
            int picked = pickFrom(ports, new Random(i).nextLong(), ofClient, tuple);

            int port = LocalPorts.port(picked);
            for (int workers = 1; workers <= LocalPorts.CLASSES; workers *= 2) {
                assertThat(LocalPorts.workerOf(port, workers))
                        .isEqualTo(LocalPorts.workerOf(ofClient, workers));
            }
            assertThat(port).isBetween(PORT_MIN, 65_535);
            assertThat(ports.low(picked)).isBetween(LOCAL, LOCAL + 1);
        }
    }

    @Test
    void the_same_client_begins_at_the_same_place() {
        int picked = pick(0x1234_5678_9ABC_DEF0L, Tuple.fullnat(1));

        var elsewhere = new LocalPorts(new long[] {0, 0}, new long[] {LOCAL, LOCAL + 1}, PORT_MIN);
        assertThat(pickFrom(elsewhere, 0x1234_5678_9ABC_DEF0L, CLASS, Tuple.fullnat(1)))
                .isEqualTo(picked);
    }

    @Test
    void towards_one_server_each_is_given_once() {
        Set<Integer> given = fill(0);

        assertThat(given).hasSizeGreaterThan(2 * PLACES * 95 / 100);
    }

    @Test
    void towards_another_server_each_is_given_again() {
        fill(0);

        assertThat(fill(1)).hasSizeGreaterThan(2 * PLACES * 95 / 100);
    }

    @Test
    void when_all_are_taken_there_is_none_until_a_session_ends() {
        fill(0);
        while (take(99, 0) != LocalPorts.NONE) {
            // Until the last is gone.
        }
        for (int i = 0; i < 20; i++) {
            assertThat(pick(i, to(0, 0))).isEqualTo(LocalPorts.NONE);
        }

        bed.table.remove(17);

        int picked = LocalPorts.NONE;
        for (int i = 0; i < 20 && picked == LocalPorts.NONE; i++) {
            picked = pick(i, to(0, 0));
        }
        assertThat(picked).isNotEqualTo(LocalPorts.NONE);
    }

    private Set<Integer> fill(int server) {
        var random = new Random(7);
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 2 * PLACES; i++) {
            int picked = take(random.nextLong(), server);
            if (picked != LocalPorts.NONE) {
                assertThat(given.add(picked)).isTrue();
            }
        }
        return given;
    }

    private int take(long hash, int server) {
        Tuple tuple = to(server, bed.table.size());
        int picked = pick(hash, tuple);
        if (picked != LocalPorts.NONE) {
            int id = bed.table.reserve();
            bed.write(tuple, id);
            Session.local(
                    bed.table.slab(),
                    bed.table.at(id),
                    ports.high(picked),
                    ports.low(picked),
                    LocalPorts.port(picked));
            assertThat(bed.table.insert(id, Tuple.TCP, false, 1000, bed.nowMs)).isTrue();
        }
        return picked;
    }

    private static Tuple to(int server, int number) {
        Tuple tuple = Tuple.fullnat(number);
        return new Tuple(
                tuple.method(),
                tuple.protocol(),
                0,
                tuple.client(),
                tuple.clientPort(),
                tuple.virtual(),
                tuple.virtualPort(),
                tuple.server() + server,
                tuple.serverPort(),
                tuple.local(),
                tuple.localPort());
    }

    private int pick(long hash, Tuple tuple) {
        return pickFrom(ports, hash, CLASS, tuple);
    }

    private int pickFrom(LocalPorts from, long hash, int ofClient, Tuple tuple) {
        return from.pick(
                bed.table, hash, ofClient, 0, tuple.server(), tuple.serverPort(), tuple.protocol());
    }
}
