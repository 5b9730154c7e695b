package dev.sluice.director.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.xdp.CopyMode;
import dev.sluice.linux.xdp.RingSizes;
import dev.sluice.linux.xdp.Umem;
import dev.sluice.linux.xdp.XskSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The filter at an interface, with frames that are sent by its peer. */
class FilterTest {
    private static final String PINS = "sluice-tfilter-pins";

    private FilterWire wire;
    private BpfFolder folder;

    @BeforeEach
    void make() {
        folder = FilterBench.folder(PINS);
        wire = new FilterWire();
    }

    @AfterEach
    void remove() {
        if (wire != null) {
            Filter.remove(folder);
            wire.close();
        }
    }

    @Test
    void a_frame_for_a_listener_reaches_the_socket_of_its_queue() {
        try (Filter filter = attached();
                Umem umem = Umem.allocate(64, 4096);
                XskSocket socket =
                        wire.space.call(() ->
                                XskSocket.open(
                                        umem,
                                        wire.ifindex,
                                        0,
                                        new RingSizes(64, 64),
                                        CopyMode.COPY,
                                        5_000));
                BpfMap sockets = filter.sockets(FilterWire.NAME)) {
            sockets.put(socket.queue(), socket.fd());
            for (int i = 0; i < 16; i++) {
                socket.fill().put(i, (long) i * umem.chunkBytes());
            }
            socket.fill().submit(16);

            wire.send(80);

            // The kernel may deliver what was sent a moment later.
            await(() -> socket.receive().available(64) == 16);
            await(() -> filter.count(Seen.LISTENER) > 0);
        }
    }

    @Test
    void what_is_not_ours_goes_to_the_kernel() {
        try (Filter filter = attached()) {
            long before = wire.packetsOfKernel();

            wire.send(82);

            await(() -> wire.packetsOfKernel() > before);
            await(() -> filter.count(Seen.OTHER) > 0);
        }
    }

    @Test
    void while_no_process_is_there_what_is_ours_is_dropped_and_the_next_process_leaves_no_gap() {
        attached().close();
        long before = wire.packetsOfKernel();

        wire.send(80);

        Thread sending = wire.sending(80);
        int restarts = 0;
        do {
            try (Filter next = Filter.open(folder)) {
                next.apply(wire.rules(81));
                attach(next);
                restarts++;
            }
        } while (sending.isAlive() || restarts < 3);
        try (Filter last = Filter.open(folder)) {
            await(() -> last.count(Seen.LISTENER) > 0);
            await(() -> last.count(Seen.NO_SOCKET) == last.count(Seen.LISTENER));
        }
        assertThat(wire.packetsOfKernel()).isEqualTo(before);
    }

    @Test
    void what_stays_is_never_absent_while_other_rules_come_and_go() {
        try (Filter filter = attached()) {
            long before = wire.packetsOfKernel();
            Thread sending = wire.sending(80);
            int changes = 0;
            do {
                filter.apply(wire.rules(1000 + changes++ % 100));
            } while (sending.isAlive());

            assertThat(changes).isPositive();
            assertThat(wire.packetsOfKernel()).isEqualTo(before);
        }
    }

    @Test
    void a_process_that_is_killed_leaves_the_filter_behind() {
        wire.space.exec(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                Integer.toString(wire.ifindex),
                Long.toString(wire.mac));
        long before = wire.packetsOfKernel();

        wire.send(80);

        assertThat(wire.packetsOfKernel()).isEqualTo(before);
        try (Filter filter = Filter.open(folder)) {
            await(() -> filter.count(Seen.NO_SOCKET) > 0);
        }
    }

    @Test
    void rules_of_a_predecessor_that_are_no_more_are_removed() {
        try (Filter filter = attached()) {
            filter.apply(wire.rules(82));
        }
        try (Filter next = Filter.open(folder)) {
            next.apply(FilterRules.NONE);
            attach(next);
            long before = wire.packetsOfKernel();

            wire.send(82);

            await(() -> wire.packetsOfKernel() > before);
        }
    }

    @Test
    void an_interface_that_was_made_again_gets_the_filter_again() {
        attached().close();
        wire.makeAgain();
        try (Filter filter = attached()) {
            wire.send(80);

            await(() -> filter.count(Seen.LISTENER) > 0);
        }
    }

    @Test
    void another_mode_replaces_the_one_before() {
        try (Filter filter = attached()) {
            wire.space.run(() -> filter.attach(FilterWire.NAME, wire.ifindex, XdpMode.GENERIC));
            assertThat(folder.names()).contains("link-generic-taps_1");
            attach(filter);
            assertThat(folder.names())
                    .contains("link-native-taps_1")
                    .doesNotContain("link-generic-taps_1");
        }
    }

    @Test
    void it_ends_at_interfaces_that_are_not_the_directors_any_more() {
        try (Filter filter = attached()) {
            filter.detachOthers(List.of(FilterWire.NAME));
            assertThat(folder.names()).contains("link-native-taps_1", "program-taps_1");
            filter.detachOthers(List.of("others"));
            assertThat(folder.names()).noneMatch(name -> name.endsWith("taps_1"));
        }
    }

    @Test
    void a_map_of_another_shape_gives_way_to_a_new_one() {
        try (BpfMap old = BpfMap.create("listeners", MapShape.hash(3, 3, 3))) {
            folder.pin(old, "listeners");
        }
        try (Filter filter = attached()) {
            wire.send(80);

            await(() -> filter.count(Seen.LISTENER) > 0);
        }
    }

    @Test
    void what_is_detached_makes_room_and_what_is_removed_leaves_nothing() {
        try (Filter filter = attached()) {
            filter.detach(FilterWire.NAME, XdpMode.NATIVE);
            assertThat(folder.names()).noneMatch(name -> name.endsWith("taps_1"));
            attach(filter);
        }
        Filter.remove(folder);
        assertThat(folder.path()).doesNotExist();

        folder = FilterBench.folder(PINS);
        attached().close();
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Filter attached() {
        Filter filter = Filter.open(folder);
        filter.apply(wire.rules(81));
        attach(filter);
        return filter;
    }

    private void attach(Filter filter) {
        wire.space.run(() -> filter.attach(FilterWire.NAME, wire.ifindex, XdpMode.NATIVE));
    }

    /** A process that attaches a filter and is gone at once. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) {
            int ifindex = Integer.parseInt(arguments[0]);
            BpfFolder folder = BpfFolder.open(Path.of("/sys/fs/bpf"), PINS);
            Filter filter = Filter.open(folder);
            filter.apply(FilterWire.rules(ifindex, Long.parseLong(arguments[1]), 81));
            filter.attach(FilterWire.NAME, ifindex, XdpMode.NATIVE);
            Runtime.getRuntime().halt(0);
        }
    }
}
