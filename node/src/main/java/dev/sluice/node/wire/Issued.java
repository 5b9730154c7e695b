package dev.sluice.node.wire;

/**
 * Control's answer to a node that asked for a certificate.
 *
 * @param certificates PEM: the node's, and after it the authority's
 */
public record Issued(String certificates) {}
