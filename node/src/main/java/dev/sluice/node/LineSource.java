package dev.sluice.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream that does not end. Read by one thread; any thread may look how long it has been
 * silent, and close it, which ends a read that waits.
 */
final class LineSource implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int LONGEST_BYTES = 256 << 20;

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int at;
    private int end;
    private volatile long heardAtNs = System.nanoTime();
    private volatile @Nullable String closedBecause;

    LineSource(InputStream in) {
        this.in = in;
    }

    /** The next line; null when the other side has ended the stream between two lines. */
    @Nullable String next() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            for (int i = at; i < end; i++) {
                if (chunk[i] == '\n') {
                    line.write(chunk, at, i - at);
                    at = i + 1;
                    return line.toString(StandardCharsets.UTF_8);
                }
            }
            line.write(chunk, at, end - at);
            if (line.size() > LONGEST_BYTES) {
                throw new IOException("a line is longer than any configuration");
            }
            if (!fill()) {
                return ended(line.size());
            }
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        end = 0;
        int count;
        try {
            count = in.read(chunk);
        } catch (IOException e) {
            String because =
                    closedBecause == null
                            ? "the stream from control broke (" + e.getMessage() + ")"
                            : closedBecause;
            throw new IOException(because, e);
        }
        heardAtNs = System.nanoTime();
        end = Math.max(0, count);
        return count >= 0;
    }

    private @Nullable String ended(int leftBytes) throws IOException {
        if (closedBecause != null) {
            throw new IOException(closedBecause);
        }
        if (leftBytes > 0) {
            throw new IOException("the stream was cut within a line");
        }
        return null;
    }

    /** How long nothing has come. */
    long silentNs() {
        return System.nanoTime() - heardAtNs;
    }

    /** Ends it; whoever reads gets this as the failure. */
    void close(String because) {
        closedBecause = because;
        try {
            in.close();
        } catch (IOException e) {
            throw new AssertionError("a response's stream closes without complaint", e);
        }
    }

    @Override
    public void close() {
        close("the node is stopping");
    }
}
