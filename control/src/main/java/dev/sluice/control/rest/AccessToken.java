package dev.sluice.control.rest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The bearer token of the admin API: 256 random bits in a file that its owner alone may read. Made
 * at the first start; whoever replaces the file's text replaces the token at the next.
 */
public final class AccessToken {
    private static final int RANDOM_BYTES = 32;
    private static final int MIN_CHARS = 16;

    private final Path file;
    private final byte[] token;

    private AccessToken(Path file, byte[] token) {
        this.file = file;
        this.token = token;
    }

    /** Reads a token, or makes one where there is none. */
    public static AccessToken of(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String text = Files.readString(file).strip();
        if (text.length() < MIN_CHARS) {
            throw new IOException(
                    "the token in " + file + " is too short; delete the file to get a new one");
        }
        return new AccessToken(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void make(Path file) throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(part, options, ownerOnly)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    public Path file() {
        return file;
    }

    /** Whether an Authorization header (RFC 6750 §2.1) bears it; takes as long either way. */
    boolean isBorneBy(String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return false;
        }
        byte[] given = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token, given);
    }
}
