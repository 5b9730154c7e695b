package dev.sluice.control.certificate;

import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The private keys of a data directory: {@code keys/<keyId>.pem}, readable by the owner alone. A
 * file is whole or absent, whenever the machine stops. Any thread; one at a time writes.
 */
public final class KeyFiles {
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{64}");

    private final Path directory;

    /** Makes the directory where it is missing. */
    public KeyFiles(Path dataDir) throws IOException {
        directory = dataDir.resolve("keys");
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /** Where a key lies, or would. */
    public Path path(String keyId) {
        if (!KEY_ID.matcher(keyId).matches()) {
            throw new IllegalArgumentException("a key id is 64 hex digits");
        }
        return directory.resolve(keyId + ".pem");
    }

    public boolean has(String keyId) {
        return KEY_ID.matcher(keyId).matches() && Files.isRegularFile(path(keyId));
    }

    /** Writes a key so that it outlives a loss of power. The secret stays the caller's. */
    public void write(String keyId, Secret pem) throws IOException {
        Path target = path(keyId);
        Path part = directory.resolve(keyId + ".part");
        Files.deleteIfExists(part);
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(part, options, ownerOnly)) {
            ByteBuffer bytes = ByteBuffer.wrap(pem.reveal());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
    }

    /** Removes the keys, and unfinished files, that no certificate speaks of. */
    public void keepOnly(Set<String> keyIds) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{pem,part}")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".pem")
                        || !keyIds.contains(name.substring(0, name.length() - 4))) {
                    Files.delete(file);
                }
            }
        }
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
