package dev.sluice.control.store;

import dev.sluice.model.Stored;

/**
 * One resource's step in the history.
 *
 * @param revision the commit's
 * @param removed whether it is gone
 * @param resource as it is from then on; for one removed, as it was
 */
public record Change(long revision, boolean removed, Stored resource) {}
