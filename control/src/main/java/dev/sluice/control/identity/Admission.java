package dev.sluice.control.identity;

import dev.sluice.control.identity.NotAdmitted.Reason;
import dev.sluice.model.Names;
import dev.sluice.model.node.Role;
import dev.sluice.model.shape.Words;
import dev.sluice.model.unit.IpLiteral;
import dev.sluice.node.join.Badge;
import dev.sluice.node.join.ChainCheck;
import dev.sluice.node.join.JoinToken;
import dev.sluice.node.wire.JoinRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who is let in as a node, and who is who among those that were. Any thread. */
public final class Admission {
    private static final int ID_BYTES = 8;

    private final Authority authority;
    private final JoinTokens tokens;
    private final NodeRegister register;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    private Admission(
            Authority authority, JoinTokens tokens, NodeRegister register, InstantSource clock) {
        this.authority = authority;
        this.tokens = tokens;
        this.register = register;
        this.clock = clock;
    }

    /** Opens what a data folder holds; an authority is founded where there is none. */
    public static Admission open(Path dataDir, InstantSource clock) throws IOException {
        Path folder = dataDir.resolve("nodes");
        Authority authority = Authority.open(folder, clock);
        return new Admission(
                authority, JoinTokens.open(folder, clock), NodeRegister.open(folder), clock);
    }

    public Authority authority() {
        return authority;
    }

    /** Those that were let in. */
    public NodeRegister register() {
        return register;
    }

    /** Makes a token by which nodes join. */
    public JoinToken giveToken(Role role, Duration life, boolean many) throws IOException {
        return tokens.give(role, life, many, authority.fingerprint());
    }

    /**
     * Lets a node in.
     *
     * @param seenAddress where the request came from
     * @param present tells which nodes are connected: their names are taken
     * @return its certificate and the authority's, as PEM
     */
    public String join(JoinRequest request, String seenAddress, Predicate<String> present)
            throws NotAdmitted, IOException {
        Role role =
                Badge.role(request.role())
                        .orElseThrow(() ->
                                new NotAdmitted(
                                        Reason.WRONG_ROLE,
                                        "there is no role '" + request.role() + "'"));
        if (!request.name().matches(Names.PATTERN)) {
            throw new NotAdmitted(Reason.BAD_REQUEST, "a node's name is " + Names.EXPECTED);
        }
        String address = address(request.address(), seenAddress);
        if (present.test(request.name())) {
            throw new NotAdmitted(
                    Reason.NAME_TAKEN,
                    "a node named "
                            + request.name()
                            + " is connected; stop it, or choose another name");
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        var badge = new Badge(role, request.name(), HexFormat.of().formatHex(id));
        // Looked at before the token is used up: a mistake in it must not cost a token.
        String certificates = authority.certify(request.request(), badge);
        tokens.use(request.token(), role);
        register.put(new JoinedNode(badge, address));
        return certificates;
    }

    /** A new certificate for a node that has shown its present one. */
    public String renew(JoinedNode node, String request) throws NotAdmitted {
        return authority.certify(request, node.badge());
    }

    /** Which node shows this chain. */
    public JoinedNode nodeOf(List<X509Certificate> chain) throws NotAdmitted {
        if (chain.isEmpty()) {
            throw new NotAdmitted(
                    Reason.NO_CERTIFICATE,
                    "a node shows its certificate; one that has none joins first");
        }
        Badge badge = Badge.of(checked(chain)).orElse(null);
        JoinedNode node = badge == null ? null : register.find(badge.name()).orElse(null);
        if (badge == null || node == null) {
            throw new NotAdmitted(
                    Reason.NOT_JOINED,
                    badge == null
                            ? "this certificate is no node's"
                            : "the node "
                                    + badge.name()
                                    + " was removed; let it join again with a new token");
        }
        if (!node.badge().equals(badge)) {
            throw new NotAdmitted(
                    Reason.NOT_JOINED,
                    "another node has joined as "
                            + badge.name()
                            + " since, with the role "
                            + Words.of(node.role())
                            + "; join again with another name");
        }
        return node;
    }

    private X509Certificate checked(List<X509Certificate> chain) throws NotAdmitted {
        try {
            return ChainCheck.check(
                    chain, authority.certificate(), clock.instant(), "the node's certificate");
        } catch (CertificateException e) {
            var refusal =
                    new NotAdmitted(
                            Reason.BAD_CERTIFICATE,
                            e.getMessage() + "; let the node join again with a new token");
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** Takes note of where a node is now; returns whether it has moved. */
    public boolean moved(JoinedNode node, @Nullable String announced, String seen)
            throws NotAdmitted, IOException {
        String address = address(announced, seen);
        if (node.address().equals(address)) {
            return false;
        }
        register.put(new JoinedNode(node.badge(), address));
        return true;
    }

    private static String address(@Nullable String announced, String seen) throws NotAdmitted {
        String address = announced == null || announced.isEmpty() ? withoutZone(seen) : announced;
        return IpLiteral.parse(address)
                .map(InetAddress::getHostAddress)
                .orElseThrow(() ->
                        new NotAdmitted(
                                Reason.BAD_REQUEST,
                                "'" + address + "' is no address; give a literal with --address"));
    }

    /** Only this machine knows what the zone of a link-local address means. */
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
