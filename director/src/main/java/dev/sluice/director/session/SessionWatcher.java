package dev.sluice.director.session;

/** Told of sessions that end, by the table's owner, while their fields can still be read. */
public interface SessionWatcher {
    /**
     * May neither add nor remove sessions.
     *
     * @param at where its fields are
     */
    void ended(int id, long at, Ending why);

    /**
     * A session is about to expire, unless its deadline is moved: something may have been seen of
     * it that the table was not told of.
     */
    default void overdue(int id, long at) {}
}
