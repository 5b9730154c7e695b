package dev.sluice.proxy.upstream;

import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;

/**
 * Counts what befalls a server now and then, on whatever thread. Not for what each request does.
 */
final class Events {
    private final CounterRow row;

    /**
     * @param row nobody else's
     */
    Events(CounterRow row) {
        this.row = row;
    }

    synchronized void increment(Counter counter) {
        row.increment(counter);
    }
}
