package dev.sluice.proxy.tls;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Keys as files of one directory, each named by its id.
 *
 * @param directory holds {@code <keyId>.pem} files of mode 0600
 */
public record FileKeySource(Path directory) implements KeySource {
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{64}");

    @Override
    public CertificateKey keyOf(String keyId) throws UnusableCertificateException {
        if (!KEY_ID.matcher(keyId).matches()) {
            throw new UnusableCertificateException(
                    "key id is not 64 hexadecimal digits: store the certificate again");
        }
        return new FileKey(directory.resolve(keyId + ".pem"));
    }
}
