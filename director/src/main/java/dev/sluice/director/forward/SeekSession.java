package dev.sluice.director.forward;

import dev.sluice.director.limit.TokenBucket;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.WaitingFlows;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.table.ForwardedListener;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of packets of connections that are under way, but not known at this director, when
 * there are others: their routers may have begun to send them here, and news of the session may
 * still be on its way.
 *
 * <pre>
 *   client's segment ── server follows from it ──▶ Recompute
 *        │
 *        ▼
 *   hold it, ask ──▶ found ──────────────▶ on it goes
 *        │             nobody has it ───────▶ Recompute, or Refuse
 *        │             no answer in time ┐
 *        └── too many ───────────────────┴──▶ Recompute, or drop it: it is sent again
 * </pre>
 *
 * Replies of servers are held and asked about too, and dropped if nobody knows them. Without other
 * directors nothing is held. Owned by one worker; allocates nothing after it was made.
 */
final class SeekSession {
    /** How many flows wait at once. */
    static final int FLOWS_MAX = 256;

    /** How many frames of one of them. */
    static final int FRAMES_EACH = 4;

    /** How many frames are held at once. */
    static final int FRAMES_MAX = 512;

    /** How long a flow waits for an answer. */
    static final int WAIT_MS = 50;

    /** How many questions there are in a second, and how long they may have been saved up. */
    static final int QUESTIONS_PER_SECOND = 5_000;

    private static final int BURST_MS = 50;

    /** Frames that go on in one round: answers of other kinds need places in the batch too. */
    private static final int RESUMED_MAX = Batch.SPARES_MAX / 2;

    private static final int ANSWERS = 2 * FLOWS_MAX;

    private final Workbench bench;
    private final Parse parse;
    private final LookUp lookUp;
    private final Decide decide;
    private final Recompute recompute;
    private final Refuse refuse;
    private final Passage passage;
    private final WaitingFlows flows;
    private final TokenBucket questions = new TokenBucket();
    private final SoughtCounts counts = new SoughtCounts();
    private final int[] answers = new int[ANSWERS];
    private int answered;
    private int handled;
    private int resumed;
    private @Nullable Seeker seeker;

    /** The way of packets whose session is known after all. */
    interface Passage {
        /** A packet of a session goes on. */
        void pass(int i, int id, int direction);

        /** A packet of a client's goes on that its session began with in its midst. */
        void begun(int i, int id);
    }

    SeekSession(
            Workbench bench,
            Parse parse,
            LookUp lookUp,
            Recompute recompute,
            Refuse refuse,
            Passage passage) {
        this.bench = bench;
        this.parse = parse;
        this.lookUp = lookUp;
        this.decide = new Decide(bench);
        this.recompute = recompute;
        this.refuse = refuse;
        this.passage = passage;
        this.flows =
                new WaitingFlows(FLOWS_MAX, FRAMES_MAX, FRAMES_EACH, WAIT_MS, bench.options.seed());
    }

    void use(@Nullable Seeker newest) {
        seeker = newest;
    }

    boolean isAlone() {
        return seeker == null;
    }

    SoughtCounts counts() {
        return counts;
    }

    /** How many frames are held. */
    int held() {
        return flows.held();
    }

    /**
     * A client's segment that begins nothing and belongs to no session here.
     *
     * @param why it would be dropped
     */
    void segment(int i, ForwardedListener listener, Drop why) {
        Drop refused = isWorthAsking(i, TcpHeader.SYN) ? decide.admits(i, listener) : why;
        if (refused != Drop.NONE) {
            bench.batch.drop(i, refused);
        } else if (Recompute.isPossible(listener) && Recompute.isCertain(listener)) {
            recompute(i);
        } else {
            ask(i, Session.FROM_CLIENT);
        }
    }

    /**
     * A packet to none of the listeners, that of a server perhaps.
     *
     * @param why it would be dropped
     */
    void reply(int i, Drop why) {
        Parsed.Frame frame = bench.parsed.of(i);
        boolean isReply =
                frame.protocol == ForwardedListener.UDP || !Decide.isFirst(frame.tcpFlags);
        if (isReply && isWorthAsking(i, 0)) {
            ask(i, Session.FROM_SERVER);
        } else {
            bench.batch.drop(i, why);
        }
    }

    /** Parts of packets are not held: who follows them would have to wait too. */
    private boolean isWorthAsking(int i, int flagsNotSet) {
        Parsed.Frame frame = bench.parsed.of(i);
        return seeker != null && !frame.fragment && (frame.tcpFlags & flagsNotSet) == 0;
    }

    private void ask(int i, int direction) {
        Parsed.Frame frame = bench.parsed.of(i);
        int ports = frame.sourcePort << 16 | frame.destinationPort;
        int at =
                flows.find(
                        frame.sourceHigh,
                        frame.sourceLow,
                        frame.destinationHigh,
                        frame.destinationLow,
                        frame.protocol,
                        ports);
        if (at == WaitingFlows.NONE) {
            at = begin(frame, ports, direction);
        }
        Batch batch = bench.batch;
        if (at == WaitingFlows.NONE) {
            counts.excess++;
            giveUp(i, direction, Drop.TOO_MANY_UNKNOWN);
        } else if (flows.hold(at, batch.frame(i), batch.length(i), batch.port(i))) {
            batch.hold(i);
        } else {
            batch.drop(i, Drop.TOO_MANY_UNKNOWN);
        }
    }

    private int begin(Parsed.Frame frame, int ports, int direction) {
        if (flows.size() == FLOWS_MAX
                || flows.held() == FRAMES_MAX
                || !questions.take(bench.nowMs, 1, QUESTIONS_PER_SECOND, BURST_MS)) {
            return WaitingFlows.NONE;
        }
        int at =
                flows.begin(
                        frame.sourceHigh,
                        frame.sourceLow,
                        frame.destinationHigh,
                        frame.destinationLow,
                        frame.protocol,
                        ports,
                        direction,
                        bench.nowMs);
        if (!isAsked(flows.question(at), frame, direction)) {
            flows.remove(at);
            return WaitingFlows.NONE;
        }
        counts.asked++;
        return at;
    }

    private boolean isAsked(int question, Parsed.Frame frame, int direction) {
        return seeker != null
                && seeker.seek(
                        question,
                        direction,
                        frame.sourceHigh,
                        frame.sourceLow,
                        frame.sourcePort,
                        frame.destinationHigh,
                        frame.destinationLow,
                        frame.destinationPort,
                        frame.protocol);
    }

    /** A question was answered: what was found is in the table. Between two batches. */
    void answered(int question) {
        if (answered - handled < ANSWERS) {
            answers[answered++ & (ANSWERS - 1)] = question;
        }
    }

    /** Has frames go on whose question was answered, or that have waited long enough. */
    void goOn() {
        if (flows.size() == 0) {
            handled = answered;
            return;
        }
        resumed = 0;
        for (; handled != answered; handled++) {
            int at = flows.placeOf(answers[handled & (ANSWERS - 1)]);
            if (at != WaitingFlows.NONE && !end(at, Drop.UNKNOWN_TO_ALL)) {
                return;
            }
        }
        for (int at; (at = flows.overdue(bench.nowMs)) != WaitingFlows.NONE; ) {
            if (!end(at, Drop.UNANSWERED)) {
                return;
            }
        }
    }

    /**
     * Has a flow wait no more.
     *
     * @param why its packets are dropped, if there is no session
     * @return false if the rest of it must wait for another round
     */
    private boolean end(int at, Drop why) {
        boolean isFound = false;
        int direction = flows.direction(at);
        for (int held; (held = flows.nextHeld(at)) != WaitingFlows.NONE; ) {
            int i =
                    resumed == RESUMED_MAX
                            ? -1
                            : bench.batch.addOwn(
                                    flows.frame(held),
                                    flows.frameLength(held),
                                    flows.framePort(held));
            if (i < 0) {
                return false;
            }
            resumed++;
            flows.release(at);
            isFound = resume(i, direction, why);
        }
        flows.remove(at);
        if (isFound) {
            counts.found++;
        } else {
            counts.unknown++;
        }
        return true;
    }

    /** A held frame goes on; whether it has a session. */
    private boolean resume(int i, int direction, Drop why) {
        bench.parsed.of(i).fragment = false;
        parse.again(bench.batch, i);
        lookUp.prepareOne(i);
        int found = lookUp.find(i);
        if (found == SessionTable.NONE) {
            giveUp(i, direction, why);
            return false;
        }
        passage.pass(i, found >> 1, found & 1);
        return true;
    }

    private void giveUp(int i, int direction, Drop why) {
        ForwardedListener listener =
                direction == Session.FROM_CLIENT ? recompute.listener(i) : null;
        if (listener == null) {
            bench.batch.drop(i, why);
        } else if (Recompute.isPossible(listener)) {
            recompute(i);
        } else if (isRefused(i, why)) {
            counts.reset++;
            refuse.answer(i, why);
        } else {
            bench.batch.drop(i, why);
        }
    }

    /** A client whose session may be known to somebody is not told that there is none. */
    private boolean isRefused(int i, Drop why) {
        return why == Drop.UNKNOWN_TO_ALL && bench.table.resetsUnknown() && !isReset(i);
    }

    private boolean isReset(int i) {
        return (bench.parsed.of(i).tcpFlags & TcpHeader.RST) != 0;
    }

    private void recompute(int i) {
        Drop refused = recompute.begin(i);
        if (refused != Drop.NONE) {
            bench.batch.drop(i, refused);
            return;
        }
        counts.recomputed++;
        passage.begun(i, recompute.id());
    }
}
