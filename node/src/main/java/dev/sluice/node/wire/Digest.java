package dev.sluice.node.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of a set of resources that is kept up to date by what comes and goes: the exclusive or
 * of each member's SHA-256, of which the first 128 bits are taken. It finds what was lost or
 * damaged by accident; against intent there is TLS.
 */
public record Digest(long high, long low) {
    /** Of no resources. */
    public static final Digest NONE = new Digest(0, 0);

    private static final HexFormat HEX = HexFormat.of();

    /** Of one resource. */
    static Digest of(String key, String text) {
        ByteBuffer bytes =
                ByteBuffer.wrap(
                        sha256().digest((key + "\n" + text).getBytes(StandardCharsets.UTF_8)));
        return new Digest(bytes.getLong(), bytes.getLong());
    }

    /** With a member more, or with one less that was in it. */
    Digest turn(Digest member) {
        return new Digest(high ^ member.high, low ^ member.low);
    }

    /** 32 hex digits. */
    public String text() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every JDK has SHA-256", e);
        }
    }
}
