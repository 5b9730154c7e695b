package dev.sluice.model.node;

/** What a node is for; each role has a configuration compiled for it. */
public enum Role {
    /** Forwards packets. */
    DIRECTOR,
    /** Ends connections. Without directors it takes tcp and udp listeners too. */
    PROXY
}
