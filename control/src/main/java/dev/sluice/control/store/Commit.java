package dev.sluice.control.store;

import dev.sluice.model.Stored;
import java.util.List;

/**
 * What one revision changes, at once.
 *
 * @param revision the one after the store's newest
 * @param atMs wall clock, milliseconds since 1970
 * @param removals resources as they were before, taken away before the puts
 * @param puts resources as they are from now on, made or replaced
 * @param audits who did what; their {@code number} is not used
 */
public record Commit(
        long revision, long atMs, List<Stored> removals, List<Stored> puts, List<Audit> audits) {
    public Commit {
        removals = List.copyOf(removals);
        puts = List.copyOf(puts);
        audits = List.copyOf(audits);
    }

    /** How many resources it touches. */
    public int size() {
        return removals.size() + puts.size();
    }
}
