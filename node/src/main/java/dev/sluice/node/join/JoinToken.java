package dev.sluice.node.join;

import dev.sluice.model.node.Role;
import dev.sluice.model.shape.Words;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node needs to join: the right to, and how to know control.
 *
 * <pre>
 * sluice.ROLE.ID.SECRET.FINGERPRINT
 * </pre>
 *
 * @param role what the node may be
 * @param id under which control knows the token
 * @param secret 256 random bits, base64url
 * @param fingerprint of the authority's certificate: SHA-256, base64url
 */
public record JoinToken(Role role, String id, String secret, String fingerprint) {
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "sluice\\.([a-z]+)\\.([0-9a-f]{8})\\.([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{43})");

    /** Reads a token; empty if the text is none. */
    public static Optional<JoinToken> of(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        return !matcher.matches()
                ? Optional.empty()
                : Badge.role(matcher.group(1))
                        .map(role ->
                                new JoinToken(
                                        role,
                                        matcher.group(2),
                                        matcher.group(3),
                                        matcher.group(4)));
    }

    /** As users pass it on. */
    public String text() {
        return "sluice." + Words.of(role) + "." + id + "." + secret + "." + fingerprint;
    }

    /** A certificate's fingerprint, as tokens carry it. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new LinkageError("every JDK has SHA-256, and what was read can be written", e);
        }
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "JoinToken[" + Words.of(role) + " " + id + "]";
    }
}
