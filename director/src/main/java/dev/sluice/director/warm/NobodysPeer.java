package dev.sluice.director.warm;

import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.BulkAnswer;
import dev.sluice.director.sync.Outlet;
import dev.sluice.director.sync.Seal;
import dev.sluice.director.sync.SessionBook;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncSettings;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.sync.SyncedSessions;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.director.sync.run.ForwardedSessions;
import dev.sluice.director.sync.run.SessionsOfWorkers;
import dev.sluice.model.Forwarding;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A director that nobody's director shares sessions with, in memory alone: it tells of sessions
 * that begin, close and end, hears of those of the other, and is asked for all that it has. So what
 * shares sessions is compiled before a peer's million comes.
 */
final class NobodysPeer implements AutoCloseable {
    /** Of those who forward nobody's frames, and of the peer. */
    static final int OWN_NODE = 1;

    private static final int PEER_NODE = 2;
    private static final int STEP_MS = 10;

    /** Sessions that begin in a step; as many close, and as many end. */
    private static final int BEGUN = 16;

    /** Sessions that stay. */
    private static final int STANDING = 1_024;

    /** Sessions that are told of in a step until all that stay are there. */
    private static final int STANDING_EACH = 256;

    /** Steps between two bulk transfers. */
    private static final int BULK_EACH = 64;

    /** Steps between two silences of the peer, longer than it may be silent. */
    private static final int SILENT_EACH = 96;

    private static final int SILENT_MS = 4_000;

    private static final int ROWS = 1 << 14;
    private static final int LOG = 256;
    private static final int TCP = 6;
    private static final int IDLE_MS = 900_000;
    private static final int MS_OF_ENDS = 100;
    private static final int SWEEP_MS = 1_000;
    private static final long IPV4 = 0xFFFF_0000_0000L;
    private static final long CLIENTS = NobodysListeners.CLIENTS[0].low() + 0x80_0000L;
    private static final long LOCAL = IPV4 | 0x0AC8_0010L;
    private static final long SERVER = IPV4 | 0x0A01_0001L;
    private static final long VIRTUAL = NobodysListeners.VIRTUAL[0].low();

    private final Arena arena = Arena.ofShared();
    private final ForwardedSessions forwarded;
    private final WorkerSessions rings;
    private final End own;
    private final End peer;
    private final SyncedSession session = new SyncedSession();
    private long nowMs = 1_000_000;
    private int standing;
    private int begun = STANDING;
    private int steps;

    /**
     * @param rings where its sessions wait to be entered
     */
    NobodysPeer(WorkerSessions rings) {
        this.rings = rings;
        this.forwarded = new SessionsOfWorkers(rings);
        this.own = new End(OWN_NODE, forwarded);
        this.peer = new End(PEER_NODE, new Unforwarded());
    }

    /** Some time passes. What was told waits for the worker then. */
    void step() {
        nowMs += STEP_MS;
        tell();
        peer.sync.tick(nowMs);
        own.hear(peer);
        forwarded.poll(own.sync, nowMs, ROWS);
        own.sync.tick(nowMs);
        if (++steps % BULK_EACH == 0) {
            own.sync.resync(nowMs);
        }
        if (steps % SILENT_EACH == 0) {
            beSilent();
        }
        peer.hear(own);
        own.ask(peer);
        rings.publish();
    }

    /** The peer is gone for a while: what it had is nobody's, and some of it becomes this one's. */
    private void beSilent() {
        for (int passed = 0; passed < SILENT_MS; passed += STEP_MS) {
            nowMs += STEP_MS;
            own.sync.tick(nowMs);
        }
        for (int i = 0; i < STANDING_EACH; i++) {
            write(i, TcpStates.ESTABLISHED);
            own.sync.changed(session, nowMs);
        }
        own.sent.clear();
    }

    private void tell() {
        for (int i = 0; i < STANDING_EACH && standing < STANDING; i++) {
            changed(standing++, TcpStates.ESTABLISHED);
        }
        for (int i = 0; i < BEGUN; i++) {
            changed(begun++, TcpStates.ESTABLISHED);
            changed(begun - BEGUN, TcpStates.FIN_WAIT);
            write(begun - 2 * BEGUN, TcpStates.FIN_WAIT);
            peer.sync.ended(session, nowMs);
        }
    }

    private void changed(int number, int state) {
        write(number, state);
        peer.sync.changed(session, nowMs);
    }

    private void write(int number, int state) {
        int method = number % NobodysListeners.METHODS.size();
        boolean isLocal = NobodysListeners.METHODS.get(method) == Forwarding.FULLNAT;
        session.protocol = TCP;
        session.method = method;
        session.clientLow = CLIENTS + (number >>> 14);
        session.clientPort = 1024 + (number & 0x3FFF);
        session.virtualLow = VIRTUAL;
        session.virtualPort = NobodysListeners.PORT + method;
        session.serverLow = SERVER;
        session.serverPort = NobodysListeners.PORT;
        session.localLow = isLocal ? LOCAL : 0;
        session.localPort = isLocal ? session.clientPort : 0;
        session.state = state;
        session.flags = SyncedSession.ANSWERED;
        session.timeoutMs = IDLE_MS;
        session.livesMs = IDLE_MS;
    }

    @Override
    public void close() {
        arena.close();
    }

    /** One of the two; what it sends waits for the other. */
    private final class End implements Outlet {
        private final SessionSync sync;
        private final Deque<byte[]> sent = new ArrayDeque<>();
        private byte @Nullable [] question;

        End(int node, SyncedSessions sessions) {
            MemorySegment rows = arena.allocate((long) ROWS * SessionBook.ROW_BYTES, 64);
            var settings =
                    new SyncSettings(
                            1,
                            node,
                            node,
                            1400,
                            LOG,
                            16,
                            5,
                            100,
                            600,
                            SWEEP_MS,
                            SWEEP_MS,
                            MS_OF_ENDS,
                            SWEEP_MS);
            this.sync =
                    new SessionSync(
                            settings,
                            Seal.of("a secret of nobody's".getBytes(StandardCharsets.UTF_8)),
                            new SessionBook(rows, node),
                            sessions,
                            this,
                            () -> nowMs * 1_000,
                            new Random(node),
                            nowMs);
        }

        void hear(End other) {
            for (byte[] bytes = other.sent.poll(); bytes != null; bytes = other.sent.poll()) {
                sync.receive(bytes, bytes.length, nowMs);
            }
        }

        /** Asks the other for all that it has, if it must. */
        void ask(End other) {
            byte[] asked = question;
            question = null;
            BulkAnswer answer =
                    asked == null ? null : other.sync.answer(asked, asked.length, nowMs);
            if (answer == null) {
                return;
            }
            for (int part = answer.next(nowMs); part > 0; part = answer.next(nowMs)) {
                sync.bulk(answer.bytes(), 0, part, nowMs);
            }
        }

        @Override
        public void send(int node, byte[] bytes, int length) {
            sent.add(Arrays.copyOf(bytes, length));
        }

        @Override
        public void openBulk(int node, byte[] request, int length) {
            question = Arrays.copyOf(request, length);
        }

        @Override
        public void closeBulk() {
            question = null;
        }
    }

    /** The peer forwards nothing: its own sessions live for ever, and others' are none of its. */
    private static final class Unforwarded implements SyncedSessions {
        @Override
        public void upsert(SyncedSession session) {}

        @Override
        public void delete(SyncedSession session) {}

        @Override
        public int leftMs(SyncedSession session) {
            return IDLE_MS;
        }
    }
}
