package dev.sluice.director.sync.ipvs;

import dev.sluice.director.sync.Outlet;
import dev.sluice.director.sync.Seal;
import dev.sluice.director.sync.SessionBook;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncSettings;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.sync.SyncedSessions;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Directors of one cluster that hear the same LVS directors, and a clock that a test moves. */
final class GatewayBed {
    private static final long CLUSTER = 77;
    private static final int ROWS = 512;

    final ForwardingTable table = LvsServices.table();
    final List<One> directors = new ArrayList<>();
    long nowMs = 1_000_000;

    GatewayBed(int size) {
        for (int node = 1; node <= size; node++) {
            directors.add(new One(node));
        }
        pass(1_500);
    }

    One one() {
        return directors.getFirst();
    }

    void pass(long ms) {
        for (long endMs = nowMs + ms; nowMs < endMs; nowMs += 10) {
            for (One director : directors) {
                director.sync.tick(nowMs);
                director.gateway.tick(nowMs);
            }
            directors.forEach(One::deliver);
        }
    }

    /** All directors hear a message of LVS. */
    void hear(byte[] message) {
        for (One director : directors) {
            director.gateway.receive(message, message.length, nowMs);
        }
    }

    /** A message with one entry. */
    static byte[] message(Entry entry) {
        var writer = new MessageWriter(1472, 7);
        writer.add(entry);
        return Arrays.copyOf(writer.bytes(), writer.close());
    }

    /** An entry of an established connection through the table's first listener. */
    static Entry entry(String client, String server, int state, int flags) {
        var entry = new Entry();
        entry.protocol = 6;
        entry.state = state;
        entry.flags = flags;
        entry.timeoutS = 900;
        Address address = Address.parse(client).orElseThrow();
        entry.clientHigh = address.high();
        entry.clientLow = address.low();
        entry.clientPort = 40_000;
        entry.virtualLow = Address.parse("198.51.100.1").orElseThrow().low();
        entry.virtualPort = 80;
        entry.serverLow = Address.parse(server).orElseThrow().low();
        entry.serverPort = 8080;
        return entry;
    }

    /** One of them. */
    final class One implements SyncedSessions, Outlet {
        final Map<String, SyncedSession> sessions = new HashMap<>();
        final List<byte[]> sent = new ArrayList<>();
        final SessionSync sync;
        final Gateway gateway;
        private final int node;
        private final List<byte[]> waiting = new ArrayList<>();
        private final Map<String, Long> untilMs = new HashMap<>();

        One(int node) {
            this.node = node;
            var memory = MemorySegment.ofArray(new long[ROWS * SessionBook.ROW_BYTES / 8]);
            var usual = SyncSettings.usual(CLUSTER, node, 1000L + node);
            sync =
                    new SessionSync(
                            usual,
                            Seal.none(),
                            new SessionBook(memory, node),
                            this,
                            this,
                            () -> 1_700_000_000_000_000L + nowMs * 1000,
                            new Random(node),
                            nowMs);
            gateway =
                    new Gateway(
                            GatewaySettings.usual(CLUSTER, 7, 1472, true, true, 60_000),
                            sync,
                            () -> table,
                            (bytes, length) -> sent.add(Arrays.copyOf(bytes, length)),
                            nowMs);
            sync.listening(gateway);
        }

        /** Its own forwarding has begun or changed a session, or taken it over. */
        void forward(SyncedSession session) {
            session.livesMs = session.timeoutMs;
            sync.changed(session, nowMs);
            upsert(session);
        }

        /** What LVS directors read in what was sent since it was asked last. */
        List<String> told() {
            var told = new ArrayList<String>();
            for (byte[] message : sent) {
                told.addAll(new Reading(message).entries);
            }
            sent.clear();
            return told;
        }

        private void deliver() {
            List<byte[]> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(bytes -> sync.receive(bytes, bytes.length, nowMs));
        }

        @Override
        public void send(int to, byte[] bytes, int length) {
            for (One other : directors) {
                if (other.node != node && (to == ALL || to == other.node)) {
                    other.waiting.add(Arrays.copyOf(bytes, length));
                }
            }
        }

        @Override
        public void openBulk(int peer, byte[] request, int length) {}

        @Override
        public void closeBulk() {}

        @Override
        public void upsert(SyncedSession session) {
            var copy = new SyncedSession();
            copy.copy(session);
            sessions.put(key(session), copy);
            untilMs.put(key(session), nowMs + session.livesMs);
        }

        @Override
        public void delete(SyncedSession session) {
            sessions.remove(key(session));
        }

        @Override
        public int leftMs(SyncedSession session) {
            return (int) (untilMs.getOrDefault(key(session), nowMs) - nowMs);
        }

        /** What it forwards by, in words. */
        List<String> knows() {
            return sessions.values().stream().map(GatewayBed::words).sorted().toList();
        }
    }

    private static String key(SyncedSession session) {
        return Address.text(session.clientHigh, session.clientLow) + " " + session.clientPort;
    }

    static String words(SyncedSession session) {
        return "%s to %s state %d of %d"
                .formatted(
                        key(session),
                        Address.text(session.serverHigh, session.serverLow),
                        session.state,
                        session.owner);
    }
}
