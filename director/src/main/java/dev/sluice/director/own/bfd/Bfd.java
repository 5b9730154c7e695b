package dev.sluice.director.own.bfd;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.call.ThreadSchedule;
import dev.sluice.linux.call.Wakeup;
import dev.sluice.linux.socket.HopSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A director's BFD: the sessions with all neighbours, their sockets, and the one thread that all of
 * it belongs to. Each time something is due it asks whether the workers make progress: while they
 * do not, all sessions are down.
 */
public final class Bfd implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bfd.class);

    /** RFC 5881 §4. */
    public static final int PORT = 3784;

    private static final int SOURCE_FIRST = 49152;
    private static final int SOURCES = 65536 - SOURCE_FIRST;
    private static final int TRIES = 100;
    private static final long IDLE_MS = 1_000;

    /** Below the kernel's own threads, before everything else: a neighbour waits for 150 ms. */
    private static final int REALTIME_PRIORITY = 20;

    /** Who hears of a change; on the thread of BFD, which it must not hold up. */
    public interface Listener {
        /** A neighbour is there. */
        void found(InetAddress neighbour);

        /** A neighbour that was there is not any more. */
        void lost(InetAddress neighbour);

        /** The workers make progress again, or none any more. */
        void progress(boolean made);
    }

    private final BfdTiming timing;
    private final BooleanSupplier progress;
    private final Listener listener;
    private final LongSupplier nowUs;
    private final Map<InetAddress, Neighbour> neighbours = new LinkedHashMap<>();
    private final List<HopSocket> receivers = new ArrayList<>();
    private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    private final Wakeup wakeup = new Wakeup();
    private final Thread thread;
    private boolean progresses = true;
    private volatile boolean closed;
    private volatile Map<Refusal, Long> refused = Map.of();

    private static final class Neighbour {
        final InetAddress address;
        final HopSocket sender;
        BfdSession session;
        volatile BfdState state = BfdState.DOWN;

        @SuppressWarnings("NullAway") // set at once; each needs the other
        Neighbour(InetAddress address, HopSocket sender) {
            this.address = address;
            this.sender = sender;
            this.session = null;
        }
    }

    private Bfd(
            BfdTiming timing,
            List<InetAddress> addresses,
            int port,
            BooleanSupplier progress,
            Listener listener,
            LongSupplier nowUs,
            long seed,
            ThreadFactory threads) {
        this.timing = timing;
        this.progress = progress;
        this.listener = listener;
        this.nowUs = nowUs;
        var random = new SplittableRandom(seed);
        for (boolean ipv6 : new boolean[] {false, true}) {
            if (addresses.stream().anyMatch(one -> one instanceof Inet4Address != ipv6)) {
                receivers.add(HopSocket.open(ipv6, port));
            }
        }
        for (InetAddress address : addresses) {
            add(address, port, random.split());
        }
        thread = threads.newThread(this::run);
        thread.setName("bfd");
    }

    private void add(InetAddress address, int port, SplittableRandom random) {
        var neighbour = new Neighbour(address, sender(address, random));
        var to = new InetSocketAddress(address, port);
        int discriminator = (neighbours.size() + 1) | (random.nextInt() << 8);
        neighbour.session =
                new BfdSession(
                        timing,
                        discriminator,
                        random,
                        packet -> neighbour.sender.send(packet.write(), to),
                        nowUs.getAsLong());
        neighbours.put(address, neighbour);
    }

    /** From a port of those that RFC 5881 §4 gives to it. */
    private static HopSocket sender(InetAddress address, SplittableRandom random) {
        boolean ipv6 = !(address instanceof Inet4Address);
        for (int i = 1; ; i++) {
            try {
                return HopSocket.open(ipv6, SOURCE_FIRST + random.nextInt(SOURCES));
            } catch (KernelException taken) {
                if (i == TRIES) {
                    throw taken;
                }
            }
        }
    }

    /**
     * Begins.
     *
     * @param port {@link #PORT} but for tests
     * @param progress whether all workers have made progress not long ago
     * @param nowUs a clock that never goes back
     * @param threads makes platform threads, which are in the network namespace of the director
     */
    public static Bfd start(
            BfdTiming timing,
            List<InetAddress> neighbours,
            int port,
            BooleanSupplier progress,
            Listener listener,
            LongSupplier nowUs,
            long seed,
            ThreadFactory threads) {
        var bfd = new Bfd(timing, neighbours, port, progress, listener, nowUs, seed, threads);
        bfd.thread.start();
        return bfd;
    }

    private void run() {
        if (!ThreadSchedule.realtime(REALTIME_PRIORITY)) {
            LOG.warn("BFD may be late under load: SCHED_FIFO is not allowed here (CAP_SYS_NICE)");
        }
        try (Polls polls = new Polls(1 + receivers.size())) {
            polls.add(wakeup.fd());
            receivers.forEach(receiver -> polls.add(receiver.fd()));
            while (!closed) {
                polls.await(waitMs());
                receivers.forEach(this::receive);
                lookAfterProgress();
                neighbours.values().forEach(this::tick);
            }
            neighbours.values().forEach(one -> one.session.leave(nowUs.getAsLong()));
        }
    }

    private long waitMs() {
        long next = Long.MAX_VALUE;
        for (Neighbour neighbour : neighbours.values()) {
            next = Math.min(next, neighbour.session.nextUs());
        }
        long ms = (next - nowUs.getAsLong() + 999) / 1000;
        return Math.clamp(ms, 0, Math.min(IDLE_MS, timing.intervalUs() / 1000));
    }

    private void receive(HopSocket receiver) {
        HopSocket.Datagram datagram = receiver.receive();
        while (datagram != null) {
            Refusal refusal = take(datagram);
            if (refusal != null) {
                refusals.merge(refusal, 1L, Long::sum);
                refused = Map.copyOf(refusals);
            }
            datagram = receiver.receive();
        }
    }

    private @Nullable Refusal take(HopSocket.Datagram datagram) {
        if (datagram.hops() != HopSocket.HOPS_MAX) {
            return Refusal.TTL;
        }
        Refusal refusal = ControlPacket.refusal(datagram.bytes());
        if (refusal != null) {
            return refusal;
        }
        ControlPacket packet = ControlPacket.read(datagram.bytes());
        Neighbour neighbour = neighbours.get(datagram.from());
        if (neighbour == null || (packet.your() != 0 && packet.your() != neighbour.session.my())) {
            return Refusal.NO_SESSION;
        }
        neighbour.session.received(packet, nowUs.getAsLong());
        notice(neighbour);
        return null;
    }

    private void tick(Neighbour neighbour) {
        neighbour.session.tick(nowUs.getAsLong());
        notice(neighbour);
    }

    private void notice(Neighbour neighbour) {
        BfdState before = neighbour.state;
        BfdState now = neighbour.session.state();
        neighbour.state = now;
        if (before == BfdState.UP && now != BfdState.UP) {
            if (progresses) {
                listener.lost(neighbour.address);
            }
        } else if (before != BfdState.UP && now == BfdState.UP) {
            listener.found(neighbour.address);
        }
    }

    private void lookAfterProgress() {
        boolean made = progress.getAsBoolean();
        if (made != progresses) {
            progresses = made;
            neighbours.values().forEach(one -> one.session.progress(made, nowUs.getAsLong()));
            listener.progress(made);
        }
    }

    /** Where each session stands. */
    public Map<InetAddress, BfdState> states() {
        var states = new LinkedHashMap<InetAddress, BfdState>();
        neighbours.values().forEach(one -> states.put(one.address, one.state));
        return states;
    }

    /** How many datagrams were no packet for a session, by the name of the reason. */
    public Map<String, Long> refused() {
        var names = new TreeMap<String, Long>();
        for (Refusal why : Refusal.values()) {
            names.put(why.name().toLowerCase(Locale.ROOT), 0L);
        }
        refused.forEach((why, count) -> names.put(why.name().toLowerCase(Locale.ROOT), count));
        return names;
    }

    /** Tells all neighbours that it goes on purpose. */
    @Override
    public void close() {
        closed = true;
        wakeup.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        receivers.forEach(HopSocket::close);
        neighbours.values().forEach(one -> one.sender.close());
        wakeup.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
