package dev.sluice.linux.netlink;

/**
 * One end of a veth pair that is to be made.
 *
 * @param queues how many it receives by and sends by; an XDP program can only be attached where the
 *     other end sends by no more than this end receives by
 * @param space descriptor of the namespace to make it in; {@link #HERE} for the session's own
 */
public record VethEnd(String name, int queues, int space) {
    /** No other namespace. */
    public static final int HERE = -1;

    /** An end in the session's own namespace. */
    public static VethEnd here(String name, int queues) {
        return new VethEnd(name, queues, HERE);
    }
}
