package dev.sluice.control.change;

import dev.sluice.model.Catalog;
import dev.sluice.model.check.Installed;

/**
 * A change that somebody wants. Decided once: by the writer, or by anybody for a dry run. Private
 * keys that it holds are erased by whoever had it decided, or by itself when it is refused.
 */
public interface Wish {
    /**
     * Says what it comes to.
     *
     * @param catalog all there is
     * @param revision the revision that it would become
     * @param installed where it would be served
     */
    Decision decide(Catalog catalog, long revision, Installed installed);
}
