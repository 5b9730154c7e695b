package dev.sluice.control.change;

import dev.sluice.control.certificate.KeyFiles;
import dev.sluice.control.store.Store;
import dev.sluice.control.store.StoreException;
import dev.sluice.model.Catalog;
import dev.sluice.model.Certificate;
import dev.sluice.model.Kind;
import dev.sluice.model.check.Installed;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where changes are made. Wishes queue up; one thread takes what waits, decides each
 * against the catalog that the ones before it lead to, makes all of them durable by one
 * transaction, answers, and hands the new catalog on.
 *
 * <p>Callers of any thread block until their wish is durable or refused. {@link #catalog()} is a
 * published immutable snapshot.
 */
public final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MAX_WAITING = 10_000;

    private final Store store;
    private final KeyFiles keyFiles;
    private final Installed installed;
    private final InstantSource clock;
    private final Consumer<Catalog> onChange;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(MAX_WAITING);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private volatile Catalog catalog;
    private volatile boolean closed;

    /**
     * Reads the store and begins to work.
     *
     * @param installed what changes are judged by
     * @param onChange told of each new catalog, on the writer's thread, after callers were answered
     */
    public Writer(
            Store store,
            KeyFiles keyFiles,
            Installed installed,
            InstantSource clock,
            Consumer<Catalog> onChange) {
        this.store = store;
        this.keyFiles = keyFiles;
        this.installed = installed;
        this.clock = clock;
        this.onChange = onChange;
        this.catalog = store.load();
        this.thread = Thread.ofPlatform().name("control-writer").daemon().unstarted(this::run);
    }

    /** Hands on what the store holds, and starts to take wishes. */
    public void start() {
        removeUnusedKeys(catalog);
        onChange.accept(catalog);
        thread.start();
    }

    /** All resources at the newest durable revision. */
    public Catalog catalog() {
        return catalog;
    }

    /** Says what a wish would come to. Changes nothing. */
    public Outcome dryRun(Wish wish) {
        Catalog current = catalog;
        return switch (wish.decide(current, current.revision() + 1, installed)) {
            case Refusal refusal -> new Outcome.Refused(refusal);
            case Plan plan -> {
                plan.keys().forEach(key -> key.pem().erase());
                yield new Outcome.Granted(plan, current.revision());
            }
        };
    }

    /**
     * Grants a wish or refuses it; returns when that is durable.
     *
     * @param actor who wishes, for the audit
     */
    public Outcome submit(Wish wish, String actor) throws InterruptedException {
        Waiting waiting = Waiting.of(wish, actor);
        if (closed || !queue.offer(waiting)) {
            return new Outcome.Unavailable(
                    closed
                            ? "control is stopping; try again when it is back"
                            : "too many changes are waiting; try again in a moment");
        }
        if (closed) {
            refuseAllWaiting();
        }
        try {
            return waiting.outcome().get();
        } catch (ExecutionException | CancellationException broken) {
            LOG.error("a change could not be decided", broken);
            return new Outcome.Unavailable("the change failed inside control; see its log");
        }
    }

    /** Whether it is stopping: no further revision will come. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Waits for a revision after the given one.
     *
     * @return false if there was none in time
     */
    public boolean awaitAfter(long revision, Duration timeout) throws InterruptedException {
        long leftNs = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (catalog.revision() <= revision && !closed && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
            return catalog.revision() > revision;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closed) {
            try {
                write(nextBatch());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        refuseAllWaiting();
    }

    /** Takes the first wish there is, and then those that wait already, while there is room. */
    private Batch nextBatch() throws InterruptedException {
        Batch batch = new Batch(catalog, clock.millis());
        Waiting waiting = queue.take();
        while (waiting != null) {
            decide(waiting, batch);
            waiting = batch.hasRoom() ? queue.poll() : null;
        }
        return batch;
    }

    private void decide(Waiting waiting, Batch batch) {
        try {
            switch (waiting.wish().decide(batch.catalog(), batch.nextRevision(), installed)) {
                case Refusal refusal -> waiting.outcome().complete(new Outcome.Refused(refusal));
                case Plan plan -> batch.add(waiting, plan);
            }
        } catch (RuntimeException fault) {
            waiting.outcome().completeExceptionally(fault);
        }
    }

    private void write(Batch batch) {
        try {
            for (PrivateKeyFile key : batch.keys()) {
                keyFiles.write(key.keyId(), key.pem());
            }
            if (!batch.isEmpty()) {
                store.commit(batch.commits());
            }
        } catch (IOException | RuntimeException failure) {
            LOG.error("changes could not be stored", failure);
            String message = "the change could not be stored: " + failure.getMessage();
            batch.waiting().forEach(w -> w.outcome().complete(new Outcome.Unavailable(message)));
            reload();
            return;
        } finally {
            batch.keys().forEach(key -> key.pem().erase());
        }
        if (batch.isEmpty()) {
            batch.granted();
            return;
        }
        publish(batch.catalog());
        batch.granted();
        handOn(batch.catalog());
        if (touchesCertificates(batch)) {
            removeUnusedKeys(batch.catalog());
        }
    }

    /** After a failed commit the store itself says what it holds. */
    private void reload() {
        try {
            Catalog held = store.load();
            if (held.revision() != catalog.revision()) {
                publish(held);
                handOn(held);
            }
        } catch (StoreException failure) {
            LOG.error("the store cannot be read again", failure);
        }
    }

    private void publish(Catalog next) {
        lock.lock();
        try {
            catalog = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void handOn(Catalog next) {
        try {
            onChange.accept(next);
        } catch (RuntimeException fault) {
            LOG.error("revision {} could not be handed to the nodes", next.revision(), fault);
        }
    }

    private static boolean touchesCertificates(Batch batch) {
        return batch.commits().stream()
                .anyMatch(commit ->
                        commit.removals().stream().anyMatch(s -> s.kind() == Kind.CERTIFICATE)
                                || commit.puts().stream()
                                        .anyMatch(s -> s.kind() == Kind.CERTIFICATE));
    }

    private void removeUnusedKeys(Catalog current) {
        Set<String> used = new HashSet<>();
        for (var stored : current.all(Kind.CERTIFICATE)) {
            if (stored.resource() instanceof Certificate certificate
                    && certificate.keyId() != null) {
                used.add(certificate.keyId());
            }
        }
        try {
            keyFiles.keepOnly(used);
        } catch (IOException | DirectoryIteratorException failure) {
            LOG.warn("keys that no certificate uses could not be removed", failure);
        }
    }

    private void refuseAllWaiting() {
        for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.outcome().complete(new Outcome.Unavailable("control is stopping"));
        }
    }

    /** Finishes the transaction in hand and refuses what waits. The store stays open. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
