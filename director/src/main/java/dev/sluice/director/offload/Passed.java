package dev.sluice.director.offload;

/** What is told of packets that the kernel has forwarded. By the worker; nothing is allocated. */
public interface Passed {
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
