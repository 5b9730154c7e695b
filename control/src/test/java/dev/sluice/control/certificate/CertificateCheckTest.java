package dev.sluice.control.certificate;

import static dev.sluice.control.certificate.TestKeys.pair;
import static dev.sluice.control.certificate.TestKeys.pem;
import static dev.sluice.control.certificate.TestKeys.pkcs8;
import static dev.sluice.control.certificate.TestKeys.sec1;
import static dev.sluice.control.certificate.TestKeys.secret;
import static dev.sluice.control.certificate.TestKeys.selfSigned;
import static dev.sluice.control.certificate.TestKeys.signed;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.certificate.CertificateCheck.Outcome;
import dev.sluice.model.unit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CertificateCheckTest {
    private final Instant now = Instant.now();

    @Test
    void keys_of_every_kind_and_encoding_belong_to_their_certificates() throws Exception {
        KeyPair rsa = pair("RSA", 2048);
        KeyPair ec = pair("EC", 256);
        KeyPair ed = pair("Ed25519", 0);

        for (String key : new String[] {pkcs8(rsa), pem(rsa.getPrivate())}) {
            assertThat(accepted(pem(selfSigned("a", rsa)), key).warnings()).isEmpty();
        }
        String parameters =
                pem(new PemObject("EC PARAMETERS", X9ObjectIdentifiers.prime256v1.getEncoded()));
        for (String key : new String[] {pkcs8(ec), sec1(ec), parameters + sec1(ec)}) {
            accepted(pem(selfSigned("a", ec)), key);
        }
        accepted(pem(selfSigned("a", ed)), pkcs8(ed));
    }

    @Test
    void the_key_id_is_the_digest_of_the_public_half() throws Exception {
        KeyPair ec = pair("EC", 256);

        Outcome.Accepted accepted = accepted(pem(selfSigned("a", ec)), pkcs8(ec));

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(ec.getPublic().getEncoded());
        assertThat(accepted.keyId()).isEqualTo(HexFormat.of().formatHex(digest));
    }

    @Test
    void a_kept_key_is_pkcs8_and_the_given_one_is_erased() throws Exception {
        KeyPair rsa = pair("RSA", 2048);
        Secret given = secret(pem(rsa.getPrivate()));

        var accepted =
                (Outcome.Accepted) CertificateCheck.check(pem(selfSigned("a", rsa)), given, now);

        assertThat(given.reveal()).containsOnly(0);
        assertThat(new String(requireNonNull(accepted.key()).reveal(), StandardCharsets.US_ASCII))
                .isEqualToNormalizingNewlines(pkcs8(rsa));
    }

    @Test
    void a_key_of_another_certificate_is_refused_by_name() throws Exception {
        Outcome.Refused refused =
                refused(
                        pem(selfSigned("www.example.com", pair("EC", 256))),
                        pkcs8(pair("EC", 256)));

        assertThat(refused.aboutKey()).isTrue();
        assertThat(refused.message())
                .isEqualTo(
                        "the private key does not belong to the certificate for www.example.com;"
                                + " give the key that the certificate was requested with");
    }

    @Test
    void an_encrypted_key_is_refused_with_the_command_that_helps() throws Exception {
        KeyPair rsa = pair("RSA", 2048);
        var encryptor =
                new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPassword("secret".toCharArray())
                        .build();
        String encrypted = pem(new JcaPKCS8Generator(rsa.getPrivate(), encryptor));

        assertThat(refused(pem(selfSigned("a", rsa)), encrypted).message())
                .contains("is encrypted", "openssl pkey -in");
    }

    @Test
    void a_chain_in_the_wrong_order_is_put_right() throws Exception {
        KeyPair root = pair("EC", 256);
        KeyPair middle = pair("EC", 256);
        KeyPair leaf = pair("EC", 256);
        Instant ends = now.plusSeconds(9999);
        var rootCertificate = signed("root", root, "root", root, ends);
        var middleCertificate = signed("middle", middle, "root", root, ends);
        var leafCertificate = signed("leaf", leaf, "middle", middle, ends);

        var accepted =
                accepted(pem(rootCertificate, leafCertificate, middleCertificate), pkcs8(leaf));

        assertThat(accepted.chain())
                .isEqualToNormalizingNewlines(
                        pem(leafCertificate, middleCertificate, rootCertificate));
        assertThat(accepted.warnings()).singleElement().asString().contains("put in order");
    }

    @Test
    void an_expired_certificate_is_taken_with_a_warning() throws Exception {
        KeyPair ec = pair("EC", 256);
        var old = signed("old", ec, "old", ec, now.minusSeconds(5));

        assertThat(accepted(pem(old), pkcs8(ec)).warnings())
                .singleElement()
                .asString()
                .startsWith("the certificate for old expired on ");
    }

    @Test
    void a_chain_without_a_key_is_taken_for_an_authoritys() throws Exception {
        assertThat(accepted(pem(selfSigned("ca", pair("EC", 256))), null).key()).isNull();
    }

    @Test
    void what_is_no_certificate_or_key_is_told_so() throws Exception {
        KeyPair ec = pair("EC", 256);
        String chain = pem(selfSigned("a", ec));

        assertThat(refused("", null).message()).contains("holds no certificate");
        assertThat(refused(pkcs8(ec), null).message()).contains("is no certificate");
        assertThat(
                        refused(
                                        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
                                        null)
                                .message())
                .contains("cannot be read");
        assertThat(refused(chain, chain).message()).contains("no private key");
        assertThat(refused(chain, "hello").aboutKey()).isTrue();
        assertThat(refused(chain, pkcs8(pair("X25519", 0))).message()).contains("not supported");
    }

    @Test
    void whatever_the_bytes_are_nothing_is_thrown() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        KeyPair ec = pair("EC", 256);
        String chain = pem(selfSigned("a", ec));
        String key = pkcs8(ec);
        for (int i = 0; i < 300; i++) {
            String outcome =
                    CertificateCheck.check(
                                    damaged(chain, random), secret(damaged(key, random)), now)
                            .toString();
            assertThat(outcome).as("seed %d", seed).doesNotContain(key.substring(40, 80));
        }
    }

    private static String damaged(String text, Random random) {
        var damaged = new StringBuilder(text);
        for (int n = random.nextInt(4); n > 0; n--) {
            damaged.setCharAt(random.nextInt(text.length()), (char) (random.nextInt(96) + 32));
        }
        return damaged.substring(
                0, text.length() - random.nextInt(2) * random.nextInt(text.length()));
    }

    private Outcome.Accepted accepted(String chain, @Nullable String key) {
        Outcome outcome = CertificateCheck.check(chain, key == null ? null : secret(key), now);
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return (Outcome.Accepted) outcome;
    }

    private Outcome.Refused refused(String chain, @Nullable String key) {
        Outcome outcome = CertificateCheck.check(chain, key == null ? null : secret(key), now);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return (Outcome.Refused) outcome;
    }
}
