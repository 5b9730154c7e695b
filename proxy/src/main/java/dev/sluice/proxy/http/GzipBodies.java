package dev.sluice.proxy.http;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The compressors of one loop, used again and again. Owned by the loop. */
final class GzipBodies {
    /** How many are kept for the next answers: 4 MiB. */
    static final int SPARE_MAX = 16;

    /**
     * How many may be at work: 128 MiB. Clients that read slowly hold one each, so that many of
     * them could take all memory; further answers pass as they are.
     */
    static final int BUSY_MAX = 512;

    private final ByteBufAllocator allocator;
    private final ArrayDeque<GzipBody> spare = new ArrayDeque<>();
    private int busy;

    GzipBodies(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** One for a new body, or null when too many are at work. */
    @Nullable GzipBody take() {
        if (busy == BUSY_MAX) {
            return null;
        }
        busy++;
        GzipBody body = spare.pollLast();
        return body == null ? new GzipBody(allocator) : body;
    }

    /** Takes one back, whether or not its body came to its end. */
    void give(GzipBody body) {
        busy--;
        if (spare.size() == SPARE_MAX) {
            body.end();
        } else {
            body.reset();
            spare.addLast(body);
        }
    }
}
