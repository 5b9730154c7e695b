package dev.sluice.director.warm;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.forward.ForwarderOptions;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.director.worker.FrameWork;
import dev.sluice.director.worker.PlayedWorker;
import dev.sluice.linux.call.ThreadSchedule;
import dev.sluice.linux.xdp.PlayedSocket;
import dev.sluice.linux.xdp.Umem;
import dev.sluice.measure.Measure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards frames of nobody, and shares their sessions with nobody, in memory alone, until the
 * compiler has made machine code of what does, and of what takes frames from rings and puts them
 * there. A director that waits for its turn has forwarded nothing yet: without this it would begin
 * to be compiled when a whole machine's traffic comes at once, by threads that then take the
 * processor from it.
 *
 * <p>It touches nothing of the director's own: table, sessions, rings and frames are made for it
 * and go with it.
 */
public final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private static final long MOST_NS = 120_000_000_000L;

    /** After which traffic is worth more than another moment of this. */
    private static final long ENOUGH_NS = 15_000_000_000L;

    private static final int ROUNDS = 40_000;

    /** It takes a third of a processor at most, for others start at the same time. */
    private static final int PAUSES = 2;

    /**
     * Peers' sessions become this director's own once in so many rounds, which is not a multiple of
     * {@link #LISTENERS}: whose turn it then is changes.
     */
    private static final int TAKEN_OVER = 509;

    /** What seldom comes, comes once in so many rounds; a new table in as many of those. */
    private static final int SELDOM = 64;

    /** What is shared with nobody's peer, once in so many rounds. */
    private static final int SHARED = 8;

    /** Place for all that is told between two times. */
    private static final int TOLD = 1 << 13;

    private static final int FRAMES = 32;

    /** Rounds that are a millisecond. */
    private static final int MS_EACH = 8;

    /** More than a worker takes at once. */
    private static final int CROWD = Batch.FRAMES_MAX + FRAMES / 2;

    private static final int SESSIONS = 256;

    /** How many times each speaks. */
    private static final int LIFE = 8;

    /** Of each method and family, by TCP and by UDP. */
    private static final int LISTENERS =
            2 * NobodysListeners.FAMILIES * NobodysListeners.METHODS.size();

    /** The thread's name as the kernel cuts it. */
    private static final String SECOND_COMPILER = "C2 CompilerThre";

    private final SessionSlab slab = SessionSlab.anonymous(1 << 13);
    private final Forwarder forwarder;
    private final PlayedWorker worker;
    private final NobodysFrames frames;
    private final NobodysQuestions questions;
    private final NobodysPeer peer;
    private final ForwardingTable table;
    private final @Nullable NobodysFlows flows;
    private long nowMs = 1_000_000;

    /**
     * @param offloads whether the kernel is told of sessions too, where it takes that
     * @param work what workers have of a forwarder, for the code of no other must be compiled
     */
    WarmUp(boolean offloads, BiFunction<Forwarder, Measure, FrameWork> work) {
        var measure = new Measure();
        forwarder = new Forwarder(ForwarderOptions.alone(1), slab, nowMs);
        worker = new PlayedWorker(work.apply(forwarder, measure), () -> nowMs, measure);
        frames = new NobodysFrames(worker.memory());
        questions = new NobodysQuestions(worker.memory(), frames);
        int node = NobodysPeer.OWN_NODE;
        var shared = new WorkerSessions(1, TOLD, node, _ -> {}, () -> nowMs, System::nanoTime);
        peer = new NobodysPeer(shared);
        forwarder.share(shared);
        flows = offloads ? NobodysFlows.begin(forwarder) : null;
        forwarder.use(NobodysListeners.hops());
        var tables = new TableBuilder(_ -> Optional.empty(), () -> nowMs, 1, 1, measure);
        table =
                tables.build(
                        NobodysListeners.config(),
                        NobodysListeners.DIRECTOR,
                        ForwardingTable.EMPTY);
        forwarder.use(table);
    }

    /**
     * Begins, and goes on beside whatever else a director does at its start.
     *
     * @param offloads whether the kernel is told of sessions too
     * @param work what workers have of a forwarder
     * @param ended hears that it is over
     * @return whether what matters most is compiled, or has had its time
     */
    public static BooleanSupplier begin(
            ThreadFactory threads,
            boolean offloads,
            BiFunction<Forwarder, Measure, FrameWork> work,
            Runnable ended) {
        var over = new AtomicBoolean();
        long beganNs = System.nanoTime();
        threads.newThread(
                        () -> {
                            haveCompilerGiveWay();
                            try (var warmUp = new WarmUp(offloads, work)) {
                                warmUp.run(ROUNDS, MOST_NS, PAUSES);
                            } finally {
                                ended.run();
                                over.set(true);
                            }
                        })
                .start();
        return () -> over.get() || System.nanoTime() - beganNs > ENOUGH_NS;
    }

    /**
     * What the first compiler made of it is good enough for a while; what is not is a second one
     * that takes the processors from what forwards, once a whole machine's traffic has come.
     */
    private static void haveCompilerGiveWay() {
        try {
            ThreadSchedule.giveWay(SECOND_COMPILER);
        } catch (IOException e) {
            LOG.debug("the compiler's threads cannot be found", e);
        }
    }

    /**
     * Goes on for so many rounds, no longer than so long. The compiler works beside it: what it has
     * not come to when the last round ends, it may leave.
     *
     * @param pauses how many times as long as a round took it waits after it
     * @return how many frames were sent
     */
    long run(int rounds, long mostNs, int pauses) {
        long beganNs = System.nanoTime();
        long sent = 0;
        long fromNs = beganNs;
        for (int round = 0; round < rounds && fromNs - beganNs < mostNs; round++) {
            sent += round(round);
            if (round % MS_EACH == 0) {
                nowMs++;
            }
            if (round % SHARED == 0) {
                share();
            }
            if (round % SELDOM == SELDOM - 1) {
                seldom(round / SELDOM);
            }
            if (round % TAKEN_OVER == TAKEN_OVER - 1) {
                takeOver();
            }
            LockSupport.parkNanos((System.nanoTime() - fromNs) * pauses);
            fromNs = System.nanoTime();
        }
        return sent;
    }

    /** How many sessions are nobody's peer's. */
    int peers() {
        SessionTable sessions = forwarder.sessions();
        int peers = 0;
        for (int id = sessions.after(0); id != 0; id = sessions.after(id)) {
            peers += Session.has(sessions.slab(), sessions.at(id), Session.MIRRORED) ? 1 : 0;
        }
        return peers;
    }

    /** How many of nobody's sessions the kernel was told of. */
    long offloaded() {
        return flows == null ? 0 : flows.installed();
    }

    private void share() {
        if (flows != null) {
            flows.rest();
        }
        peer.step();
        while (forwarder.takeIn(nowMs) > 0) {
            // All of it.
        }
    }

    /**
     * From now on all sessions are peers', until their next packet comes: whom they count for, and
     * which way they go, is not known here.
     */
    private void takeOver() {
        SessionTable sessions = forwarder.sessions();
        MemorySegment memory = sessions.slab();
        for (int id = 1; id <= sessions.highest(); id++) {
            long at = sessions.at(id);
            if (flows != null) {
                flows.revoke(at);
            }
            Session.mark(memory, at, Session.MIRRORED);
            Session.unmark(memory, at, Session.COUNTED);
            Session.clientOrigin(memory, at, NextHops.UNRESOLVED, 0);
            Session.backendHop(memory, at, NextHops.NONE);
        }
    }

    /** What comes beside connections, and when more comes than one round takes. */
    private void seldom(int time) {
        PlayedSocket clients = worker.socket(0);
        PlayedSocket servers = worker.socket(1);
        if (time % SELDOM == 0) {
            forwarder.use(table.owning(NobodysListeners.addresses(), table.ownedNetworks()));
        }
        questions.ask(clients);
        for (int i = 0; i < CROWD; i++) {
            long at = clients.chunk() + Umem.HEADROOM_BYTES;
            frames.ask(at, (time & 1) == 0, i, NobodysListeners.PORT, false, 0);
            clients.receive(at, NobodysFrames.length((time & 1) == 0));
        }
        worker.round();
        clients.take(clients.toSend());
        servers.take(servers.toSend());
        worker.round();
        clients.giveBack();
        servers.giveBack();
        worker.round();
        sent(clients);
        sent(servers);
    }

    /** What clients say, then what the server answers to each, if that comes by here. */
    private int round(int round) {
        int place = round % LISTENERS;
        boolean tcp = (place & 1) == 0;
        boolean ipv6 = (place & 2) != 0;
        int method = place >> 2;
        int turn = round / LISTENERS;
        int flags = flags(turn);
        PlayedSocket clients = worker.socket(0);
        PlayedSocket servers = worker.socket(1);
        ask(clients, turn, ipv6, method, tcp, flags);
        worker.round();
        if (!NobodysListeners.seesReplies(method)) {
            int sent = sent(servers);
            ask(clients, turn, ipv6, method, tcp, TcpHeader.ACK);
            worker.round();
            return sent + sent(servers);
        }
        if (round % TAKEN_OVER == TAKEN_OVER / 2) {
            takeOver();
        }
        int asked = servers.toSend();
        for (int i = 0; i < asked; i++) {
            // Frames that were sent keep their bytes until their chunks are used again.
            long at = servers.chunk() + Umem.HEADROOM_BYTES;
            frames.answer(at, servers.frame(i), ipv6, tcp, flags | TcpHeader.ACK);
            servers.receive(at, NobodysFrames.length(ipv6));
        }
        servers.sent(asked);
        worker.round();
        return asked + sent(clients);
    }

    /** Connections begin, talk for some turns, end, and begin again from the same ports. */
    private static int flags(int turn) {
        return switch (turn / (SESSIONS / FRAMES) % LIFE) {
            case 0 -> TcpHeader.SYN;
            case LIFE - 1 -> TcpHeader.FIN | TcpHeader.ACK;
            default -> (turn & 1) == 0 ? TcpHeader.ACK : TcpHeader.PSH | TcpHeader.ACK;
        };
    }

    private void ask(
            PlayedSocket clients, int turn, boolean ipv6, int method, boolean tcp, int tcpFlags) {
        for (int i = 0; i < FRAMES; i++) {
            long at = clients.chunk() + Umem.HEADROOM_BYTES;
            int client = (turn * FRAMES + i) % SESSIONS;
            frames.ask(at, ipv6, client, NobodysListeners.PORT + method, tcp, tcpFlags);
            clients.receive(at, NobodysFrames.length(ipv6));
        }
    }

    /** How many frames a socket sent by now. */
    private static int sent(PlayedSocket socket) {
        int count = socket.toSend();
        socket.sent(count);
        return count;
    }

    @Override
    public void close() {
        worker.close();
        forwarder.close();
        if (flows != null) {
            flows.close();
        }
        peer.close();
        try {
            slab.close();
        } catch (IOException e) {
            throw new UncheckedIOException("memory without a file has none to close", e);
        }
    }
}
