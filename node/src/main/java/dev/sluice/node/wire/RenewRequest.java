package dev.sluice.node.wire;

/**
 * Asks for a new certificate for the node that shows its present one.
 *
 * @param request PKCS #10 as PEM
 */
public record RenewRequest(String request) {}
