package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.limit.CookieSecrets;
import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.offload.FormerFlows;
import dev.sluice.director.offload.Offload;
import dev.sluice.director.offload.Passed;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.WorkerEnd;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import dev.sluice.model.node.Explanation;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of frames. A pure function over bytes, sessions, a table and the time: no
 * sockets, no clock, no threads of its own. Owned by one worker.
 *
 * <pre>
 *   frames → Parse → LookUp ─┬─ session ───────────────────────────────┬→ Carry → Rewrite → outcome
 *               │            │     └ ServerHandshake (after SynProxy)    │
 *               │            └─ none → Arrive → Decide → BeginSession ───┤
 *               │                        ├ SynProxy, Refuse              │
 *               │                        └ SeekSession: held, asked ─────┘
 *               ├ FollowFragments: the first as above, the others after it
 *               ├ Icmp: RelayError, or Answer (echo, neighbour discovery)
 *               └ AnswerArp, SendError (time to live used up)
 * </pre>
 */
public final class Forwarder implements AutoCloseable {
    /** How many sessions are looked at for whether their time is over, at a time. */
    private static final int EXPIRE_MAX = 256;

    /** How long the ends of a session that was ended may be silent and still hear of it. */
    static final int KILLED_MS = 60_000;

    private final Workbench bench;
    private final Parsed parsed;
    private final Census census;
    private final Parse parse;
    private final LookUp lookUp;
    private final Arrive arrive;
    private final ServerHandshake handshake;
    private final SynProxy synProxy;
    private final SeekSession seek;
    private final AnswerArp arp;
    private final Icmp icmp;
    private final SendError errors;
    private final Departure departure;
    private final Carry carry;
    private boolean adopted;
    private final FollowFragments fragments;
    private final PathProbes probes;
    private final Review review;
    private @Nullable WorkerEnd peers;

    /**
     * @param memory of the worker's sessions; what it holds already goes on with the first table
     */
    public Forwarder(ForwarderOptions options, SessionSlab memory, long nowMs) {
        census = new Census(options.worker());
        var sessions =
                new SessionTable(memory, options.halfOpenBudget(), options.seed(), census, nowMs);
        census.of(sessions);
        bench = new Workbench(options, sessions);
        bench.nowMs = nowMs;
        parsed = bench.parsed;
        parse = new Parse(parsed);
        lookUp = new LookUp(bench);
        var answer = new Answer(bench);
        errors = new SendError(bench, answer);
        arp = new AnswerArp(bench, answer);
        var out = new SendOut(bench);
        icmp = new Icmp(bench, answer, out);
        var segments = new OwnSegments(bench, out);
        var tellProxy = new TellProxy(bench, segments);
        var refuse = new Refuse(bench, answer, errors);
        handshake = new ServerHandshake(bench, segments, tellProxy, refuse, census);
        synProxy = new SynProxy(bench, answer);
        var begin = new BeginSession(bench, census);
        var recompute = new Recompute(bench, begin);
        seek = new SeekSession(bench, parse, lookUp, recompute, refuse, new SoughtPassage());
        arrive = new Arrive(bench, begin, synProxy, handshake, refuse, seek);
        var rewrite = new Rewrite(bench, errors, out, tellProxy);
        departure = new Departure(bench, census);
        var reset = new Reset(bench, answer, segments);
        carry = new Carry(bench, census, departure, handshake, rewrite, reset);
        review = new Review(bench, departure, segments);
        probes = new PathProbes(bench, out);
        fragments = new FollowFragments(bench, parse, lookUp, new FragmentPassage());
    }

    /**
     * Shares its sessions with peers from now on. Before the first table, or all that are there
     * already are taken to be peers' too.
     */
    public void share(WorkerSessions all) {
        var placement = new PlaceSession(bench, census);
        WorkerEnd end = all.end(bench.options.worker(), bench.sessions, placement);
        census.share(end);
        seek.use(end::seek);
        end.answers(seek::answered);
        carry.share(end);
        peers = end;
    }

    /**
     * Has the kernel forward what it can by itself from now on. Before the first table, and after
     * {@link #share}.
     *
     * @param interfaces by the number of a port
     */
    public Offload offload(FlowCache cache, int[] interfaces) {
        var fast = new FastSessions(bench, census, departure, peers, cache, interfaces);
        census.offload(fast);
        bench.fast = fast;
        return fast.offload();
    }

    /**
     * Takes what was counted in a cache that programs go by no more; after the first table, and
     * before any frame.
     */
    public void bringHome(FormerFlows former) {
        Passed passed = new PassedSessions(bench, census, peers);
        former.bringHome(bench.options.worker(), bench.sessions, passed);
    }

    /** The kernel forwards none of the sessions that a process before has left with it. */
    public void forgetPlaces() {
        SessionTable sessions = bench.sessions;
        for (int id = 1; id <= sessions.highest(); id++) {
            Session.fastPlace(ALL, sessions.at(id), 0);
        }
    }

    /** The sessions that the kernel forwards; null if it forwards none. */
    public @Nullable Offload offload() {
        FastSessions fast = bench.fast;
        return fast == null ? null : fast.offload();
    }

    /** The worker's sessions; only for its own thread. */
    public SessionTable sessions() {
        return bench.sessions;
    }

    /** How many half-open sessions have given way to others; only for its own thread. */
    public long evicted() {
        return census.evicted();
    }

    /** Forwards by this table from now on. Between two batches. */
    public void use(ForwardingTable newest) {
        bench.use(newest);
        census.use(newest);
        if (!adopted) {
            adopted = true;
            new Adoption(bench, census, peers != null).run();
            if (bench.fast != null) {
                bench.fast.offload().adopt();
            }
        }
        lookAgain();
    }

    /**
     * The addresses that are this director's are all that will be: what others own the kernel does
     * not forward any more. Between two batches.
     */
    public void elected() {
        if (bench.fast != null) {
            bench.fast.elected();
        }
    }

    private void lookAgain() {
        if (bench.fast != null) {
            bench.fast.changed();
        }
    }

    /** Finds neighbours by this snapshot from now on. Between two batches. */
    public void use(NextHops newest) {
        bench.hops = newest;
        lookAgain();
    }

    /** Makes and takes SYN cookies by these secrets from now on. Between two batches. */
    public void use(CookieSecrets secrets) {
        synProxy.use(secrets);
    }

    /**
     * Asks others for sessions that are not known here from now on; nobody if null. Between two
     * batches.
     */
    public void use(@Nullable Seeker others) {
        seek.use(others);
    }

    /**
     * What {@link Seeker#seek} asked has been answered: if the session was found it is in {@link
     * #sessions} by now. Between two batches.
     */
    public void answered(int question) {
        seek.answered(question);
    }

    /** What became of packets whose session was not known; only for its own thread. */
    public SoughtCounts sought() {
        return seek.counts();
    }

    /**
     * Gives every frame of a batch its outcome, and adds frames of its own where answers are due.
     * To be called every few milliseconds, also with no frames, since servers are asked again here
     * and sessions looked after.
     *
     * @param nowMs the machine's monotonic clock
     */
    public void forward(Batch batch, long nowMs) {
        bench.begin(batch, nowMs);
        parse.run(batch, bench.hops, bench.table.virtualMacs());
        lookUp.prepare(batch.received());
        for (int i = 0; i < batch.received(); i++) {
            switch (parsed.of(i).kind) {
                case Parsed.DONE -> {}
                case Parsed.FLOW -> flow(i);
                case Parsed.ICMP -> icmp.handle(i);
                case Parsed.ARP -> arp.handle(i);
                case Parsed.EXPIRED -> errors.timeExceeded(i);
                default -> fragments.handle(i);
            }
        }
        seek.goOn();
        fragments.tidy();
        probes.send();
        handshake.askAgain();
        review.goOn();
    }

    private void flow(int i) {
        int found = lookUp.find(i);
        if (found != SessionTable.NONE && !isReplaced(i, found)) {
            pass(i, found >> 1, found & 1);
            return;
        }
        if (!isOthers(i)) {
            begin(i);
        }
    }

    /** A packet of no session may begin one. */
    private void begin(int i) {
        if (probes.hears(i)) {
            return;
        }
        int began = arrive.begin(i);
        if (began != Arrive.NONE) {
            pass(i, began, Session.FROM_CLIENT);
        }
    }

    private void pass(int i, int id, int direction) {
        if (!carry.pass(i, id, direction)) {
            begin(i);
        }
    }

    /** A new SYN on the tuple of a connection that is over begins another one, at any server. */
    private boolean isReplaced(int i, int found) {
        if ((found & 1) != Session.FROM_CLIENT || !Decide.isFirst(parsed.of(i).tcpFlags)) {
            return false;
        }
        int id = found >> 1;
        if (!TcpStates.isReusable(Session.state(ALL, bench.sessions.at(id)))) {
            return false;
        }
        bench.sessions.remove(id);
        return true;
    }

    /** Hands a packet over whose session would belong to another worker. */
    private boolean isOthers(int i) {
        int owner = Owner.of(bench, i);
        if (owner == bench.options.worker()) {
            return false;
        }
        bench.batch.handOver(i, owner);
        return true;
    }

    /** Fragments after the first one, which has no ports and says nothing of the connection. */
    private final class FragmentPassage implements FollowFragments.Passage {
        @Override
        public void flow(int i) {
            Forwarder.this.flow(i);
        }

        @Override
        public void later(int i, int id, int direction) {
            carry.goOn(i, id, direction);
        }
    }

    /** Packets whose session was not known at first. */
    private final class SoughtPassage implements SeekSession.Passage {
        @Override
        public void pass(int i, int id, int direction) {
            Forwarder.this.pass(i, id, direction);
        }

        /** What is not known to be a connection is not taken for an established one yet. */
        @Override
        public void begun(int i, int id) {
            carry.goOn(i, id, Session.FROM_CLIENT);
        }
    }

    /** What sessions bear that were found to be right since the last change. */
    int judgement() {
        return bench.judgement;
    }

    /** Asks servers whether they answer for virtual addresses, with the next batch. */
    public void ask(Collection<PathProbe> newest) {
        probes.ask(newest);
    }

    /**
     * Ends a session: both its ends are reset when its next packet comes, for which one of them is
     * asked, and it is forgotten when none does. Between two batches.
     *
     * @return false if it is a peer's to end
     */
    public boolean kill(int id, long nowMs) {
        if (Session.has(ALL, bench.sessions.at(id), Session.MIRRORED)) {
            return false;
        }
        Session.mark(ALL, bench.sessions.at(id), Flags.KILLED);
        if (bench.fast != null) {
            bench.fast.revoke(bench.sessions.at(id));
        }
        bench.sessions.prolong(id, KILLED_MS, nowMs);
        review.begin();
        return true;
    }

    /**
     * Enters what peers have told of their sessions, some at a time. Between two batches.
     *
     * @return 0 when there was nothing
     */
    public int takeIn(long nowMs) {
        return peers == null ? 0 : peers.takeIn(nowMs);
    }

    /**
     * Whether something waits that peers have told or the kernel has done. Only for its own thread.
     */
    public boolean isWaiting() {
        return (peers != null && peers.isWaiting())
                || (bench.fast != null && bench.fast.offload().isBusy());
    }

    /** Says what would become of a packet, and changes nothing. Between two batches. */
    public Explanation.Answer explain(AskedPacket asked, long nowMs) {
        return new ExplainPacket(bench, departure, seek.isAlone()).answer(asked, nowMs);
    }

    /**
     * Ends sessions whose time is over, some at a time. To be called every few milliseconds,
     * between two batches.
     *
     * @return how many were looked at; when it is many, there are more
     */
    public int expire(long nowMs) {
        if (bench.fast != null) {
            bench.fast.goOn();
        }
        return bench.sessions.advance(EXPIRE_MAX, nowMs);
    }

    @Override
    public void close() {
        if (bench.fast != null) {
            bench.fast.offload().close();
        }
        bench.sessions.close();
    }
}
