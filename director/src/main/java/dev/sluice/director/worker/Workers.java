package dev.sluice.director.worker;

import dev.sluice.linux.xdp.Umem;
import dev.sluice.linux.xdp.XskSocket;
import dev.sluice.measure.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All workers of a director over one memory of frames. Queue q of every port belongs to worker q
 * modulo the number of workers, so each worker can send by every port. Any thread.
 */
public final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long ANSWER_TIMEOUT_S = 10;

    private final Umem umem;
    private final List<XskSocket> sockets;
    private final List<Sleeper> sleepers;
    private final List<ForwardingWorker> workers;
    private final List<Mailbox> mailboxes;
    private final List<WorkerThread> threads = new ArrayList<>();
    private final long idleMs;
    private final AtomicBoolean saidOrdinary = new AtomicBoolean();

    Workers(
            Umem umem,
            List<XskSocket> sockets,
            List<Sleeper> sleepers,
            List<Mailbox> mailboxes,
            List<ForwardingWorker> workers,
            long idleMs) {
        this.umem = umem;
        this.sockets = sockets;
        this.sleepers = sleepers;
        this.mailboxes = mailboxes;
        this.workers = workers;
        this.idleMs = idleMs;
    }

    /**
     * How many workers there are with such ports: as many as the port with the fewest queues has.
     */
    public static int count(List<Port> ports, WorkerSettings settings) {
        int most = settings.workers();
        for (Port port : ports) {
            most = Math.min(most, port.queues());
        }
        return most;
    }

    /**
     * Takes all queues of all ports. No frame comes before the filter knows the sockets, and none
     * is looked at before {@link #start}.
     *
     * @param frames what each worker, by its number, does with frames
     */
    public static Workers open(
            List<Port> ports,
            WorkerSettings settings,
            IntFunction<FrameWork> frames,
            LongSupplier nowMs,
            Measure measure) {
        return new WorkerBuilder(ports, settings, frames, nowMs, measure).build();
    }

    /**
     * Begins.
     *
     * @param failed hears of a worker that died
     */
    public void start(Consumer<Throwable> failed) {
        for (int i = 0; i < workers.size(); i++) {
            var thread =
                    new WorkerThread(
                            "worker-" + i,
                            workers.get(i),
                            sleepers.get(i),
                            idleMs,
                            this::tellOrdinary,
                            failed);
            threads.add(thread);
            thread.start();
        }
    }

    /** Once for all of them. */
    private void tellOrdinary() {
        if (!saidOrdinary.getAndSet(true)) {
            LOG.warn("Frames may be lost under load: nice -10 is not allowed here (CAP_SYS_NICE)");
        }
    }

    public int size() {
        return workers.size();
    }

    /** How many rounds a worker has made, idle ones too: it makes some each second or is stuck. */
    public long rounds(int worker) {
        return threads.get(worker).rounds();
    }

    /** All sockets: the filter sends frames of an interface's queue to the socket of that queue. */
    public List<XskSocket> sockets() {
        return sockets;
    }

    /**
     * Has something done by every worker on its thread, between two of its batches.
     *
     * @param command for a worker's number, what it does
     * @return completed when all have done it
     */
    public CompletableFuture<Void> between(IntFunction<Runnable> command) {
        var all = new ArrayList<CompletableFuture<Boolean>>();
        for (int i = 0; i < workers.size(); i++) {
            all.add(workers.get(i).between(command.apply(i)));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    /**
     * Has one worker find something out on its thread, between two of its batches.
     *
     * @throws IllegalStateException if it does not answer within some seconds
     */
    public <T> T ask(int worker, Supplier<T> question) {
        var answer = new AtomicReference<@Nullable T>();
        CompletableFuture<Boolean> done =
                workers.get(worker).between(() -> answer.set(question.get()));
        try {
            done.get(ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("worker " + worker + " does not answer", e);
        }
        T found = answer.get();
        if (found == null) {
            throw new IllegalStateException("worker " + worker + " has ended");
        }
        return found;
    }

    /** Has a worker look at what was left for it, if it sleeps. Any thread. */
    public void wake(int worker) {
        sleepers.get(worker).wakeIfAsleep();
    }

    /** Has something done by one worker on its thread, between two of its batches. */
    public CompletableFuture<Boolean> between(int worker, Runnable command) {
        return workers.get(worker).between(command);
    }

    /** Has workers drop all that has come and waits by now. Does not wait for them. */
    public void discard() {
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).discard();
            sleepers.get(i).wakeIfAsleep();
        }
    }

    /** Shows all frames to taps from now on. */
    public CompletableFuture<Void> show(IntFunction<FrameTap> taps) {
        return between(i -> () -> workers.get(i).show(taps.apply(i)));
    }

    /** The size of a chunk: no frame is longer. */
    public int chunkBytes() {
        return umem.chunkBytes();
    }

    Umem umem() {
        return umem;
    }

    List<ForwardingWorker> workers() {
        return workers;
    }

    /** Ends the threads and waits until they have. */
    public void stop() {
        threads.forEach(WorkerThread::stop);
        threads.clear();
    }

    /** Stops the threads, then gives queues and memory back. Frames on their way are lost. */
    @Override
    public void close() {
        stop();
        mailboxes.forEach(Mailbox::close);
        sockets.forEach(XskSocket::close);
        sleepers.forEach(Sleeper::close);
        umem.close();
    }
}
