package dev.sluice.control.identity;

import dev.sluice.control.identity.NotAdmitted.Reason;
import dev.sluice.model.node.Role;
import dev.sluice.model.shape.Words;
import dev.sluice.node.join.Badge;
import dev.sluice.node.join.JoinToken;
import dev.sluice.node.join.OwnerFile;
import dev.sluice.node.wire.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that were given out and are not over: their digests, in {@code tokens.json}. Guarded
 * by this object's monitor.
 */
final class JoinTokens {
    private static final HexFormat HEX = HexFormat.of();
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 4;

    private final Path file;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Given> given = new LinkedHashMap<>();

    /**
     * A token that was given out.
     *
     * @param digest of its secret
     * @param many whether any number of nodes may use it
     * @param used whether one has
     */
    record Given(
            String id, String role, String digest, long expiresAtMs, boolean many, boolean used) {}

    /** The file. */
    record All(List<Given> tokens) {}

    private JoinTokens(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    static JoinTokens open(Path folder, InstantSource clock) throws IOException {
        var tokens = new JoinTokens(folder.resolve("tokens.json"), clock);
        if (Files.exists(tokens.file)) {
            RecordJson.read(Files.readString(tokens.file).strip(), All.class)
                    .tokens()
                    .forEach(token -> tokens.given.put(token.id(), token));
        }
        return tokens;
    }

    /** Makes a token. */
    synchronized JoinToken give(Role role, Duration life, boolean many, String fingerprint)
            throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        var token =
                new JoinToken(
                        role,
                        HEX.formatHex(id),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                        fingerprint);
        long expiresAtMs = clock.instant().plus(life).toEpochMilli();
        given.put(
                token.id(),
                new Given(
                        token.id(),
                        Words.of(role),
                        digest(token.secret()),
                        expiresAtMs,
                        many,
                        false));
        save();
        return token;
    }

    /** Whether a token lets its bearer in; a token for one node is used up by the answer. */
    synchronized void use(String text, Role role) throws NotAdmitted, IOException {
        JoinToken token =
                JoinToken.of(text)
                        .orElseThrow(() ->
                                new NotAdmitted(
                                        Reason.BAD_TOKEN,
                                        "this is no join token; make one with ./sluice control token"));
        Given known = given.get(token.id());
        if (known == null
                || !MessageDigest.isEqual(
                        known.digest().getBytes(StandardCharsets.US_ASCII),
                        digest(token.secret()).getBytes(StandardCharsets.US_ASCII))) {
            throw new NotAdmitted(
                    Reason.BAD_TOKEN,
                    "control does not know this token; make a new one with ./sluice control token");
        }
        requireUsable(known, role);
        if (!known.many()) {
            given.put(
                    known.id(),
                    new Given(
                            known.id(),
                            known.role(),
                            known.digest(),
                            known.expiresAtMs(),
                            false,
                            true));
            save();
        }
    }

    private void requireUsable(Given known, Role role) throws NotAdmitted {
        if (clock.millis() > known.expiresAtMs()) {
            throw new NotAdmitted(
                    Reason.TOKEN_EXPIRED,
                    "this token expired at "
                            + Instant.ofEpochMilli(known.expiresAtMs())
                            + "; make a new one with ./sluice control token");
        }
        if (!Badge.role(known.role()).equals(Optional.of(role))) {
            throw new NotAdmitted(
                    Reason.WRONG_ROLE,
                    "this token is for a " + known.role() + ", not for a " + Words.of(role));
        }
        if (known.used()) {
            throw new NotAdmitted(
                    Reason.TOKEN_USED,
                    "this token has been used; make another with ./sluice control token, or one for"
                            + " several nodes with --many");
        }
    }

    /** Tokens that were over a day ago are forgotten: nobody needs to be told about them. */
    private void save() throws IOException {
        long longOver = clock.instant().minus(Duration.ofDays(1)).toEpochMilli();
        given.values().removeIf(token -> token.expiresAtMs() < longOver);
        OwnerFile.write(file, RecordJson.write(new All(List.copyOf(given.values()))) + "\n");
    }

    private static String digest(String secret) {
        try {
            return HEX.formatHex(
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every JDK has SHA-256", e);
        }
    }
}
