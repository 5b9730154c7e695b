package dev.sluice.node.wire;

import org.jspecify.annotations.Nullable;

/**
 * Asks to be let in.
 *
 * @param name the node's
 * @param role the role's word
 * @param token the join token's text
 * @param request for a certificate, PKCS #10 as PEM
 * @param address by which other nodes reach this one; null leaves it to what control sees
 */
public record JoinRequest(
        String name, String role, String token, String request, @Nullable String address) {
    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "JoinRequest[" + role + " " + name + "]";
    }
}
