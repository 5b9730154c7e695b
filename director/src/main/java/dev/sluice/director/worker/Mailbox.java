package dev.sluice.director.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What others want a worker to do on its own thread between two batches, such as to go by another
 * table: one command at a time. Who brings the next waits until the one before is taken.
 */
final class Mailbox {
    private static final long RETRY_NS = 50_000;

    private final AtomicReference<@Nullable Command> waiting = new AtomicReference<>();
    private final Sleeper sleeper;
    private volatile boolean closed;

    Mailbox(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    private record Command(Runnable body, CompletableFuture<Boolean> done) {
        void run() {
            try {
                body.run();
                done.complete(true);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        }
    }

    /** Hands a command over. Any thread but the worker's. */
    CompletableFuture<Boolean> send(Runnable body) {
        var command = new Command(body, new CompletableFuture<>());
        while (!closed && !waiting.compareAndSet(null, command)) {
            LockSupport.parkNanos(RETRY_NS);
        }
        if (closed) {
            close();
            command.done.complete(false);
        } else {
            sleeper.wakeIfAsleep();
        }
        return command.done;
    }

    boolean isEmpty() {
        return waiting.getPlain() == null;
    }

    /** Does what was asked for, if anything was. By the worker. */
    int deliver() {
        if (waiting.getOpaque() == null) {
            return 0;
        }
        Command command = waiting.getAndSet(null);
        if (command != null) {
            command.run();
        }
        return 1;
    }

    /** Takes no more commands; one that waits is not done. */
    void close() {
        closed = true;
        Command command = waiting.getAndSet(null);
        if (command != null) {
            command.done.complete(false);
        }
    }
}
