package dev.sluice.proxy.tls;

import dev.sluice.model.TlsPolicy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a policy allows.
 *
 * <p>The names are the cloud's, the suites those of them that BoringSSL has: it lacks the ones of
 * CBC with SHA-256 or SHA-384, triple DES and CCM. TLS 1.3 always has its three suites; BoringSSL
 * does not let them be chosen. Suites without forward secrecy are those of the three policies that
 * are not strict, and only where the listener asks for them.
 *
 * @param allowStaticRsa whether suites in which the key decrypts may be used
 */
record TlsRules(TlsPolicy policy, boolean allowStaticRsa) {
    private static final List<String> SUITES_1_3 =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    List<String> protocols() {
        return switch (policy) {
            case TLS_CIPHER_POLICY_1_0 -> List.of("TLSv1", "TLSv1.1", "TLSv1.2");
            case TLS_CIPHER_POLICY_1_1 -> List.of("TLSv1.1", "TLSv1.2");
            case TLS_CIPHER_POLICY_1_2, TLS_CIPHER_POLICY_1_2_STRICT -> List.of("TLSv1.2");
            case TLS_CIPHER_POLICY_1_2_STRICT_WITH_1_3 -> List.of("TLSv1.2", "TLSv1.3");
        };
    }

    boolean allowsTls13() {
        return policy == TlsPolicy.TLS_CIPHER_POLICY_1_2_STRICT_WITH_1_3;
    }

    private boolean strict() {
        return switch (policy) {
            case TLS_CIPHER_POLICY_1_0, TLS_CIPHER_POLICY_1_1, TLS_CIPHER_POLICY_1_2 -> false;
            case TLS_CIPHER_POLICY_1_2_STRICT, TLS_CIPHER_POLICY_1_2_STRICT_WITH_1_3 -> true;
        };
    }

    /** Suites of TLS 1.2 and before. */
    Set<CipherSuite> suites() {
        var suites = EnumSet.allOf(CipherSuite.class);
        if (strict() || !allowStaticRsa) {
            suites.removeIf(suite -> suite.kind() == CipherSuite.Kind.STATIC_RSA);
        }
        return suites;
    }

    /** All suites by the names that Netty takes. */
    List<String> suiteNames() {
        var names = new ArrayList<String>();
        suites().forEach(suite -> names.add(suite.name()));
        if (allowsTls13()) {
            names.addAll(SUITES_1_3);
        }
        return names;
    }

    /** Whether a handshake with this client can succeed with a key of this kind. */
    boolean serve(ClientHello hello, KeyKind kind) {
        if (allowsTls13() && hello.highestVersion() >= ClientHello.TLS_1_3) {
            return kind.signsFor(hello, true);
        }
        for (CipherSuite suite : suites()) {
            if (hello.offersSuite(suite.code()) && fits(suite, kind, hello)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(CipherSuite suite, KeyKind kind, ClientHello hello) {
        return switch (suite.kind()) {
            case STATIC_RSA -> kind == KeyKind.RSA;
            case RSA -> kind == KeyKind.RSA && kind.signsFor(hello, false);
            case ECDSA -> kind != KeyKind.RSA && kind.signsFor(hello, false);
        };
    }
}
