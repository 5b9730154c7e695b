package dev.sluice.director.worker;

import org.jspecify.annotations.Nullable;

/**
 * An interface whose frames are taken; its number is its place in the list of ports.
 *
 * @param index the interface's number in the namespace of the process
 * @param queues how many it receives by now: each gets a socket, for what comes by another is lost
 * @param attachment how its frames are taken
 * @param why they are taken so, in words
 * @param door by which its frames reach sockets; null if they do at the interface itself
 */
public record Port(
        String name,
        int index,
        int queues,
        int mtu,
        Attachment attachment,
        String why,
        @Nullable Door door) {
    /** One whose driver runs the filter. */
    public Port(String name, int index, int queues, int mtu) {
        this(name, index, queues, mtu, Attachment.NATIVE, "its driver can", null);
    }

    /** The interface whose queues give frames to sockets. */
    public int takenBy() {
        return door == null ? index : door.inner();
    }
}
