package dev.sluice.control.store;

/** A commit was made against a state that is no longer the newest. */
public final class StaleCommit extends StoreException {
    private static final long serialVersionUID = 1;

    public StaleCommit(long wanted, long newest) {
        super(
                "commit of revision "
                        + wanted
                        + " does not follow the store's newest revision "
                        + newest
                        + "; read the store again",
                null);
    }
}
