package dev.sluice.director.table;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often the standing of any server has changed: what was found out about one since the last
 * change still holds. Any thread.
 */
public final class Standings {
    private final AtomicInteger changes = new AtomicInteger();

    /** A server's standing is another now. */
    void changed() {
        changes.incrementAndGet();
    }

    public int changes() {
        return changes.get();
    }
}
