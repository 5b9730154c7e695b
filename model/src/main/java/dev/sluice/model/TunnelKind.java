package dev.sluice.model;

/** How packets are wrapped on their way to servers: IP in IP, or Generic UDP Encapsulation. */
public enum TunnelKind {
    IPIP,
    GUE
}
