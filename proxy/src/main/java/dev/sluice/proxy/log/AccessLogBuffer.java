package dev.sluice.proxy.log;

import org.jspecify.annotations.Nullable;

/**
 * One loop's side of the access log: encodes lines into a batch and hands it over when it is full
 * or 200 ms old. Never waits: while no batch is free, lines are dropped and counted.
 *
 * <p>Owned by its loop, which calls {@link #sweep} a few times a second, so that the last lines
 * before a pause are written too.
 */
public final class AccessLogBuffer {
    private static final long MOST_AGE_NS = 200_000_000;

    private final AccessLogWriter writer;
    private final AccessEntry entry = new AccessEntry();
    private final JsonLine line = new JsonLine();
    private @Nullable LogBatch batch;

    AccessLogBuffer(AccessLogWriter writer) {
        this.writer = writer;
    }

    /** An empty entry to be filled and written; the same one each time. */
    public AccessEntry entry() {
        entry.clear();
        return entry;
    }

    /**
     * Writes what {@link #entry()} was filled with.
     *
     * @param nowNs {@link System#nanoTime}
     */
    public void write(long nowNs) {
        int mostBytes = JsonLine.mostBytes(entry);
        LogBatch open = batch;
        if (open != null && open.bytes.length - open.length < mostBytes) {
            handOver();
            open = null;
        }
        if (open == null) {
            open = writer.freeBatch();
            batch = open;
        }
        if (open == null) {
            writer.dropped(1);
            return;
        }
        if (open.lines == 0) {
            open.sinceNs = nowNs;
        }
        open.length = line.write(entry, open.bytes, open.length);
        open.lines++;
        sweep(nowNs);
    }

    /** Hands lines over that have waited long enough. */
    public void sweep(long nowNs) {
        LogBatch open = batch;
        if (open != null && nowNs - open.sinceNs >= MOST_AGE_NS) {
            handOver();
        }
    }

    /** Hands all lines over, before the writer is closed. */
    public void flush() {
        handOver();
    }

    private void handOver() {
        LogBatch open = batch;
        batch = null;
        if (open != null) {
            writer.accept(open);
        }
    }
}
