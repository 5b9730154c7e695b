package dev.sluice.director.sync;

import dev.sluice.director.limit.CookieSecrets;
import dev.sluice.director.limit.SynSecret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * What directors share besides sessions, derived from the cluster's secret: each use has a key of
 * its own, which says nothing of the secret and of the others (HKDF with SHA-256, RFC 5869). There
 * may be two secrets for a while, so that one can be replaced under way.
 *
 * <p>Schedulers need none: where a hash decides, it is the same in every process, and so are the
 * servers of the same group. Only the index of a director's sessions has a seed, which stays within
 * its process: who knew it could choose packets that fall on each other.
 */
public final class ClusterKeys {
    private static final String ALGORITHM = "HKDF-SHA256";
    private static final byte[] SALT = "sluice cluster".getBytes(StandardCharsets.UTF_8);
    private static final byte[] COOKIES = "SYN cookies 1".getBytes(StandardCharsets.UTF_8);
    private static final int COOKIE_KEY_BYTES = 2 * Long.BYTES;

    private final List<byte[]> newestFirst;

    /**
     * @param newestFirst the secret, and perhaps the one that is being replaced
     */
    public ClusterKeys(List<byte[]> newestFirst) {
        if (newestFirst.isEmpty() || newestFirst.size() > 2) {
            throw new IllegalArgumentException("one secret, or two while one is replaced");
        }
        this.newestFirst = newestFirst.stream().map(byte[]::clone).toList();
    }

    /**
     * What SYN cookies are made with and believed by.
     *
     * @param aheadMs what to add to the forwarder's clock for the time of day
     */
    public CookieSecrets cookies(long aheadMs) {
        return new CookieSecrets(
                newestFirst.stream().map(ClusterKeys::cookieSecret).toList(), aheadMs, true);
    }

    private static SynSecret cookieSecret(byte[] secret) {
        ByteBuffer key = ByteBuffer.wrap(derived(secret, COOKIES, COOKIE_KEY_BYTES));
        return new SynSecret(key.getLong(), key.getLong());
    }

    private static byte[] derived(byte[] secret, byte[] use, int bytes) {
        try {
            return KDF.getInstance(ALGORITHM)
                    .deriveData(
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .addSalt(SALT)
                                    .thenExpand(use, bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "ClusterKeys";
    }
}
