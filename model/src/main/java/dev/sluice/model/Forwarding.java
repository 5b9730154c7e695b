package dev.sluice.model;

/** How a director reaches the servers. */
public enum Forwarding {
    FULLNAT,
    NAT,
    ROUTE,
    TUNNEL
}
