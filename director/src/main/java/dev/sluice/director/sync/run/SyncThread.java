package dev.sluice.director.sync.run;

import dev.sluice.director.sync.Outlet;
import dev.sluice.director.sync.Safety;
import dev.sluice.director.sync.Seal;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncSettings;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.call.ThreadSchedule;
import dev.sluice.linux.call.Wakeup;
import dev.sluice.model.node.ClusterReport.LvsReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The thread that shares sessions: it owns the {@link SessionSync}, its book and its sockets.
 *
 * <p>A round: what workers have told, what has come from peers, bulk transfers, what time asks for.
 * Nothing is waited for but the next round. While workers have no room for what peers tell, nothing
 * is read: datagrams wait in the socket, and those that find no room there are asked for again. So
 * what is acknowledged is on its way to the worker it is for.
 */
final class SyncThread implements AutoCloseable {
    /** The least that a session takes in a message, when it is over. */
    static final int SESSION_BYTES_MIN = 31;

    private static final int ROUND_MS = 5;

    /** Sessions of workers between other things. */
    private static final int POLLED_MAX = 4096;

    private static final int PUBLISH_MS = 100;

    private final SessionSync sync;
    private final Seal seal;
    private final BookFile file;
    private final ForwardedSessions sessions;
    private final LongSupplier nowMs;
    private final SyncFigures figures;
    private final Traffic traffic = new Traffic();
    private final Wakeup wakeup = new Wakeup();
    private final Polls polls = new Polls(1 + Sockets.POLLS_MAX + LvsLinks.POLLS_MAX);
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private Meeting meeting;
    private Sockets sockets;
    private volatile @Nullable LvsLinks lvs;
    private long publishMs;
    private final AtomicInteger resyncs = new AtomicInteger();
    private volatile boolean isComplete;
    private volatile boolean closing;

    /**
     * Opens the sockets in the calling thread's namespace; {@link #start} begins.
     *
     * @param seal used by this thread alone from now on
     * @param file closed at the end
     * @param through what stands between this director and the network
     * @param failed hears of what cannot be: the process must end then
     */
    SyncThread(
            SyncSettings settings,
            Seal seal,
            BookFile file,
            ForwardedSessions sessions,
            Meeting meeting,
            UnaryOperator<Outlet> through,
            LongSupplier nowMs,
            SyncFigures figures,
            Consumer<Throwable> failed) {
        this.seal = seal;
        this.file = file;
        this.sessions = sessions;
        this.nowMs = nowMs;
        this.figures = figures;
        this.meeting = meeting;
        this.sockets = new Sockets(meeting, traffic);
        this.sync =
                new SessionSync(
                        settings,
                        seal,
                        file.book(),
                        sessions,
                        through.apply(new Current()),
                        () -> System.currentTimeMillis() * 1000,
                        new SecureRandom(),
                        nowMs.getAsLong());
        this.thread =
                Thread.ofPlatform()
                        .name("sync")
                        .daemon()
                        .uncaughtExceptionHandler((_, e) -> failed.accept(e))
                        .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        // What it is late to tell is lost with this director: it has a worker's turns. Workers say
        // so where that is not allowed.
        ThreadSchedule.takeMore();
        int polled = 0;
        while (!closing) {
            await(polled == POLLED_MAX ? 0 : ROUND_MS);
            polled = round(nowMs.getAsLong());
        }
        long now = nowMs.getAsLong();
        sessions.poll(sync, now, Integer.MAX_VALUE);
        sync.flush(now);
        sockets.flush();
        LvsLinks links = lvs;
        if (links != null) {
            links.close();
        }
        figures.end();
        sockets.close();
        polls.close();
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the file of known sessions", e);
        }
    }

    private void await(int timeoutMs) {
        polls.clear();
        polls.add(wakeup.fd());
        sockets.await(polls, sessions.room());
        LvsLinks links = lvs;
        if (links != null) {
            links.await(polls, sessions.room());
        }
        polls.await(timeoutMs);
    }

    /** Returns how many sessions workers told of. */
    private int round(long now) {
        wakeup.clear();
        for (Runnable what = asked.poll(); what != null; what = asked.poll()) {
            what.run();
        }
        int polled = sessions.poll(sync, now, POLLED_MAX);
        sockets.run(sync, sessions::room, now);
        LvsLinks links = lvs;
        if (links != null) {
            links.run(sessions::room, now);
        }
        sync.tick(now);
        sockets.flush();
        sessions.poll(sync, now, 0);
        file.note();
        isComplete = sync.isComplete();
        if (now >= publishMs) {
            publishMs = now + PUBLISH_MS;
            figures.publish(sync, sessions, seal.isSecret(), traffic, now);
            if (links != null) {
                links.publish();
            }
        }
        return polled;
    }

    /** The way to peers, wherever they are met at the moment. */
    private final class Current implements Outlet {
        @Override
        public void send(int node, byte[] bytes, int length) {
            sockets.send(node, bytes, length);
        }

        @Override
        public void openBulk(int node, byte[] request, int length) {
            sockets.openBulk(node, request, length);
        }

        @Override
        public void closeBulk() {
            sockets.closeBulk();
        }
    }

    /**
     * Meets others elsewhere from now on; where that cannot be, where it did. Any thread.
     *
     * @throws KernelException why it cannot
     */
    void meet(Meeting elsewhere) {
        var done = new CompletableFuture<@Nullable KernelException>();
        ask(_ -> done.complete(move(elsewhere)));
        KernelException failure = done.join();
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable KernelException move(Meeting elsewhere) {
        sockets.close();
        sync.bulkEnded(nowMs.getAsLong());
        try {
            sockets = new Sockets(elsewhere, traffic);
            meeting = elsewhere;
            return null;
        } catch (KernelException e) {
            sockets = new Sockets(meeting, traffic);
            return e;
        }
    }

    /**
     * Exchanges sessions with these LVS directors from now on, in place of those before. Any
     * thread.
     *
     * @param cluster this director's
     * @param table what is forwarded by at the moment
     * @throws KernelException where there can be no such sockets; then with none
     */
    void meetLvs(
            List<LvsMeeting> meetings,
            long cluster,
            Supplier<ForwardingTable> table,
            LvsFigures shown) {
        var done = new CompletableFuture<@Nullable KernelException>();
        ask(_ -> done.complete(moveLvs(meetings, cluster, table, shown)));
        KernelException failure = done.join();
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable KernelException moveLvs(
            List<LvsMeeting> meetings,
            long cluster,
            Supplier<ForwardingTable> table,
            LvsFigures shown) {
        LvsLinks before = lvs;
        if (before != null) {
            before.close();
        }
        var links = new LvsLinks(cluster, sync, table, shown);
        lvs = links;
        try {
            links.meet(meetings, nowMs.getAsLong());
            return null;
        } catch (KernelException e) {
            return e;
        }
    }

    /** Whether all is known that peers had told when this director met them. Any thread. */
    boolean isComplete() {
        return isComplete && resyncs.get() == 0;
    }

    /** How the exchange with LVS directors goes; a little old. Any thread. */
    List<LvsReport> lvs() {
        LvsLinks links = lvs;
        return links == null ? List.of() : links.reports();
    }

    /** Any thread. */
    Safety safety() {
        return sync.safety();
    }

    /** Has the thread do something with what it owns. Any thread. */
    void ask(Consumer<SessionSync> what) {
        asked.add(() -> what.accept(sync));
        wakeup.wake();
    }

    /** From the return on it is not complete until all is asked for again. Any thread. */
    void resync() {
        resyncs.incrementAndGet();
        ask(all -> {
            all.resync(nowMs.getAsLong());
            isComplete = false;
            resyncs.decrementAndGet();
        });
    }

    /** Seals with other secrets from now on. Any thread. */
    void renew(Seal newer) {
        ask(_ -> seal.renew(newer));
    }

    /** Sends what waits, and ends. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        wakeup.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        wakeup.close();
    }
}
