package dev.sluice.model;

/** Whether the director finishes handshakes before it asks a server. */
public enum SynProxyMode {
    AUTO,
    ON,
    OFF
}
