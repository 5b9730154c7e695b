package dev.sluice.director.own.bgp;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.call.Wakeup;
import dev.sluice.linux.socket.TcpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer: its session, its sockets, and the thread that both belong to, which waits for bytes, for
 * what others want, and for what is due. Others leave a job and read {@link #status}.
 */
final class Peer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
    private static final int BUFFER_BYTES = 1 << 14;

    /** Looked up at least so often, whatever else is due. */
    private static final long IDLE_MS = 1_000;

    private final BgpOptions options;
    private final BgpOptions.PeerOptions peer;
    private final Function<InetAddress, NextHops> nextHops;
    private final LongSupplier nowMs;
    private final SessionCounts counts = new SessionCounts();
    private final PeerSession session;
    private final Map<Side, Connection> connections = new EnumMap<>(Side.class);
    private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final Wakeup wakeup = new Wakeup();
    private final Polls polls = new Polls(1 + Side.values().length);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Thread thread;
    private volatile PeerStatus status;
    private boolean failedToConnect;
    private boolean stopping;

    /** Of {@code wakeup}'s lock. */
    private boolean closed;

    /**
     * @param nextHops for the own address of a connection, what the peer reaches this director by
     */
    Peer(
            BgpOptions options,
            BgpOptions.PeerOptions peer,
            Function<InetAddress, NextHops> nextHops,
            LongSupplier nowMs,
            RandomGenerator random,
            ThreadFactory threads) {
        this.options = options;
        this.peer = peer;
        this.nextHops = nextHops;
        this.nowMs = nowMs;
        var settings =
                new PeerSettings(
                        options.localAs(),
                        peer.as(),
                        options.identifier(),
                        options.holdTimeS(),
                        peer.passive());
        this.session = new PeerSession(settings, new Sockets(), random, counts);
        this.status =
                new PeerStatus(
                        peer.address(), peer.as(), PeerState.IDLE, nowMs.getAsLong(), 0, 0, "");
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    PeerStatus status() {
        return status;
    }

    /** Has something done with the session, on its thread; nothing any more once it is closed. */
    void tell(ObjLongConsumer<PeerSession> what) {
        leave(() -> what.accept(session, nowMs.getAsLong()));
    }

    /** Takes a connection that the peer has made. */
    void accepted(TcpSocket socket) {
        if (!leave(() -> take(socket))) {
            socket.close();
        }
    }

    private boolean leave(Runnable job) {
        synchronized (wakeup) {
            if (closed) {
                return false;
            }
            jobs.add(job);
            wakeup.wake();
            return true;
        }
    }

    private void run() {
        while (!stopping) {
            long now = nowMs.getAsLong();
            session.tick(now);
            flush();
            publish();
            await();
            runJobs();
            read();
        }
        publish();
    }

    private void await() {
        polls.clear();
        polls.add(wakeup.fd());
        connections
                .values()
                .forEach(connection -> {
                    int fd = connection.socket.fd();
                    connection.place =
                            connection.wantsToWrite() ? polls.addWritable(fd) : polls.add(fd);
                });
        long due = session.nextMs() - nowMs.getAsLong();
        polls.await(failedToConnect ? 0 : Math.clamp(due, 0, IDLE_MS));
        if (polls.isReady(0)) {
            wakeup.clear();
        }
    }

    private void runJobs() {
        Map<Side, Connection> before = Map.copyOf(connections);
        Runnable job = jobs.poll();
        while (job != null) {
            job.run();
            job = jobs.poll();
        }
        // What came meanwhile was not waited for.
        connections.forEach((side, connection) -> {
            if (before.get(side) != connection) {
                connection.place = -1;
            }
        });
    }

    private void read() {
        if (failedToConnect) {
            failedToConnect = false;
            session.closed(Side.OUTGOING, nowMs.getAsLong());
        }
        for (Side side : Side.values()) {
            Connection connection = connections.get(side);
            if (connection != null && connection.place > 0 && polls.isReady(connection.place)) {
                if (connection.connecting) {
                    finish(connection);
                } else {
                    read(side, connection);
                }
            }
        }
    }

    private void finish(Connection connection) {
        int failure = connection.socket.failure();
        if (failure != 0) {
            drop(Side.OUTGOING, connection);
            return;
        }
        connection.connecting = false;
        connected(Side.OUTGOING, connection);
    }

    private void connected(Side side, Connection connection) {
        try {
            NextHops hops = nextHops.apply(connection.socket.localAddress());
            session.connected(side, hops, nowMs.getAsLong());
        } catch (KernelException e) {
            LOG.warn("BGP peer {}: {}", name(), e.getMessage());
            drop(side, connection);
        }
    }

    private void read(Side side, Connection connection) {
        int count = connection.socket.read(buffer);
        if (count < 0) {
            drop(side, connection);
        } else if (count > 0) {
            session.received(side, buffer, count, nowMs.getAsLong());
        }
    }

    private void flush() {
        for (Side side : Side.values()) {
            Connection connection = connections.get(side);
            if (connection != null && !connection.connecting && !connection.flush()) {
                drop(side, connection);
            }
        }
    }

    private void drop(Side side, Connection connection) {
        connections.remove(side);
        connection.close();
        session.closed(side, nowMs.getAsLong());
    }

    private void take(TcpSocket socket) {
        if (!session.takes() || stopping) {
            byte[] refusal = MessageWriter.notification(Fault.REJECTED, new byte[0]);
            socket.write(refusal, 0, refusal.length);
            socket.close();
            return;
        }
        Connection before = connections.get(Side.INCOMING);
        if (before != null) {
            drop(Side.INCOMING, before);
        }
        var connection = new Connection(socket, false);
        connections.put(Side.INCOMING, connection);
        connected(Side.INCOMING, connection);
    }

    private String name() {
        return peer.address().getHostAddress();
    }

    private void publish() {
        Exchange standing = session.established();
        PeerStatus before = status;
        PeerState state = session.state();
        var newest =
                new PeerStatus(
                        peer.address(),
                        peer.as(),
                        state,
                        state == before.state() ? before.sinceMs() : nowMs.getAsLong(),
                        standing == null ? 0 : standing.routesTold(),
                        counts.establishedCount(),
                        counts.lastEnd(),
                        counts.refused());
        if (newest.equals(before)) {
            return;
        }
        status = newest;
        boolean stood = before.state() == PeerState.ESTABLISHED;
        boolean stands = newest.state() == PeerState.ESTABLISHED;
        if (stands && !stood) {
            LOG.info("BGP session with {} stands", name());
        } else if (stood && !stands) {
            LOG.warn("BGP session with {} ended: {}", name(), newest.lastEnd());
        }
    }

    /** Says that it goes, and ends. */
    @Override
    public void close() {
        leave(() -> {
            session.stop(Fault.SHUTDOWN, nowMs.getAsLong());
            stopping = true;
        });
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        synchronized (wakeup) {
            closed = true;
            polls.close();
            wakeup.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the session does to the sockets. */
    private final class Sockets implements Wire {
        @Override
        public void connect() {
            try {
                var to = new InetSocketAddress(peer.address(), options.port());
                connections.put(
                        Side.OUTGOING, new Connection(TcpSocket.connect(to, peer.key()), true));
            } catch (KernelException e) {
                LOG.debug("BGP peer {}: {}", name(), e.getMessage());
                failedToConnect = true;
            }
        }

        @Override
        public void send(Side side, byte[] message) {
            Connection connection = connections.get(side);
            if (connection != null) {
                connection.send(message);
            }
        }

        @Override
        public void close(Side side) {
            failedToConnect &= side != Side.OUTGOING;
            Connection connection = connections.remove(side);
            if (connection != null) {
                if (!connection.connecting) {
                    connection.flush();
                }
                connection.close();
            }
        }
    }
}
