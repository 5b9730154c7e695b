package dev.sluice.director.sync;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One director's part in sharing sessions: told of its own sessions and given what comes from
 * peers, it says what is to be sent and what becomes of peers' sessions.
 *
 * <pre>
 *   forwarding ── changed, ended ──▶ Heard ──▶ SessionBook      what is known of all sessions
 *                                      │
 *                                      ▼
 *                                    Told ──▶ SendLog ──▶ Outlet.send      numbered, kept
 *
 *   forwarding ── seek ──▶ Seeks, SeekAnswers                 who knows this session?
 *
 *   network ── receive ──▶ Intake ──▶ Heard ──▶ SyncedSessions     peers' sessions
 *                           │
 *                           ├──▶ ControlReader      peers, acknowledgements, gaps
 *                           └──▶ Audit              do the tables agree?
 *   time ── tick ──▶ Sweep, BulkQuestion, Control
 * </pre>
 *
 * All methods are called by one thread, which owns it and all it is made of; {@link #safety} and
 * {@link #counts} can be read by anybody. {@code nowMs} never goes back.
 */
public final class SessionSync {
    private final SyncSettings settings;
    private final Seal seal;
    private final SessionBook book;
    private final Peers peers;
    private final Digests digests;
    private final SyncCounts counts = new SyncCounts();
    private final Safety safety;
    private final Told told;
    private final Heard heard;
    private final Imports imports;
    private final Control control;
    private final Intake intake;
    private final Sweep sweep;
    private final BulkQuestion bulk;
    private final Seeks seeks;
    private final SeekAnswers answers;
    private final DatagramReader bulkReader;
    private long beganMs;
    private long controlMs;
    private long auditMs;
    private boolean isComplete;

    /**
     * @param book what is in it already is of an earlier life of this director
     * @param wallMicros the time of day in microseconds; may jump
     */
    public SessionSync(
            SyncSettings settings,
            Seal seal,
            SessionBook book,
            SyncedSessions sessions,
            Outlet outlet,
            LongSupplier wallMicros,
            RandomGenerator random,
            long nowMs) {
        this.settings = settings;
        this.seal = seal;
        this.book = book;
        this.digests = book.digests();
        this.peers = new Peers(settings);
        this.safety = new Safety(settings.logDatagrams() * 2);
        this.told = new Told(settings, seal, outlet, counts, safety, book.highest() == 0);
        var incarnations = new Incarnations(settings.node(), wallMicros);
        this.heard = new Heard(settings, book, sessions, told, safety, counts, incarnations);
        this.imports = new Imports(book, sessions, heard);
        this.control = new Control(settings, seal, outlet, counts, random, peers, told, digests);
        var questions = new ControlWriter(settings, seal, outlet, counts, control);
        this.seeks =
                new Seeks(settings, counts, book, peers, heard, sessions, questions, random, nowMs);
        var replies = new ControlWriter(settings, seal, outlet, counts, control);
        this.answers = new SeekAnswers(counts, book, peers, heard, told, sessions, replies);
        var controlReader = new ControlReader(settings, told, digests, seeks, answers);
        this.intake =
                new Intake(settings, seal, peers, heard, told, digests, controlReader, counts);
        this.sweep = new Sweep(settings, book, sessions, heard, told, nowMs);
        this.bulk =
                new BulkQuestion(
                        settings, seal, outlet, counts, random, book, peers, heard, sessions,
                        nowMs);
        this.bulkReader = new DatagramReader(settings.cluster(), seal);
        this.beganMs = nowMs;
        this.controlMs = nowMs;
        this.auditMs = nowMs + random.nextInt(settings.auditMs());
        var session = new SyncedSession();
        for (int id = book.after(0); id != 0; id = book.after(id)) {
            book.read(id, session);
            incarnations.seen(session.incarnation);
        }
    }

    /**
     * A session that this director forwards has begun or changed in something that lasts, or was a
     * peer's and is this one's now.
     *
     * @param changed {@code livesMs} says how long it lives if nothing more is seen; its stamp is
     *     written into it
     * @return false if there is no room to share it
     */
    public boolean changed(SyncedSession changed, long nowMs) {
        return heard.changed(changed, nowMs);
    }

    /** A session that this director forwards is over. Another's is for that one to end. */
    public void ended(SyncedSession ended, long nowMs) {
        heard.ended(ended, nowMs);
    }

    /**
     * Somebody who is no director of the cluster, and whom all of them hear, forwards a session.
     *
     * @param session its stamp is written into it
     * @param mayReplace whether it can be later than another session of that client
     */
    public Imported imported(SyncedSession session, boolean mayReplace, long nowMs) {
        return imports.take(session, mayReplace, nowMs);
    }

    /** Has somebody hear of what peers are told, in place of who did so far. */
    public void listening(OwnSessions own) {
        heard.listening(own);
    }

    /** No session's place is higher. */
    public int highest() {
        return book.highest();
    }

    /**
     * Reads the session in a place, from 1 to {@link #highest}.
     *
     * @return false if there is none that this director has told and that is not over
     */
    public boolean own(int place, SyncedSession into) {
        if (!book.isUsed(place)) {
            return false;
        }
        book.read(place, into);
        return !into.isEnded && heard.isOwn(place, into);
    }

    /**
     * A packet has come whose session forwarding does not know: peers are asked. {@link
     * SyncedSessions#answered} or {@link SyncedSessions#unanswered} follows, within 50 ms and maybe
     * at once.
     *
     * @param packet protocol; as client who sent the packet, as virtual address where it went
     * @param isServers whether it is a server's, else a client's
     * @param tag what the answer is to be known by
     */
    public void seek(SyncedSession packet, boolean isServers, long tag, long nowMs) {
        seeks.ask(packet, isServers, tag, nowMs);
    }

    /** Somebody has answered a question of {@link SyncedSessions#lookUp}. */
    public void lookedUp(int question, long nowMs) {
        answers.lookedUp(question, nowMs);
    }

    /**
     * A datagram has come, from whomever.
     *
     * @return the peer that it is of; 0 if it was not taken
     */
    public int receive(byte[] bytes, int length, long nowMs) {
        return receive(bytes, 0, length, nowMs);
    }

    /**
     * A datagram has come, from whomever.
     *
     * @param from where it begins
     * @return the peer that it is of; 0 if it was not taken
     */
    public int receive(byte[] bytes, int from, int length, long nowMs) {
        return intake.take(bytes, from, length, nowMs);
    }

    /** Time has passed. To be called at least every 10 ms. */
    public void tick(long nowMs) {
        peers.loseSilent(nowMs, counts);
        sweep.run(nowMs);
        bulk.run(nowMs);
        seeks.run(nowMs);
        answers.send();
        if (nowMs >= auditMs) {
            auditMs = nowMs + settings.auditMs();
            told.tell(digests, peers, nowMs);
        }
        told.flush(nowMs);
        if (nowMs >= controlMs || intake.mustAnswer(nowMs) || peers.mustAsk(nowMs)) {
            controlMs = nowMs + settings.heartbeatMs();
            intake.answered();
            checkComplete(nowMs);
            control.send(isComplete, nowMs);
        }
        told.cover(peers);
    }

    /**
     * Says once more what is known of peers' sessions.
     *
     * @param after what this said last; 0 to begin
     * @param most how many are looked at, at most
     * @return 0 when all were
     */
    int repeat(int after, int most, long nowMs) {
        int end = Math.min(after + most, book.highest());
        for (int id = after + 1; id <= end; id++) {
            if (book.isUsed(id)) {
                heard.repeat(id, nowMs);
            }
        }
        return end == book.highest() ? 0 : end;
    }

    /**
     * What became of sessions for a while may be unknown here: this director stood still. It is not
     * complete until it has all that peers know by now, which it asks for.
     */
    public void resync(long nowMs) {
        isComplete = false;
        beganMs = nowMs;
        peers.askAnew(nowMs);
    }

    /** Sends what waits now, before the director stops. */
    public void flush(long nowMs) {
        told.send(nowMs);
    }

    private void checkComplete(long nowMs) {
        if (!isComplete && nowMs - beganMs >= settings.discoveryMs()) {
            isComplete = peers.areCaughtUp(nowMs);
        }
    }

    /** Bytes of a bulk transfer that was asked for by {@link Outlet#openBulk}, cut anywhere. */
    public void bulk(byte[] bytes, int from, int count, long nowMs) {
        bulk.take(bytes, from, count, nowMs);
    }

    /** That connection ended, or did not come about. */
    public void bulkEnded(long nowMs) {
        bulk.failed(nowMs);
    }

    /**
     * A peer asks for a bulk transfer.
     *
     * @param question the one datagram that it sent
     * @return null if it is not answered: close the connection
     */
    public @Nullable BulkAnswer answer(byte[] question, int length, long nowMs) {
        Refusal refusal = bulkReader.open(question, 0, length);
        if (refusal != null) {
            counts.add(refusal);
            return null;
        }
        boolean isQuestion =
                bulkReader.kind() == Datagram.BULK
                        && bulkReader.next()
                        && bulkReader.record() == Bulk.ASK
                        && bulkReader.fields().remaining() >= Bulk.ASK_BYTES;
        if (!isQuestion || peers.proven(bulkReader.node(), bulkReader.epoch()) == null) {
            counts.add(Refusal.BULK_OUT_OF_PLACE);
            return null;
        }
        ByteBuffer fields = bulkReader.fields();
        long number = fields.getLong();
        long ranges = fields.getLong();
        int owner = fields.getShort() & 0xFFFF;
        return new BulkAnswer(
                settings, seal, book, peers, heard, told.last(), number, ranges, owner);
    }

    /**
     * Whether all is known that peers had told when this director met them. Once it is, it stays
     * so.
     */
    public boolean isComplete() {
        return isComplete;
    }

    /** How many sessions are safe, and why others are not. */
    public Safety safety() {
        return safety;
    }

    public SyncCounts counts() {
        return counts;
    }

    /** How many sessions are known, this director's and others'. */
    public int known() {
        return book.size();
    }

    /** How many other directors are there. */
    public int peersLive() {
        return peers.live();
    }

    /** The other directors that were heard of. */
    public List<PeerView> peers(long nowMs) {
        return peers.views(told, nowMs);
    }

    /**
     * Says what is known of established connections and UDP: directors that know the same come to
     * the same. What is ending is left out: some of it ends all the time.
     */
    public long digest() {
        return book.steady();
    }

    /** How many datagrams the live peer that is farthest behind has still to acknowledge. */
    public long lag() {
        return peers.lag(told);
    }

    /** How old the oldest change is that a live peer has not acknowledged; 0 for none. */
    public long lagMs(long nowMs) {
        return peers.lagMs(told, nowMs);
    }

    /** Whether a peer has acknowledged a datagram, and is there. */
    boolean hasAcknowledged(int node, long epoch, long sequence) {
        Peer peer = peers.proven(node, epoch);
        return peer != null
                && peer.isLive
                && peer.acknowledged >= sequence
                && peer.acknowledged >= told.oldest() - 1;
    }

    /** Whether a datagram can only be a repetition. */
    boolean hasHad(int node, long epoch, int kind, long sequence) {
        if (node == settings.node()) {
            return true;
        }
        Peer peer = peers.proven(node, epoch);
        if (peer == null) {
            return true;
        }
        return kind == Datagram.CONTROL
                ? sequence <= peer.controlSequence
                : peer.window.has(sequence);
    }
}
