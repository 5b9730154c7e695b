package dev.sluice.director.sync.run;

import dev.sluice.director.sync.Seal;
import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster's secret in a file: a line, and perhaps another with the one before it, which is still
 * good. What was read is never said.
 */
final class SecretFile {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);

    private static final int LINES_MAX = 2;
    private static final int BYTES_MAX = 4096;

    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.GROUP_WRITE);

    private SecretFile() {}

    /**
     * Reads one.
     *
     * @return the newest first
     * @throws IOException with words for an operator when it holds no good secret
     */
    static List<Secret> read(Path path) throws IOException {
        String text = text(path);
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty() || lines.size() > LINES_MAX) {
            throw new IOException(
                    "the secret file %s has %d lines: it needs the secret in one, and may have the one before it in a second"
                            .formatted(path, lines.size()));
        }
        List<Secret> secrets =
                lines.stream()
                        .map(line -> new Secret(line.getBytes(StandardCharsets.ISO_8859_1)))
                        .toList();
        if (secrets.stream().anyMatch(one -> one.reveal().length < Seal.SECRET_BYTES_MIN)) {
            throw new IOException(
                    "a secret in %s is shorter than %d bytes; make one with `head -c 32 /dev/urandom | base64`"
                            .formatted(path, Seal.SECRET_BYTES_MIN));
        }
        return secrets;
    }

    private static String text(Path path) throws IOException {
        try {
            if (Files.size(path) > BYTES_MAX) {
                throw new IOException("the secret file " + path + " is too long for one");
            }
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("there is no secret file " + path, e);
        }
    }

    /** Says it if others than its owner can read it. */
    static void warnIfOpen(Path path) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
                LOG.warn("the secret file {} is open to others: chmod 600 it", path);
            }
        } catch (UnsupportedOperationException _) {
            // This file system has no permissions.
        }
    }

    /** What seals with the first and takes either. */
    static Seal seal(List<Secret> secrets) {
        return secrets.isEmpty()
                ? Seal.none()
                : Seal.of(secrets.stream().map(Secret::reveal).toArray(byte[][]::new));
    }

    static boolean areEqual(List<Secret> some, List<Secret> others) {
        boolean equal = some.size() == others.size();
        for (int i = 0; equal && i < some.size(); i++) {
            equal = Arrays.equals(some.get(i).reveal(), others.get(i).reveal());
        }
        return equal;
    }
}
