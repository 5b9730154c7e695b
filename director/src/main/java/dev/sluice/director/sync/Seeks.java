package dev.sluice.director.sync;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Asks peers for sessions of packets that no worker knows. A question ends when somebody knows the
 * session, when nobody who may be there does, or when its time is over; meanwhile it is asked once
 * more. What comes later all the same is taken: the packet is likely to be sent again. How many
 * questions there are at once is bounded.
 *
 * <p>For a while nobody is sure that a silent peer's sessions are gone, nor who has just begun, or
 * stood still, that everybody was met.
 */
final class Seeks {
    /** How many questions there are at once. */
    static final int QUESTIONS_MAX = 1024;

    /** The forwarder waits no longer either. */
    private static final int WAIT_MS = 50;

    private static final int AGAIN_MS = 20;

    /** So long an answer is taken. */
    private static final int LATE_MS = 2_000;

    /** Between two signs of time's passing. */
    private static final int STOOD_STILL_MS = 500;

    private static final int MASK = QUESTIONS_MAX - 1;

    private final SyncCounts counts;
    private final SessionBook book;
    private final Peers peers;
    private final Heard heard;
    private final SyncedSessions sessions;
    private final ControlWriter writer;
    private final SyncedSession[] packets = new SyncedSession[QUESTIONS_MAX];
    private final BitSet[] awaited = new BitSet[QUESTIONS_MAX];
    private final boolean[] isServers = new boolean[QUESTIONS_MAX];
    private final boolean[] isOpen = new boolean[QUESTIONS_MAX];
    private final boolean[] isWanted = new boolean[QUESTIONS_MAX];
    private final long[] tags = new long[QUESTIONS_MAX];
    private final long[] askedMs = new long[QUESTIONS_MAX];
    private final SyncedSession session = new SyncedSession();
    private final SyncedSession known = new SyncedSession();

    /** Stands for peers that were not met, among those whose answers are awaited. */
    private final int unmet;

    /** Since when this director has heard whoever speaks. */
    private long hearsSinceMs;

    private long noticedMs;

    /** Numbers of the oldest question, of the oldest not asked twice, and of the next. */
    private long oldest;

    private long again;
    private long next;
    private long sentMs = Peer.NEVER;

    Seeks(
            SyncSettings settings,
            SyncCounts counts,
            SessionBook book,
            Peers peers,
            Heard heard,
            SyncedSessions sessions,
            ControlWriter writer,
            RandomGenerator random,
            long nowMs) {
        this.counts = counts;
        this.book = book;
        this.peers = peers;
        this.heard = heard;
        this.sessions = sessions;
        this.writer = writer;
        Arrays.setAll(packets, _ -> new SyncedSession());
        this.unmet = settings.peersMax();
        this.hearsSinceMs = nowMs;
        this.noticedMs = nowMs;
        Arrays.setAll(awaited, _ -> new BitSet(unmet + 1));
        // What answers questions of an earlier life answers none of this one.
        this.oldest = random.nextLong();
        this.again = oldest;
        this.next = oldest;
    }

    /**
     * Asks for the session of a packet; {@link SyncedSessions#answered} or {@link
     * SyncedSessions#unanswered} follows, maybe at once.
     *
     * @param tag what the answer is to be known by
     */
    void ask(SyncedSession packet, boolean byServer, long tag, long nowMs) {
        int id = byServer ? book.findByServer(packet) : book.find(packet);
        if (id != 0 && report(id, nowMs)) {
            sessions.answered(tag);
            return;
        }
        if (next - oldest == QUESTIONS_MAX) {
            sessions.unanswered(tag);
            return;
        }
        BitSet others = awaited[slot(next)];
        awaitAll(others, nowMs);
        if (others.isEmpty()) {
            sessions.answered(tag);
        } else if (others.nextSetBit(0) == unmet) {
            sessions.unanswered(tag);
        } else {
            begin(packet, byServer, tag, nowMs);
        }
    }

    /** Who may have a session that is not known here. */
    private void awaitAll(BitSet others, long nowMs) {
        notice(nowMs);
        List<Peer> all = peers.all();
        for (int i = 0; i < all.size(); i++) {
            others.set(i, all.get(i).mayBeThere(nowMs));
        }
        others.set(unmet, nowMs - hearsSinceMs < Peer.GONE_MS);
    }

    /** Who has stood still has heard nobody meanwhile, whoever was there. */
    private void notice(long nowMs) {
        if (nowMs - noticedMs > STOOD_STILL_MS) {
            hearsSinceMs = nowMs;
        }
        noticedMs = nowMs;
    }

    /** Has forwarding know a session that it does not; false if it is over. */
    private boolean report(int id, long nowMs) {
        book.read(id, known);
        long leftMs = heard.isOwn(id, known) ? known.timeoutMs : book.untilMs(id) - nowMs;
        if (known.isEnded || leftMs <= 0) {
            return false;
        }
        known.livesMs = (int) leftMs;
        sessions.upsert(known);
        return true;
    }

    private void begin(SyncedSession packet, boolean byServer, long tag, long nowMs) {
        int slot = slot(next);
        packets[slot].copyKey(packet);
        isServers[slot] = byServer;
        isOpen[slot] = true;
        isWanted[slot] = true;
        tags[slot] = tag;
        askedMs[slot] = nowMs;
        counts.add(SyncCounts.Count.SESSIONS_SOUGHT);
        write(next++, 0);
        if (nowMs != sentMs) {
            sentMs = nowMs;
            writer.send();
        }
    }

    private void write(long number, int flags) {
        int slot = slot(number);
        ByteBuffer fields = writer.record(Outlet.ALL, SeekFields.SEEK, SeekFields.SEEK_BYTES);
        int side = isServers[slot] ? SeekFields.SERVERS : 0;
        SeekFields.write(fields, number, flags | side, packets[slot]);
        writer.endRecord();
    }

    /** Time has passed. */
    void run(long nowMs) {
        notice(nowMs);
        for (; oldest != next && isOver(slot(oldest), nowMs); oldest++) {
            giveUp(slot(oldest));
        }
        again = again - oldest < 0 ? oldest : again;
        for (; again != next && nowMs - askedMs[slot(again)] >= AGAIN_MS; again++) {
            if (isOpen[slot(again)]) {
                write(again, SeekFields.AGAIN);
            }
        }
        writer.send();
    }

    private boolean isOver(int slot, long nowMs) {
        return !isOpen[slot] || nowMs - askedMs[slot] >= WAIT_MS;
    }

    /** Somebody does not know it. */
    void none(ByteBuffer fields, Peer peer) {
        if (fields.remaining() < SeekFields.NONE_BYTES) {
            counts.add(Refusal.MALFORMED);
            return;
        }
        long number = fields.getLong();
        if (isAsked(number)) {
            int slot = slot(number);
            awaited[slot].clear(peers.all().indexOf(peer));
            if (awaited[slot].isEmpty()) {
                close(slot);
            }
        }
    }

    /** Somebody knows it. */
    void found(ByteBuffer fields, Peer peer, long nowMs) {
        if (fields.remaining() < SeekFields.FOUND_HEAD_BYTES) {
            counts.add(Refusal.MALFORMED);
            return;
        }
        long number = fields.getLong();
        long sequence = fields.getLong();
        if (!isSent(number) || !isWanted(number, nowMs)) {
            return;
        }
        int slot = slot(number);
        boolean isSound =
                sequence > 0
                        && SessionFields.read(SessionFields.LIVES, fields, session)
                        && SeekFields.isOf(session, packets[slot], isServers[slot]);
        if (!isSound) {
            counts.add(Refusal.MALFORMED);
            return;
        }
        enter(peer, sequence, nowMs);
        counts.add(SyncCounts.Count.SESSIONS_FOUND);
        close(slot);
    }

    /** What is known here already, and is not earlier, stands. */
    private void enter(Peer peer, long sequence, long nowMs) {
        int id = book.find(session);
        if (id != 0) {
            book.read(id, known);
            if (Join.compareStamps(known, session) >= 0) {
                report(id, nowMs);
                return;
            }
        }
        boolean isOwners = session.owner == peer.node && session.isCurrent;
        int generation = isOwners ? book.digests().generation(peer.node) : 0;
        heard.heard(session, generation, isOwners ? sequence : 0, isOwners, nowMs);
    }

    /** Whether an answer is waited for. */
    private boolean isAsked(long number) {
        return isSent(number) && number - oldest >= 0 && isOpen[slot(number)];
    }

    /** Whether there was such a question; an answer that comes late, or second, is not refused. */
    private boolean isSent(long number) {
        if (number - next >= 0 || number - next < -2 * QUESTIONS_MAX) {
            counts.add(Refusal.UNASKED);
            return false;
        }
        return true;
    }

    private boolean isWanted(long number, long nowMs) {
        int slot = slot(number);
        return number - next >= -QUESTIONS_MAX
                && isWanted[slot]
                && nowMs - askedMs[slot] <= LATE_MS;
    }

    private void close(int slot) {
        isWanted[slot] = false;
        if (isOpen[slot]) {
            isOpen[slot] = false;
            sessions.answered(tags[slot]);
        }
    }

    private void giveUp(int slot) {
        if (isOpen[slot]) {
            isOpen[slot] = false;
            counts.add(SyncCounts.Count.SEEKS_UNANSWERED);
            sessions.unanswered(tags[slot]);
        }
    }

    private static int slot(long number) {
        return (int) number & MASK;
    }
}
