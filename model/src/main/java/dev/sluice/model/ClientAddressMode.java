package dev.sluice.model;

/** How a layer-4 server learns the client's address. */
public enum ClientAddressMode {
    OPTION,
    PROXY_PROTOCOL,
    NONE
}
