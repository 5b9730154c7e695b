package dev.sluice.director.session;

/** Told of sessions that end, by the table's owner, while their fields can still be read. */
public interface SessionWatcher {
    /**
     * May neither add nor remove sessions.
     *
     * @param at where its fields are
     */
    void ended(int id, long at, Ending why);
}
