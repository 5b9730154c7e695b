package dev.sluice.node.join;

import dev.sluice.model.node.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A node's key and certificate, and the authority that it joined. Kept in one file, {@code
 * identity.pem}, for its owner alone.
 */
public record NodeIdentity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    private static final String FILE = "identity.pem";

    /** A new key for a request. */
    public static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new LinkageError("every JDK makes P-256 keys", e);
        }
    }

    /**
     * Puts together what control answered.
     *
     * @param pem the certificate, and after it the authority's
     */
    public static NodeIdentity of(PrivateKey key, String pem) throws IOException {
        List<X509Certificate> chain = Pem.certificates(pem);
        if (chain.size() != 2) {
            throw new IOException("a certificate and its authority's should be there");
        }
        return new NodeIdentity(key, chain.get(0), chain.get(1));
    }

    /** What was saved; empty before the first join. */
    public static Optional<NodeIdentity> load(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file);
            return Optional.of(of(Pem.privateKey(text), text));
        } catch (IOException e) {
            throw new IOException(
                    "cannot use "
                            + file
                            + " ("
                            + e.getMessage()
                            + "); remove it and join again with a new token",
                    e);
        }
    }

    public void save(Path folder) throws IOException {
        OwnerFile.write(
                folder.resolve(FILE), Pem.of(key) + Pem.of(certificate) + Pem.of(authority));
    }

    /** Who this is. */
    public Badge badge() throws IOException {
        return Badge.of(certificate)
                .orElseThrow(() -> new IOException("the certificate is no node's"));
    }

    /**
     * Whether this is the node that somebody wants to start.
     *
     * @throws IOException with a sentence where it is another
     */
    public void require(Role role, String name, Path folder) throws IOException {
        Badge badge = badge();
        if (badge.role() != role || !badge.name().equals(name)) {
            throw new IOException(
                    folder
                            + " is the folder of "
                            + badge.name()
                            + ", which joined with the role "
                            + badge.role().name().toLowerCase(Locale.ROOT)
                            + "; give each node a folder of its own with --data");
        }
    }

    /** Whether half of its life is over. */
    public boolean isDue(Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(from, certificate.getNotAfter().toInstant());
        return now.isAfter(from.plus(life.dividedBy(2)));
    }

    /** Whether it is over. */
    public boolean isExpired(Instant now) {
        return now.isAfter(certificate.getNotAfter().toInstant());
    }

    /** TLS by which it shows itself, and which knows control. */
    public SSLContext tls(InstantSource clock) {
        return tls(ControlTrust.of(authority, clock), keyManagers(key, certificate, authority));
    }

    /** TLS for who has no certificate yet. */
    public static SSLContext tls(JoinToken token, InstantSource clock) {
        return tls(ControlTrust.of(token, clock), new KeyManager[0]);
    }

    private static SSLContext tls(TrustManager trust, KeyManager[] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, new TrustManager[] {trust}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new LinkageError("every JDK has TLS 1.3", e);
        }
    }

    /** Key managers that show one certificate. */
    public static KeyManager[] keyManagers(PrivateKey key, Certificate... chain) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", key, new char[0], chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new LinkageError("every JDK keeps keys in memory", e);
        }
    }

    /** The key stays out of logs. */
    @Override
    public String toString() {
        return "NodeIdentity[" + certificate.getSubjectX500Principal() + "]";
    }
}
