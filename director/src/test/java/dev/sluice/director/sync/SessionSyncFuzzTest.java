package dev.sluice.director.sync;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/**
 * Fuzz target: whatever a proven peer says, in datagrams, questions and answers of bulk transfers,
 * nothing throws. Each input is cut into messages by a byte that says what it is and one that says
 * how long.
 */
@Tag("fuzz")
class SessionSyncFuzzTest {
    private static final int NODE = 1;
    private static final int PEER = 2;
    private static final long EPOCH = 99;
    private static final int ROWS = 256;

    private final DatagramWriter writer = new DatagramWriter(1400, 0, PEER, EPOCH, Seal.none());
    private final Catch outlet = new Catch();
    private long nowMs = 1_000;
    private long control;
    private long state;

    /** Keeps what is said about the proof. */
    private static final class Catch implements Outlet, SyncedSessions {
        private long nonce;

        @Override
        public void send(int node, byte[] bytes, int length) {
            var reader = new DatagramReader(0, Seal.none());
            if (reader.open(bytes, 0, length) != null) {
                throw new AssertionError("sent what cannot be read");
            }
            while (reader.next()) {
                if (reader.record() == Control.HELLO) {
                    reader.fields().getShort();
                    nonce = reader.fields().getLong();
                }
            }
        }

        @Override
        public void openBulk(int node, byte[] request, int length) {}

        @Override
        public void closeBulk() {}

        @Override
        public void upsert(SyncedSession session) {}

        @Override
        public void delete(SyncedSession session) {}

        @Override
        public int leftMs(SyncedSession session) {
            return session.timeoutMs;
        }
    }

    @FuzzTest(maxDuration = "60s")
    void anything_a_peer_says_is_taken_or_refused(byte[] bytes) {
        var memory = MemorySegment.ofArray(new long[ROWS * SessionBook.ROW_BYTES / Long.BYTES]);
        var sync =
                new SessionSync(
                        SyncSettings.usual(0, NODE, 7),
                        Seal.none(),
                        new SessionBook(memory, 3),
                        outlet,
                        outlet,
                        () -> nowMs * 1_000,
                        new Random(1),
                        nowMs);
        meet(sync);
        sync.seek(new SyncedSession(), (bytes.length & 1) != 0, 5, nowMs);
        int at = 0;
        while (at + 2 <= bytes.length) {
            int what = bytes[at] & 15;
            int end = Math.min(bytes.length, at + 2 + (bytes[at + 1] & 0xFF));
            byte[] said = Arrays.copyOfRange(bytes, at + 2, end);
            if (what < 8) {
                say(sync, what, said);
            } else {
                stream(sync, said);
            }
            at = end;
            nowMs += 11;
            sync.tick(nowMs);
        }
        nowMs += 20_000;
        sync.tick(nowMs);
    }

    private void meet(SessionSync sync) {
        writer.begin(Datagram.CONTROL, ++control);
        receive(sync);
        nowMs += 20;
        sync.tick(nowMs);
        writer.begin(Datagram.CONTROL, ++control);
        writer.record(Control.REPEAT).putShort((short) NODE).putLong(outlet.nonce);
        writer.endRecord();
        receive(sync);
    }

    private void say(SessionSync sync, int what, byte[] said) {
        int kind = what < 3 ? Datagram.STATE : what < 6 ? Datagram.CONTROL : Datagram.BULK;
        long sequence = kind == Datagram.STATE ? ++state : kind == Datagram.CONTROL ? ++control : 1;
        writer.begin(kind, sequence);
        ByteBuffer fields = writer.record(0);
        fields.position(fields.position() - Datagram.RECORD_HEADER_BYTES);
        fields.put(said);
        int length = writer.close();
        byte[] bytes = writer.bytes();
        if (what == 6) {
            BulkAnswer answer = sync.answer(bytes, length, nowMs);
            while (answer != null && answer.next(nowMs) > 0) {
                // As a peer would read it.
            }
        } else if (what == 7) {
            sync.bulk(bytes, 0, length, nowMs);
        } else {
            sync.receive(bytes, length, nowMs);
        }
    }

    /** As it comes by a connection, cut anywhere. */
    private void stream(SessionSync sync, byte[] said) {
        BulkAnswer.questionBytes(said, said.length);
        sync.bulk(said, 0, said.length, nowMs);
    }

    private void receive(SessionSync sync) {
        int length = writer.close();
        sync.receive(writer.bytes(), length, nowMs);
    }
}
