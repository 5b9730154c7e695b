package dev.sluice.director.sync.run;

import static dev.sluice.director.sync.run.SharingBed.NEXT;
import static dev.sluice.director.sync.run.SharingBed.SECRET;
import static dev.sluice.director.sync.run.SharingBed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.sync.Outlet;
import dev.sluice.director.sync.Refusal;
import dev.sluice.director.sync.Seal;
import dev.sluice.measure.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncThreadTest {
    @TempDir Path folder;

    @Test
    void sessions_and_their_ends_reach_all_and_are_safe() throws IOException {
        try (var bed = new SharingBed(folder, 3)) {
            SharingBed.One one = bed.start(1);
            SharingBed.One two = bed.start(2);
            SharingBed.One three = bed.start(3);
            one.sessions.begin(0, 2_000);
            two.sessions.begin(2_000, 3_000);

            await("three holds all", () -> three.sessions.held() == 3_000);
            await("one holds two's", () -> one.sessions.held() == 1_000);
            await("all are safe", () -> one.thread.safety().safe() == 2_000);
            await("one is complete", one.thread::isComplete);
            await("three is complete", three.thread::isComplete);

            one.sessions.end(17);
            await("an end is heard", () -> !two.sessions.holds(17) && !three.sessions.holds(17));
            await(
                    "figures say so",
                    () ->
                            one.counted(Counter.SYNC_SESSIONS_TOLD) >= 2_001
                                    && one.counted(Counter.SYNC_BYTES_SENT) > 2_000 * 50);
            String text = one.measure.prometheusText();
            assertThat(text)
                    .contains("sluice_sync_unauthenticated 0")
                    .contains("sluice_sync_sessions{kind=\"own\"} 1999");
            await("peers", () -> one.measure.prometheusText().contains("sluice_sync_peers 2"));
        }
    }

    @Test
    void what_a_bad_network_loses_is_sent_again() throws IOException {
        long seed = System.nanoTime();
        var lossy = new AtomicBoolean(true);
        try (var bed = new SharingBed(folder, 3)) {
            List<SharingBed.One> all = new ArrayList<>();
            for (int node = 1; node <= 3; node++) {
                var random = new SplittableRandom(seed + node);
                all.add(
                        bed.start(
                                node,
                                77,
                                Seal.of(SECRET),
                                outlet -> new LossyOutlet(outlet, random, lossy)));
            }
            for (int i = 0; i < 3; i++) {
                all.get(i).sessions.begin(i * 5_000, (i + 1) * 5_000);
            }
            for (SharingBed.One one : all) {
                await("all comes through, seed " + seed, () -> one.sessions.held() == 10_000);
            }
            assertThat(
                            all.getFirst().counted(Counter.SYNC_SENT_AGAIN)
                                    + all.get(1).counted(Counter.SYNC_SENT_AGAIN))
                    .isPositive();
            lossy.set(false);
            for (SharingBed.One one : all) {
                await("all is safe, seed " + seed, () -> one.thread.safety().safe() == 5_000);
            }
        }
    }

    @Test
    void who_joins_late_is_given_all_in_bulk() throws IOException {
        try (var bed = new SharingBed(folder, 3)) {
            SharingBed.One one = bed.start(1);
            one.sessions.begin(0, 100_000);
            SharingBed.One two = bed.start(2);
            await("two holds all", () -> two.sessions.held() == 100_000);
            await("two is complete", two.thread::isComplete);
            bed.stop(two);
            SharingBed.One again = bed.start(2); // It cannot send again what it told before.
            await("two is complete again", again.thread::isComplete);

            SharingBed.One three = bed.start(3);
            await("three holds all", () -> three.sessions.held() == 100_000);
            await("three is complete", three.thread::isComplete);
            await("it is counted", () -> three.counted(Counter.SYNC_BULKS_FINISHED) > 0);
            await(
                    "and who answered counts it",
                    () ->
                            one.counted(Counter.SYNC_BULKS_ANSWERED)
                                            + again.counted(Counter.SYNC_BULKS_ANSWERED)
                                    > 0);
        }
    }

    @Test
    void while_workers_have_no_room_nothing_is_taken_and_nothing_is_lost() throws IOException {
        try (var bed = new SharingBed(folder, 2)) {
            SharingBed.One one = bed.start(1);
            SharingBed.One two = bed.start(2);
            await("they meet", () -> one.thread.isComplete() && two.thread.isComplete());
            two.sessions.room(10);
            one.sessions.begin(0, 3_000);
            await("it was told", () -> one.counted(Counter.SYNC_SESSIONS_TOLD) == 3_000);
            assertThat(two.sessions.held()).isLessThan(3_000);

            two.sessions.room(1 << 14);
            await("it is taken", () -> two.sessions.held() == 3_000);
            await("and safe", () -> one.thread.safety().safe() == 3_000);
        }
    }

    @Test
    void another_secret_is_refused_and_counted() throws IOException {
        try (var bed = new SharingBed(folder, 2)) {
            SharingBed.One one = bed.start(1);
            SharingBed.One two = bed.start(2, Seal.of(NEXT));
            two.sessions.begin(0, 10);
            await("it is counted", () -> one.refused(Refusal.NOT_AUTHENTIC) > 3);
            await("on both sides", () -> two.refused(Refusal.NOT_AUTHENTIC) > 3);
            assertThat(one.sessions.held()).isZero();
            assertThat(one.measure.prometheusText()).contains("sluice_sync_peers 0");
        }
    }

    @Test
    void a_secret_is_replaced_under_way_in_two_steps() throws IOException {
        try (var bed = new SharingBed(folder, 2)) {
            SharingBed.One one = bed.start(1);
            SharingBed.One two = bed.start(2, Seal.of(SECRET, NEXT));
            one.sessions.begin(0, 10);
            await("as before", () -> two.sessions.held() == 10);

            one.thread.renew(Seal.of(NEXT, SECRET));
            two.thread.renew(Seal.of(NEXT));
            one.sessions.begin(10, 20);
            two.sessions.begin(20, 30);
            await("with the new one", () -> two.sessions.held() == 20);
            await("both ways", () -> one.sessions.held() == 10);
        }
    }

    @Test
    void another_cluster_with_the_same_secret_is_not_listened_to() throws IOException {
        try (var bed = new SharingBed(folder, 2)) {
            SharingBed.One one = bed.start(1);
            SharingBed.One two = bed.start(2, 78, Seal.of(SECRET), outlet -> outlet);
            two.sessions.begin(0, 10);
            await("it is counted", () -> one.refused(Refusal.FOREIGN_CLUSTER) > 3);
            assertThat(one.sessions.held()).isZero();
        }
    }

    @Test
    void a_process_that_comes_back_goes_on_with_its_file() throws IOException {
        try (var bed = new SharingBed(folder, 2)) {
            SharingBed.One one = bed.start(1);
            SharingBed.One two = bed.start(2);
            one.sessions.begin(0, 5_000);
            await("two holds all", () -> two.sessions.held() == 5_000);
            bed.stop(two);
            bed.stop(one);

            SharingBed.One again = bed.start(2);
            await("it is complete alone", again.thread::isComplete);
            SharingBed.One empty = bed.start(1);
            await("who lost nothing knows all", empty.thread::isComplete);
            empty.sessions.begin(0, 1);
            await(
                    "gauges",
                    () ->
                            again.measure
                                    .prometheusText()
                                    .contains("sluice_sync_sessions{kind=\"mirrored\"} 5000"));
        }
    }

    @Test
    void who_stood_still_is_incomplete_until_it_has_asked_again() throws IOException {
        try (var bed = new SharingBed(folder, 2)) {
            SharingBed.One one = bed.start(1);
            SharingBed.One two = bed.start(2);
            one.sessions.begin(0, 500);
            await("they meet", () -> one.thread.isComplete() && two.thread.isComplete());
            long before = two.counted(Counter.SYNC_BULKS_FINISHED);

            two.thread.resync();
            assertThat(two.thread.isComplete()).isFalse();
            await("it is complete again", two.thread::isComplete);
            await("by a transfer", () -> two.counted(Counter.SYNC_BULKS_FINISHED) > before);
            assertThat(two.sessions.held()).isEqualTo(500);
        }
    }

    @Test
    void hostile_connections_keep_no_peer_from_its_sessions() throws IOException {
        var sockets = new ArrayList<Socket>();
        try (var bed = new SharingBed(folder, 2)) {
            SharingBed.One before = bed.start(1);
            before.sessions.begin(0, 20_000);
            await("it knows them", () -> before.thread.safety().own() == 20_000);
            bed.stop(before);
            SharingBed.One one = bed.start(1); // What it told before it gives in bulk alone.
            byte[] garbage = new byte[5_000];
            new SplittableRandom(7).nextBytes(garbage);
            for (int i = 0; i < 200; i++) {
                var socket = new Socket();
                sockets.add(socket);
                socket.connect(new InetSocketAddress(SharingBed.address(1), bed.port), 10_000);
                if (i % 3 == 0) {
                    write(socket, garbage, garbage.length);
                } else if (i % 3 == 1) {
                    write(socket, garbage, 1); // And then it is slow.
                }
            }
            await("most are turned away", () -> one.counted(Counter.SYNC_BULKS_TURNED_AWAY) > 50);

            SharingBed.One two = bed.start(2);
            await("two holds all", () -> two.sessions.held() == 20_000);
            await("two is complete", two.thread::isComplete);
            await("by a transfer", () -> two.counted(Counter.SYNC_BULKS_FINISHED) > 0);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void write(Socket socket, byte[] bytes, int length) {
        try {
            socket.getOutputStream().write(bytes, 0, length);
        } catch (IOException _) {
            // It was turned away already.
        }
    }

    /** Loses three of ten datagrams while it is told to. */
    private record LossyOutlet(Outlet outlet, RandomGenerator random, AtomicBoolean lossy)
            implements Outlet {
        @Override
        public void send(int node, byte[] bytes, int length) {
            if (!lossy.get() || random.nextInt(10) >= 3) {
                outlet.send(node, bytes, length);
            }
        }

        @Override
        public void openBulk(int node, byte[] request, int length) {
            outlet.openBulk(node, request, length);
        }

        @Override
        public void closeBulk() {
            outlet.closeBulk();
        }
    }
}
