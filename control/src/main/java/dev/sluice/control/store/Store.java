package dev.sluice.control.store;

import dev.sluice.model.Catalog;
import java.util.List;

/**
 * Keeps resources. There is one counter of revisions: each commit moves it on by one, and what a
 * commit touched bears its number.
 *
 * <p>Commits come from one thread at a time; everything else may be called from any thread. All
 * methods may block, and throw {@link StoreException} when the store is out of order.
 */
public interface Store extends AutoCloseable {
    /** Everything, at the newest revision. */
    Catalog load();

    /**
     * Makes some commits durable, in their order and all or none. On return they outlive the
     * process and the machine's power.
     *
     * @throws StaleCommit when the first one's revision does not follow the store's, or they do not
     *     follow one another: somebody else has written
     */
    void commit(List<Commit> commits);

    /**
     * What has changed after a revision, oldest first: whole revisions, as many as hold about
     * {@code limit} changes.
     */
    History since(long revision, int limit);

    /**
     * The newest audit rows first.
     *
     * @param before only rows with a smaller number; {@link Long#MAX_VALUE} for the newest
     */
    List<Audit> audit(long before, int limit);

    @Override
    void close();
}
