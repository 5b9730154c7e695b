package dev.sluice.director.offload;

/**
 * What an {@link Offload} asks and tells its worker's forwarder. By the worker; nothing is
 * allocated.
 */
public interface Passage {
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

    /** The kernel has forwarded packets for a listener. */
    void counted(int listener, int direction, long packets, long bytes);

    /**
     * A session lives on: the kernel has forwarded packets of it.
     *
     * @param tcpFlags all that they had
     * @param seenMs when the last came
     */
    void passed(int id, long at, int direction, int tcpFlags, long seenMs);
}
