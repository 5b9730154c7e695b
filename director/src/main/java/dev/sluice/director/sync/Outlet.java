package dev.sluice.director.sync;

/** What carries messages to peers. Nothing need arrive. What is handed over must be copied. */
public interface Outlet {
    /** All peers. */
    int ALL = 0;

    /**
     * Sends a datagram.
     *
     * @param node a peer's number, or {@link #ALL}
     */
    void send(int node, byte[] bytes, int length);

    /**
     * Connects to a peer for a bulk transfer and sends it the request. What comes back goes to
     * {@link SessionSync#bulk}, that it ended or failed to {@link SessionSync#bulkEnded}. There is
     * one at a time.
     */
    void openBulk(int node, byte[] request, int length);

    /** Gives up the connection that was opened last. */
    void closeBulk();
}
