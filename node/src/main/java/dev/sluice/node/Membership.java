package dev.sluice.node;

import dev.sluice.model.shape.Words;
import dev.sluice.node.join.JoinToken;
import dev.sluice.node.join.NodeIdentity;
import dev.sluice.node.join.OwnerFile;
import dev.sluice.node.join.SigningRequest;
import dev.sluice.node.wire.Issued;
import dev.sluice.node.wire.JoinRequest;
import dev.sluice.node.wire.RecordJson;
import dev.sluice.node.wire.RenewRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's standing with control: its identity, got by joining and renewed in time, and the way to
 * control that goes with it. Renewed by one thread, read by any.
 */
final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private final LinkOptions options;
    private final LinkTimes times;
    private final InstantSource clock;
    private volatile NodeIdentity identity;
    private volatile ControlHttp http;

    private Membership(
            LinkOptions options, LinkTimes times, InstantSource clock, NodeIdentity identity) {
        this.options = options;
        this.times = times;
        this.clock = clock;
        this.identity = identity;
        this.http = http(identity);
    }

    /**
     * Takes the identity that the node has, or joins.
     *
     * @throws NotTaken when control refuses: another attempt would be refused as well
     * @throws IOException when control cannot be reached, or the node's folder cannot be used
     */
    static Membership take(LinkOptions options, LinkTimes times, InstantSource clock)
            throws IOException {
        OwnerFile.makeFolder(options.dataDir());
        NodeIdentity known = NodeIdentity.load(options.dataDir()).orElse(null);
        JoinToken token = token(options);
        if (known != null && isUsable(known, token, clock)) {
            known.require(options.role(), options.name(), options.dataDir());
            return new Membership(options, times, clock, known);
        }
        if (token == null) {
            throw new NotTaken(
                    "NoToken",
                    known == null
                            ? "this node has not joined yet; give it a token of ./sluice control token with --join or --join-file"
                            : "this node's certificate expired at "
                                    + known.certificate().getNotAfter().toInstant()
                                    + "; let it join again with a token of ./sluice control token");
        }
        return new Membership(options, times, clock, joined(options, token, times, clock));
    }

    private static @Nullable JoinToken token(LinkOptions options) throws NotTaken {
        String text = options.token();
        if (text == null) {
            return null;
        }
        return JoinToken.of(text)
                .orElseThrow(() ->
                        new NotTaken(
                                "BadToken",
                                "what was given with --join is no join token; make one with ./sluice control token"));
    }

    /** A token of another control says that the node is to join that one. */
    private static boolean isUsable(
            NodeIdentity known, @Nullable JoinToken token, InstantSource clock) {
        return !known.isExpired(clock.instant())
                && (token == null
                        || token.fingerprint().equals(JoinToken.fingerprint(known.authority())));
    }

    private static NodeIdentity joined(
            LinkOptions options, JoinToken token, LinkTimes times, InstantSource clock)
            throws IOException {
        KeyPair keys = NodeIdentity.newKeys();
        var request =
                new JoinRequest(
                        options.name(),
                        Words.of(options.role()),
                        token.text(),
                        request(keys, options.name()),
                        options.address());
        try (var http =
                new ControlHttp(
                        options.control(), NodeIdentity.tls(token, clock), times.requestMs())) {
            Issued issued = RecordJson.read(http.post("/node/v1/join", request), Issued.class);
            NodeIdentity identity = NodeIdentity.of(keys.getPrivate(), issued.certificates());
            identity.save(options.dataDir());
            LOG.info("joined as {}", options.name());
            return identity;
        }
    }

    private static String request(KeyPair keys, String name) {
        try {
            return SigningRequest.pem(keys, name);
        } catch (GeneralSecurityException e) {
            throw new LinkageError("every JDK signs with P-256 keys", e);
        }
    }

    private ControlHttp http(NodeIdentity of) {
        return new ControlHttp(options.control(), of.tls(clock), times.requestMs());
    }

    /** The way to control. */
    ControlHttp http() {
        return http;
    }

    NodeIdentity identity() {
        return identity;
    }

    /** Gets a new certificate if half of the present one's life is over. */
    void renewIfDue() throws IOException {
        if (!identity.isDue(clock.instant())) {
            return;
        }
        if (identity.isExpired(clock.instant())) {
            throw new NotTaken(
                    "BadCertificate",
                    "this node's certificate expired at "
                            + identity.certificate().getNotAfter().toInstant()
                            + "; stop it and let it join again with a token of ./sluice control token");
        }
        KeyPair keys = NodeIdentity.newKeys();
        var asked = new RenewRequest(request(keys, options.name()));
        Issued issued = RecordJson.read(http.post("/node/v1/renew", asked), Issued.class);
        NodeIdentity renewed = NodeIdentity.of(keys.getPrivate(), issued.certificates());
        renewed.save(options.dataDir());
        identity = renewed;
        // What is open goes on by the old way, until it ends.
        http = http(renewed);
        LOG.info(
                "the certificate was renewed, until {}",
                renewed.certificate().getNotAfter().toInstant());
    }

    @Override
    public void close() {
        http.close();
    }
}
