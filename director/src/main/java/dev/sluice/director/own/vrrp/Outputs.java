package dev.sluice.director.own.vrrp;

/** What an election has done. Called from its owner thread, in the order in which it happens. */
public interface Outputs {
    /** Tell the others: by multicast, or each peer. */
    void send(VirtualRouterSettings router, Advert advert);

    /** A state changed. */
    void changed(Transition transition);

    /** Tell the link where the addresses are: gratuitous ARP, neighbour advertisements. */
    void announce(VirtualRouterSettings router);

    /** A packet of the protocol changed nothing. */
    void refused(Refusal why);

    /**
     * The owner thread stood still for longer than others wait for a master. What was queued
     * meanwhile is of the past, and what others did since is unknown: ask them.
     */
    void stalled(long stoodStillNs);
}
