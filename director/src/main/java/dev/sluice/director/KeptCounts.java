package dev.sluice.director;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Counts of what is made anew under way: those of all that have been are kept for the one that is.
 * Any thread.
 */
final class KeptCounts {
    private final Map<String, Long> past = new TreeMap<>();
    private Supplier<Map<String, Long>> present = Map::of;

    /** Counts what another one counts, from 0 on. */
    synchronized void begin(Supplier<Map<String, Long>> counts) {
        end();
        present = counts;
    }

    /** The one that counts is over; to be called once it counts no more. */
    synchronized void end() {
        present.get().forEach((what, count) -> past.merge(what, count, Long::sum));
        present = Map::of;
    }

    /** How many there have been altogether. */
    synchronized long of(String what) {
        return past.getOrDefault(what, 0L) + present.get().getOrDefault(what, 0L);
    }
}
