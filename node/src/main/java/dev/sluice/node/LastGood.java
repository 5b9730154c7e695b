package dev.sluice.node;

import dev.sluice.node.join.OwnerFile;
import dev.sluice.node.wire.Frame;
import dev.sluice.node.wire.Holding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that a node served by last, on its disk: {@code config.json}, one line of the
 * node stream, a whole configuration. Written by a thread of its own, the newest there is, once a
 * second at most: it may be large, and changes may be many. All state is guarded by one lock.
 */
final class LastGood implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Thread thread;
    private @Nullable Holding waiting;
    private boolean closed;

    LastGood(Path folder) {
        this.file = folder.resolve("config.json");
        this.thread = Thread.ofVirtual().name("node-last-good").start(this::run);
    }

    /** What was kept; empty if nothing was, or nothing that can be used. */
    Optional<Holding> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Frame.read(Files.readString(file).strip()) instanceof Frame.Change change) {
                return Optional.of(Holding.NONE.with(change));
            }
            LOG.warn("{} is no configuration; it waits for control's", file);
        } catch (IOException e) {
            LOG.warn("{} cannot be used ({}); it waits for control's", file, e.getMessage());
        }
        return Optional.empty();
    }

    /** Keeps a configuration, soon. */
    void keep(Holding holding) {
        lock.lock();
        try {
            waiting = holding;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (Holding next = next(); next != null; next = next()) {
            try {
                OwnerFile.write(file, next.whole().line() + "\n");
            } catch (IOException e) {
                LOG.warn(
                        "the configuration cannot be kept in {} ({}): after a restart without control this node would serve an older one",
                        file,
                        e.getMessage());
            }
            pause();
        }
    }

    private void pause() {
        lock.lock();
        try {
            long leftNs = PAUSE_NS;
            while (leftNs > 0 && !closed) {
                leftNs = moved.awaitNanos(leftNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Holding next() {
        lock.lock();
        try {
            while (waiting == null && !closed) {
                moved.awaitUninterruptibly();
            }
            Holding next = waiting;
            waiting = null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Finishes what is to be written. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
