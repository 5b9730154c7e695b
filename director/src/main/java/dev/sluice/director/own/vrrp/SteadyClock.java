package dev.sluice.director.own.vrrp;

import java.util.function.LongSupplier;

/** A clock that never goes back: where its source does, it stands still and goes on from there. */
final class SteadyClock {
    private final LongSupplier source;
    private long lastNs;
    private long aheadNs;

    SteadyClock(LongSupplier sourceNs) {
        this.source = sourceNs;
        this.lastNs = sourceNs.getAsLong();
    }

    long nowNs() {
        long now = source.getAsLong() + aheadNs;
        if (now - lastNs < 0) {
            aheadNs += lastNs - now;
            now = lastNs;
        }
        lastNs = now;
        return now;
    }
}
