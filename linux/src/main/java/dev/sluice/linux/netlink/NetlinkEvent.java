package dev.sluice.linux.netlink;

/** Something that changed in the network of a namespace. */
public sealed interface NetlinkEvent {
    /**
     * An interface came, changed or went.
     *
     * @param gone whether it went
     */
    record OfLink(Link link, boolean gone) implements NetlinkEvent {}

    /** An address came or went. */
    record OfAddress(InterfaceAddress address, boolean gone) implements NetlinkEvent {}

    /** A route came, changed or went. */
    record OfRoute(Route route, boolean gone) implements NetlinkEvent {}

    /** A neighbour came, changed or went. */
    record OfNeighbour(Neighbour neighbour, boolean gone) implements NetlinkEvent {}

    /** More changed than could be told: everything has to be read anew. */
    record Lost() implements NetlinkEvent {}
}
