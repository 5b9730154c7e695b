package dev.sluice.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.PemPrivateKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * A private key in an unencrypted PEM file that only its owner may read.
 *
 * @param file mode 0600 or stricter
 */
public record FileKey(Path file) implements CertificateKey {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    /**
     * Reads the key into memory outside the Java heap, where no collector copies it about; it is
     * zeroed when the returned key is released.
     */
    PemPrivateKey load() throws UnusableCertificateException {
        try {
            refuseStrangers();
            return PemPrivateKey.valueOf(read());
        } catch (NoSuchFileException missing) {
            throw new UnusableCertificateException(
                    "key file "
                            + file
                            + " does not exist: store the certificate again with its key",
                    missing);
        } catch (IOException unreadable) {
            throw new UnusableCertificateException(
                    "key file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void refuseStrangers() throws IOException, UnusableCertificateException {
        if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            throw new UnusableCertificateException(
                    "key file " + file + " may be read by others: chmod 600 it");
        }
    }

    private ByteBuf read() throws IOException {
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size == 0 || size > MAX_BYTES) {
                throw new IOException("it has " + size + " bytes, not 1 to " + MAX_BYTES);
            }
            var bytes = ByteBuffer.allocateDirect((int) size);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // A short read goes on where it stopped.
            }
            return Unpooled.wrappedBuffer(bytes.flip());
        }
    }
}
