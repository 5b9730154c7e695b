package dev.sluice.model;

/** Whether clients of a listener send the PROXY protocol. */
public enum ProxyProtocolMode {
    OFF,
    OPTIONAL,
    REQUIRED
}
