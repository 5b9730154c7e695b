package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.TcpStates;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What sharing sessions costs, in figures that are printed: sessions from nowhere, one thread. */
@Tag("nightly")
class SyncCostTest {
    private static final int CAPACITY = 1_100_000;
    private static final int LIVES = 1_000_000;
    private static final int AT_A_TIME = 1_000;
    private static final int BULK = 1_000_000;
    private static final int BULK_DATAGRAM_SESSIONS = 512;
    private static final int IDLE_MS = 900_000;
    private static final long VIRTUAL = 0xFFFF_CB00_710AL;

    private final List<Side> sides = new ArrayList<>();
    private long nowMs = 1_000_000;

    @AfterEach
    void close() throws IOException {
        for (Side side : sides) {
            side.table.close();
            side.slab.close();
        }
    }

    @Test
    void what_a_sessions_life_costs_its_director_and_each_peer() {
        Side teller = new Side(1);
        Side peer = new Side(2);
        meet();
        for (int round = 0; round < 2; round++) {
            long tellNs = 0;
            long hearNs = 0;
            for (int first = 0; first < LIVES; first += AT_A_TIME) {
                for (int step = 0; step < 3; step++) {
                    long began = cpuNs();
                    for (int i = 0; i < AT_A_TIME; i++) {
                        teller.live(first + i, step);
                    }
                    teller.share();
                    long told = cpuNs();
                    peer.hear();
                    hearNs += cpuNs() - told;
                    tellNs += told - began;
                }
                pass(10);
            }
            System.out.printf(
                    "a session's life costs its director %d ns and a peer %d ns of processor%n",
                    tellNs / LIVES, hearNs / LIVES);
        }
        assertThat(peer.sync.counts().of(SyncCounts.Count.SESSIONS_HEARD)).isEqualTo(6L * LIVES);
        assertThat(peer.table.size()).isZero();
    }

    @Test
    void how_long_a_bulk_transfer_takes_and_how_long_frames_wait_for_it() {
        Side teller = new Side(1);
        for (int i = 0; i < BULK; i++) {
            teller.live(i, 0);
            if (i % AT_A_TIME == 0) {
                teller.share();
            }
        }
        teller.share();
        Side joiner = new Side(2);
        meet();
        for (long endMs = nowMs + 10_000; joiner.question == null && nowMs < endMs; ) {
            pass(10);
        }
        byte[] question = Objects.requireNonNull(joiner.question);
        long began = System.nanoTime();
        BulkAnswer answer =
                Objects.requireNonNull(teller.sync.answer(question, question.length, nowMs));
        long longestNs = 0;
        for (int length; (length = answer.next(nowMs)) > 0; ) {
            joiner.sync.bulk(answer.bytes(), 0, length, nowMs);
            joiner.all.publish();
            while (joiner.all.room() < BULK_DATAGRAM_SESSIONS || joiner.end.isWaiting()) {
                long round = System.nanoTime();
                joiner.end.takeIn(nowMs);
                longestNs = Math.max(longestNs, System.nanoTime() - round);
            }
        }
        long ms = (System.nanoTime() - began) / 1_000_000;
        System.out.printf(
                "a bulk of %d sessions takes %d ms, told and entered by one thread; frames wait for"
                        + " it for %d us at most%n",
                BULK, ms, longestNs / 1_000);
        assertThat(joiner.table.size()).isEqualTo(BULK);
        assertThat(joiner.all.overflowed()).isZero();
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void meet() {
        pass(2_000);
    }

    private void pass(int ms) {
        for (long endMs = nowMs + ms; nowMs < endMs; nowMs += 10) {
            for (Side side : sides) {
                side.sync.tick(nowMs);
                side.share();
            }
            sides.forEach(Side::hear);
        }
    }

    /** A director with one worker. */
    private final class Side implements Outlet {
        private final int node;
        private final SessionSlab slab = SessionSlab.anonymous(CAPACITY);
        private final Queue<byte[]> received = new ArrayDeque<>();
        private final WorkerSessions all;
        private final SessionTable table;
        private final WorkerEnd end;
        private final SessionSync sync;
        private byte @Nullable [] question;

        Side(int node) {
            this.node = node;
            all = new WorkerSessions(1, WorkerSessions.RING_USUAL, node, _ -> {}, () -> nowMs);
            table = new SessionTable(slab, 8, 3, (id, at, why) -> ended(at), nowMs);
            end = all.end(0, table, (memory, at, protocol) -> true);
            sync =
                    new SessionSync(
                            SyncSettings.usual(1, node, node),
                            Seal.of("known to all of them".getBytes(StandardCharsets.UTF_8)),
                            new SessionBook(
                                    Arena.ofAuto()
                                            .allocate((long) CAPACITY * SessionBook.ROW_BYTES, 64),
                                    5),
                            all,
                            this,
                            () -> 1_700_000_000_000_000L + nowMs * 1_000,
                            new Random(node),
                            nowMs);
            sides.add(this);
        }

        private void ended(long at) {
            end.ended(at);
        }

        /** Begins a session, has it closed by one end, or ends it. */
        void live(int number, int step) {
            long client = 0xFFFF_0A00_0000L + (number >>> 15);
            int port = 1024 + (number & 0x7FFF);
            if (step == 0) {
                int id = table.reserve();
                long at = table.at(id);
                Session.client(table.slab(), at, 0, client, port);
                Session.virtual(table.slab(), at, 0, VIRTUAL, 443);
                Session.server(table.slab(), at, 0, VIRTUAL + 1, 443);
                Session.method(table.slab(), at, Session.NAT);
                Session.state(table.slab(), at, TcpStates.ESTABLISHED);
                table.insert(id, 6, false, IDLE_MS, nowMs);
                end.changed(id, at, IDLE_MS, nowMs);
                return;
            }
            int id = table.find(0, client, 0, VIRTUAL, port, 443, 6) >> 1;
            if (step == 1) {
                Session.state(table.slab(), table.at(id), TcpStates.FIN_WAIT);
                end.changed(id, table.at(id), IDLE_MS, nowMs);
            } else {
                table.remove(id);
            }
        }

        /** Hands on what the worker told. */
        void share() {
            all.poll(sync, nowMs, Integer.MAX_VALUE);
            sync.flush(nowMs);
        }

        void hear() {
            for (byte[] bytes; (bytes = received.poll()) != null; ) {
                sync.receive(bytes, bytes.length, nowMs);
            }
            all.publish();
            while (end.isWaiting()) {
                end.takeIn(nowMs);
            }
        }

        @Override
        public void send(int to, byte[] bytes, int length) {
            for (Side side : sides) {
                if (side != this && (to == ALL || to == side.node)) {
                    side.received.add(Arrays.copyOf(bytes, length));
                }
            }
        }

        @Override
        public void openBulk(int from, byte[] request, int length) {
            question = Arrays.copyOf(request, length);
        }

        @Override
        public void closeBulk() {}
    }
}
