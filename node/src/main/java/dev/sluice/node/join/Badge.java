package dev.sluice.node.join;

import dev.sluice.model.node.Role;
import dev.sluice.model.shape.Words;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a certificate of Sluice's authority says of its owner, as a URI among the subject's
 * alternative names (RFC 5280 §4.2.1.6): {@code urn:sluice:control}, or
 *
 * <pre>
 * urn:sluice:ROLE:NAME:ID
 * </pre>
 *
 * @param name the node's name
 * @param id made anew at each join, so that who joins later under a name takes it from who had it
 */
public record Badge(Role role, String name, String id) {
    /** Control's own. */
    public static final String CONTROL = "urn:sluice:control";

    private static final Pattern NODE =
            Pattern.compile("urn:sluice:([a-z]+):([A-Za-z0-9._-]{1,128}):([0-9a-f]{1,32})");
    private static final int URI_NAME = 6;

    public String uri() {
        return "urn:sluice:" + Words.of(role) + ":" + name + ":" + id;
    }

    /** A node's badge; empty where a certificate bears none. */
    public static Optional<Badge> of(X509Certificate certificate) {
        for (String uri : uris(certificate)) {
            Matcher matcher = NODE.matcher(uri);
            if (matcher.matches()) {
                Optional<Role> role = role(matcher.group(1));
                if (role.isPresent()) {
                    return Optional.of(new Badge(role.get(), matcher.group(2), matcher.group(3)));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a certificate is control's. */
    public static boolean isControl(X509Certificate certificate) {
        return uris(certificate).contains(CONTROL);
    }

    /** The role of a word. */
    public static Optional<Role> role(String word) {
        for (Role role : Role.values()) {
            if (Words.of(role).equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    private static List<String> uris(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(URI_NAME))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
