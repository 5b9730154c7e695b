package dev.sluice.director.sync.run;

import dev.sluice.director.sync.Outlet;
import dev.sluice.director.sync.Safety;
import dev.sluice.director.sync.Seal;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncSettings;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.call.Wakeup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

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

    /** Datagrams between other things. */
    private static final int DATAGRAMS_MAX = 64;

    private static final int DATAGRAM_BYTES = 4096;
    private static final int ROOM = DATAGRAM_BYTES / SESSION_BYTES_MIN;
    private static final int PUBLISH_MS = 100;

    private final SessionSync sync;
    private final Seal seal;
    private final BookFile file;
    private final ForwardedSessions sessions;
    private final LongSupplier nowMs;
    private final SyncFigures figures;
    private final BulkAsker asker;
    private final Wire wire;
    private final BulkAnswers answers;
    private final Wakeup wakeup = new Wakeup();
    private final Polls polls = new Polls(3 + BulkAnswers.CONNECTIONS_MAX);
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final byte[] datagram = new byte[DATAGRAM_BYTES];
    private final Thread thread;
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
        this.asker = new BulkAsker(meeting.own());
        this.wire = new Wire(meeting, asker);
        try {
            this.answers = new BulkAnswers(meeting, wire::isPeer);
        } catch (RuntimeException e) {
            wire.close();
            wakeup.close();
            throw e;
        }
        this.sync =
                new SessionSync(
                        settings,
                        seal,
                        file.book(),
                        sessions,
                        through.apply(wire),
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
        int polled = 0;
        while (!closing) {
            await(polled == POLLED_MAX ? 0 : ROUND_MS);
            polled = round(nowMs.getAsLong());
        }
        long now = nowMs.getAsLong();
        sessions.poll(sync, now, Integer.MAX_VALUE);
        sync.flush(now);
        figures.end();
        answers.close();
        asker.close();
        wire.close();
        polls.close();
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the file of known sessions", e);
        }
    }

    private void await(int timeoutMs) {
        int room = sessions.room();
        polls.clear();
        polls.add(wakeup.fd());
        if (room >= ROOM) {
            polls.add(wire.fd());
        }
        asker.await(polls, room);
        answers.await(polls);
        polls.await(timeoutMs);
    }

    /** Returns how many sessions workers told of. */
    private int round(long now) {
        wakeup.clear();
        for (Runnable what = asked.poll(); what != null; what = asked.poll()) {
            what.run();
        }
        int polled = sessions.poll(sync, now, POLLED_MAX);
        receive(now);
        asker.run(sync, sessions::room, now);
        answers.run(sync, now);
        sync.tick(now);
        sessions.poll(sync, now, 0);
        file.note();
        isComplete = sync.isComplete();
        if (now >= publishMs) {
            publishMs = now + PUBLISH_MS;
            figures.publish(sync, seal.isSecret(), wire, answers);
        }
        return polled;
    }

    private void receive(long now) {
        for (int i = 0; i < DATAGRAMS_MAX && sessions.room() >= ROOM; i++) {
            int length = wire.receive(datagram);
            if (length < 0) {
                return;
            }
            int node = sync.receive(datagram, length, now);
            if (node != 0) {
                wire.isOf(node);
            }
        }
    }

    /** Whether all is known that peers had told when this director met them. Any thread. */
    boolean isComplete() {
        return isComplete && resyncs.get() == 0;
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
