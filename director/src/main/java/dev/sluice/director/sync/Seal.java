package dev.sluice.director.sync;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What shows that a datagram was made by a director of this cluster: HMAC-SHA-256 (RFC 2104, all 32
 * bytes) over everything before it. There may be two secrets for a while, so that one can be
 * replaced under way: datagrams are sealed with the first and taken with either.
 *
 * <p>Without a secret the place of the seal is 0, and everybody on the network can forge sessions:
 * who starts a director so says it loudly.
 *
 * <p>Owned by one thread. The JDK allocates 48 bytes for each datagram, nothing else is.
 */
public final class Seal {
    /** Size of a seal. */
    public static final int BYTES = 32;

    /** Shorter secrets can be guessed. */
    public static final int SECRET_BYTES_MIN = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final List<Mac> keys = new ArrayList<>(2);
    private final byte[] expected = new byte[BYTES];
    private final byte[] found = new byte[BYTES];

    private Seal() {}

    /**
     * Seals by a secret.
     *
     * @param secrets the secret, and perhaps the one before it
     */
    public static Seal of(byte[]... secrets) {
        if (secrets.length == 0 || secrets.length > 2) {
            throw new IllegalArgumentException("one secret, or two while one is replaced");
        }
        var seal = new Seal();
        for (byte[] secret : secrets) {
            seal.keys.add(mac(secret));
        }
        return seal;
    }

    /** Proves nothing. */
    public static Seal none() {
        return new Seal();
    }

    /** Seals as another does from now on, which is not to be used besides. */
    public void renew(Seal newer) {
        keys.clear();
        keys.addAll(newer.keys);
    }

    /** Whether it proves anything. */
    public boolean isSecret() {
        return !keys.isEmpty();
    }

    /** Seals what stands before {@code end}; there must be room for {@link #BYTES} behind it. */
    void close(byte[] bytes, int from, int end) {
        if (keys.isEmpty()) {
            Arrays.fill(bytes, end, end + BYTES, (byte) 0);
            return;
        }
        write(keys.getFirst(), bytes, from, end, bytes, end);
    }

    /** Whether the seal that begins at {@code end} is that of what stands before it. */
    boolean isIntact(byte[] bytes, int from, int end) {
        System.arraycopy(bytes, end, found, 0, BYTES);
        if (keys.isEmpty()) {
            Arrays.fill(expected, (byte) 0);
            return MessageDigest.isEqual(expected, found);
        }
        for (Mac key : keys) {
            write(key, bytes, from, end, expected, 0);
            if (MessageDigest.isEqual(expected, found)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return isSecret() ? "sealed by a secret" : "not sealed";
    }

    private static void write(Mac key, byte[] bytes, int from, int end, byte[] to, int at) {
        try {
            key.update(bytes, from, end - from);
            key.doFinal(to, at);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("there is room for a seal", e);
        }
    }

    private static Mac mac(byte[] secret) {
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "a cluster's secret has at least "
                            + SECRET_BYTES_MIN
                            + " bytes, not "
                            + secret.length);
        }
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }
}
