package dev.sluice.lab.failover;

/**
 * Where clients come in: an address behind which servers are reached by one forwarding method.
 *
 * @param method fullnat, nat, route or tunnel
 * @param port of TCP and of UDP
 */
public record Door(String method, String address, int port) {}
