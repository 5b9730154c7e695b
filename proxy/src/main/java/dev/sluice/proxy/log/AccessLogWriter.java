package dev.sluice.proxy.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the batches of all loops to one file, on a thread of its own.
 *
 * <p>The number of batches is fixed, so memory is too: one that is being written is missing to the
 * loops, which drop lines rather than wait. When the file was renamed or removed, as log rotation
 * does, the next look, once a second, opens it anew: no signal is needed.
 *
 * <p>{@link #buffer} and {@link #close} may be called from any thread.
 */
public final class AccessLogWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogWriter.class);
    private static final int MOST_BATCHES = 64;

    /** Holds any one line, so that no client can keep its requests out of the log. */
    private static final int BATCH_BYTES = JsonLine.LONGEST_BYTES;

    private static final long LOOK_NS = 1_000_000_000;
    private static final long CLOSE_MS = 5_000;

    private final LogFile file;
    private final int mostBatches;
    private final AtomicInteger made = new AtomicInteger();
    private final Queue<LogBatch> free = new ConcurrentLinkedQueue<>();
    private final Queue<LogBatch> full = new ConcurrentLinkedQueue<>();
    private final LongAdder droppedLines = new LongAdder();
    private final Thread thread;
    private volatile boolean closing;
    private boolean failing;

    /**
     * Opens the file and begins to write.
     *
     * @throws IOException with a sentence that names the file, when it cannot be written
     */
    public AccessLogWriter(Path path) throws IOException {
        this(new LogFile(path), MOST_BATCHES);
    }

    AccessLogWriter(LogFile file, int mostBatches) throws IOException {
        this.file = file;
        this.mostBatches = mostBatches;
        file.open();
        thread = Thread.ofPlatform().name("access-log").daemon().start(this::run);
    }

    /** A new loop's side of this log. */
    public AccessLogBuffer buffer() {
        return new AccessLogBuffer(this);
    }

    /** Lines lost so far because the file could not be written, or not fast enough. */
    public long droppedLines() {
        return droppedLines.sum();
    }

    /** Writes what was handed over and closes the file; waits 5 s at most. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Nullable LogBatch freeBatch() {
        LogBatch batch = free.poll();
        if (batch != null || made.get() >= mostBatches) {
            return batch;
        }
        return made.incrementAndGet() <= mostBatches ? new LogBatch(BATCH_BYTES) : free.poll();
    }

    void accept(LogBatch batch) {
        full.add(batch);
        LockSupport.unpark(thread);
    }

    void dropped(int lines) {
        droppedLines.add(lines);
    }

    private void run() {
        long lookedNs = System.nanoTime();
        while (true) {
            boolean last = closing;
            long nowNs = System.nanoTime();
            if (nowNs - lookedNs >= LOOK_NS) {
                lookedNs = nowNs;
                look();
            }
            writeAll();
            if (last) {
                file.close();
                return;
            }
            LockSupport.parkNanos(this, LOOK_NS);
        }
    }

    private void look() {
        try {
            file.follow();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void writeAll() {
        LogBatch batch;
        while ((batch = full.poll()) != null) {
            try {
                file.write(batch.bytes, batch.length);
                recovered();
            } catch (IOException e) {
                dropped(batch.lines);
                failed(e);
            }
            batch.clear();
            free.add(batch);
        }
    }

    private void failed(IOException e) {
        if (!failing) {
            failing = true;
            LOG.error("Access log lines are lost: {}", e.getMessage());
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("The access log is written again, {} lines were lost", droppedLines());
        }
    }
}
