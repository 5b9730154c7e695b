package dev.sluice.director.warm;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.forward.ForwarderOptions;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.linux.call.ThreadSchedule;
import dev.sluice.linux.xdp.Umem;
import dev.sluice.measure.Measure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards frames of nobody, in memory alone, until the compiler has made machine code of what
 * forwards. A director that waits for its turn has forwarded nothing yet: without this it would
 * begin to be compiled when a whole machine's traffic comes at once, by threads that then take the
 * processor from it.
 *
 * <p>It touches nothing of the director's own: table, sessions and frames are made for it and go
 * with it.
 */
public final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private static final long MOST_NS = 120_000_000_000L;

    /** After which traffic is worth more than another moment of this. */
    private static final long ENOUGH_NS = 4_000_000_000L;

    private static final int ROUNDS = 40_000;

    /** It takes a third of a processor at most, for others start at the same time. */
    private static final int PAUSES = 2;

    /** Peers' sessions become this director's own once in so many rounds. */
    private static final int TAKEN_OVER = 512;

    /** Place for all that peers are told of sessions that were taken over: nobody reads it. */
    private static final int TOLD = 1 << 15;

    private static final int FRAMES = 32;
    private static final int CLIENTS = 0x0B00_0000;
    private static final int SESSIONS = 256;
    private static final int CHUNK_BYTES = 2048;
    private static final int FRAME_BYTES = 80;
    private static final int IP = EthernetHeader.LENGTH;
    private static final int HEADER = IP + Ipv4Header.LENGTH;
    private static final int IP_BYTES = FRAME_BYTES - IP;
    private static final int TTL = 64;

    /** The thread's name as the kernel cuts it. */
    private static final String SECOND_COMPILER = "C2 CompilerThre";

    private final SessionSlab slab = SessionSlab.anonymous(1 << 13);
    private final Umem umem = Umem.allocate(FRAMES, CHUNK_BYTES);
    private final MemorySegment memory = umem.memory();
    private final Batch batch = new Batch(memory, CHUNK_BYTES, () -> Batch.Spares.NONE);
    private final Forwarder forwarder;
    private long nowMs = 1_000_000;

    WarmUp() {
        forwarder = new Forwarder(ForwarderOptions.alone(1), slab, nowMs);
        forwarder.share(new WorkerSessions(1, TOLD, 1, _ -> {}, () -> nowMs));
        forwarder.use(NobodysListeners.hops());
        var tables = new TableBuilder(_ -> Optional.empty(), () -> nowMs, 1, 1, new Measure());
        forwarder.use(
                tables.build(
                        NobodysListeners.config(),
                        NobodysListeners.DIRECTOR,
                        ForwardingTable.EMPTY));
    }

    /**
     * Begins, and goes on beside whatever else a director does at its start.
     *
     * @return whether what matters most is compiled, or has had its time
     */
    public static BooleanSupplier begin(ThreadFactory threads) {
        var over = new AtomicBoolean();
        long beganNs = System.nanoTime();
        threads.newThread(
                        () -> {
                            haveCompilerGiveWay();
                            try (var warmUp = new WarmUp()) {
                                warmUp.run(ROUNDS, MOST_NS, PAUSES);
                            } finally {
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
            if ((round & 0xFF) == 0) {
                nowMs++;
                forwarder.expire(nowMs);
            }
            if (round % TAKEN_OVER == TAKEN_OVER - 1) {
                takeOver();
            }
            LockSupport.parkNanos((System.nanoTime() - fromNs) * pauses);
            fromNs = System.nanoTime();
        }
        return sent;
    }

    /** From now on all sessions are peers', until their next packet comes. */
    private void takeOver() {
        SessionTable sessions = forwarder.sessions();
        for (int id = 1; id <= sessions.highest(); id++) {
            Session.mark(sessions.slab(), sessions.at(id), Session.MIRRORED);
        }
    }

    /** What clients say, then what the server answers to each. */
    private int round(int round) {
        int place = round % (2 * NobodysListeners.METHODS.size());
        boolean tcp = (place & 1) == 0;
        int port = NobodysListeners.PORT + (place >> 1);
        int turn = round / (2 * NobodysListeners.METHODS.size());
        boolean first = turn < SESSIONS / FRAMES;
        batch.clear();
        for (int i = 0; i < FRAMES; i++) {
            int session = (turn * FRAMES + i) % SESSIONS;
            ask(i, session, port, tcp, first ? TcpHeader.SYN : TcpHeader.ACK);
        }
        int sent = forward();
        if (!NobodysListeners.seesReplies(place >> 1)) {
            batch.clear();
            for (int i = 0; i < FRAMES; i++) {
                ask(i, (turn * FRAMES + i) % SESSIONS, port, tcp, TcpHeader.ACK);
            }
            return sent + forward();
        }
        // Where a frame was sent from is where its answer goes; options may have moved its start.
        long[] from = new long[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            from[i] = batch.frame(i);
        }
        batch.clear();
        for (int i = 0; i < FRAMES; i++) {
            answer(i, from[i], tcp, first ? TcpHeader.SYN | TcpHeader.ACK : TcpHeader.ACK);
        }
        return sent + forward();
    }

    private int forward() {
        forwarder.forward(batch, nowMs);
        int sent = 0;
        for (int i = 0; i < FRAMES; i++) {
            sent += batch.outcome(i) == Batch.TRANSMIT ? 1 : 0;
        }
        return sent;
    }

    private void ask(int i, int session, int port, boolean tcp, int tcpFlags) {
        long at = at(i);
        EthernetHeader.putAddresses(
                memory, at, NobodysListeners.OWN_MAC[0], NobodysListeners.CLIENT_MAC);
        packet(
                at,
                CLIENTS + session,
                NobodysListeners.VIRTUAL,
                (1024 + session) << 16 | port,
                tcp,
                tcpFlags);
        batch.add(at, FRAME_BYTES, 0);
    }

    private void answer(int i, long sent, boolean tcp, int tcpFlags) {
        int server = Wire.u32(memory, sent + IP + 16);
        int client = Wire.u32(memory, sent + IP + 12);
        int ports = Integer.rotateLeft(Wire.u32(memory, sent + HEADER), 16);
        long at = at(i);
        EthernetHeader.putAddresses(
                memory, at, NobodysListeners.OWN_MAC[1], NobodysListeners.SERVER_MAC);
        packet(at, server, client, ports, tcp, tcpFlags);
        batch.add(at, FRAME_BYTES, 1);
    }

    private static long at(int i) {
        return (long) i * CHUNK_BYTES + Batch.HEADROOM_BYTES;
    }

    /** TCP or UDP with some bytes behind the header, whose checksum nobody reads. */
    private void packet(
            long at, int source, int destination, int ports, boolean tcp, int tcpFlags) {
        long ip = at + IP;
        long header = at + HEADER;
        EthernetHeader.putType(memory, at, EthernetHeader.TYPE_IPV4);
        memory.asSlice(ip, IP_BYTES).fill((byte) 0);
        Wire.put8(memory, ip, 0x45);
        Wire.put16(memory, ip + 2, IP_BYTES);
        Ipv4Header.putTtl(memory, ip, TTL);
        Ipv4Header.putProtocol(memory, ip, tcp ? Ipv4Header.PROTOCOL_TCP : Ipv4Header.PROTOCOL_UDP);
        Ipv4Header.putSource(memory, ip, source);
        Ipv4Header.putDestination(memory, ip, destination);
        Ipv4Header.sign(memory, ip, Ipv4Header.LENGTH);
        Wire.put32(memory, header, ports);
        if (tcp) {
            Wire.put8(memory, header + 12, 0x50);
            Wire.put8(memory, header + 13, tcpFlags);
        } else {
            Wire.put16(memory, header + 4, IP_BYTES - Ipv4Header.LENGTH);
        }
    }

    @Override
    public void close() {
        forwarder.close();
        try {
            slab.close();
        } catch (IOException e) {
            throw new UncheckedIOException("memory without a file has none to close", e);
        }
        umem.close();
    }
}
