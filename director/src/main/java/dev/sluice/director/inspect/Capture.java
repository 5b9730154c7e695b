package dev.sluice.director.inspect;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.worker.FrameTap;
import dev.sluice.director.worker.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows frames as they pass: a tap at every worker copies what a filter matches, and the calling
 * thread writes it down. One at a time; when it ends the taps are gone.
 */
final class Capture {
    private static final int RING_BYTES = 4 << 20;
    private static final long PAUSE_NS = 20_000_000;

    private final Workers workers;
    private final List<String> ports;
    private boolean running;

    Capture(Workers workers, List<String> ports) {
        this.workers = workers;
        this.ports = ports;
    }

    /** Whether this one may begin; then {@link #end} must follow. */
    synchronized void begin() throws NotUnderstood {
        if (running) {
            throw new NotUnderstood("another capture is running; end it first");
        }
        running = true;
    }

    synchronized void end() {
        running = false;
    }

    /**
     * Writes frames until enough was seen. Between {@link #begin} and {@link #end}.
     *
     * @param most how many frames; 0 for no end
     * @param ended whether nobody wants more
     */
    void run(TrafficFilter filter, long most, BooleanSupplier ended, OutputStream out)
            throws IOException {
        try (Arena arena = Arena.ofShared()) {
            var rings = new ArrayList<CaptureRing>();
            for (int i = 0; i < workers.size(); i++) {
                rings.add(new CaptureRing(arena, RING_BYTES));
            }
            long dayNs = dayNs();
            workers.show(i -> new CaptureTap(filter, rings.get(i), () -> dayNs + System.nanoTime()))
                    .join();
            try {
                write(rings, most, ended, out);
            } finally {
                // The rings' memory goes after this: no worker has them any more.
                workers.show(_ -> FrameTap.NONE).join();
            }
        }
    }

    /** What to add to the machine's clock for the time of day. */
    private static long dayNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    private void write(List<CaptureRing> rings, long most, BooleanSupplier ended, OutputStream out)
            throws IOException {
        var writing = new Writing(new PcapngWriter(out, ports), most);
        out.flush();
        while (!ended.getAsBoolean() && !writing.isEnough()) {
            boolean any = false;
            for (CaptureRing ring : rings) {
                writing.lost(rings.stream().mapToLong(CaptureRing::lost).sum());
                any |= ring.drain(writing);
            }
            writing.check();
            if (any) {
                out.flush();
            } else {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    /** Writes frames down until there are enough, or the file takes no more. */
    private static final class Writing implements CaptureRing.Reader {
        private final PcapngWriter file;
        private final long most;
        private long seen;
        private long lost;
        private long lostToldOf;
        private @Nullable IOException failure;

        Writing(PcapngWriter file, long most) {
            this.file = file;
            this.most = most;
        }

        boolean isEnough() {
            return most > 0 && seen >= most;
        }

        void lost(long sum) {
            lost = sum;
        }

        void check() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void frame(
                long timeNs,
                int port,
                boolean outgoing,
                int fate,
                int detail,
                MemorySegment frame) {
            if (isEnough() || failure != null) {
                return;
            }
            seen++;
            try {
                String comment = comment(outgoing || fate == Batch.TRANSMIT, fate, detail);
                file.frame(frame, timeNs, Math.max(port, 0), outgoing, comment);
            } catch (IOException e) {
                failure = e;
            }
        }

        private String comment(boolean plain, int fate, int detail) {
            String words = plain ? "" : CaptureRing.words(fate, detail);
            if (lost == lostToldOf) {
                return words;
            }
            long before = lost - lostToldOf;
            lostToldOf = lost;
            String missing = before + " frames before it came too fast to be shown";
            return words.isEmpty() ? missing : words + "; " + missing;
        }
    }
}
