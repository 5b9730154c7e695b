package dev.sluice.director.offload;

/**
 * What an {@link Offload} asks and tells its worker's forwarder. By the worker; nothing is
 * allocated.
 */
public interface Passage extends Passed {
    /** Whether the kernel may forward a session's packets by itself, as everything is now. */
    boolean isFor(int id, long at);

    /** Finds the way to a session's server; false if it is not known. */
    boolean wayToServer(long at);

    /** Finds the way to a session's client; false if it is not known. */
    boolean wayToClient(long at);

    /** The port that the way found last leads by. */
    int port();

    /** The MAC at its other end. */
    long mac();

    /** The MAC at this end. */
    long ownMac();

    /** The longest IP packet that can go by it. */
    int mtu();

    /** How many bytes are put before packets of a session by tunnel; 0 of others. */
    int overhead(long at);

    /**
     * Writes what the header before packets of a session by tunnel has.
     *
     * @param entry of the flow to the server
     * @return flags of a {@link FlowEntry}
     */
    int wrap(long at, long entry);

    /** Whether an entry says of that header what {@link #wrap} would. */
    boolean isWrapped(long at, long entry);
}
