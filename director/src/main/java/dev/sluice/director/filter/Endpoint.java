package dev.sluice.director.filter;

import dev.sluice.director.table.Address;

/**
 * An address, protocol and port.
 *
 * @param protocol 6 or 17
 */
public record Endpoint(Address address, int protocol, int port) {}
