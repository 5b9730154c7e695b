package dev.sluice.control.store;

import java.util.List;

/** What a store remembers of the past after some revision. */
public sealed interface History {
    /**
     * The changes, oldest first.
     *
     * @param upTo the last revision that is contained as a whole
     */
    record Changes(List<Change> changes, long upTo) implements History {
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The history no longer reaches back so far: read everything, and go on from there.
     *
     * @param oldest the smallest revision that can be asked for
     */
    record TooOld(long oldest) implements History {}
}
