package dev.sluice.node.join;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/**
 * A request for a certificate (PKCS #10, RFC 2986), which proves that who asks has the key. The
 * subject is only the node's name: what else the certificate says is the authority's to decide.
 *
 * <pre>
 * SEQUENCE
 *   SEQUENCE                          certificationRequestInfo
 *     INTEGER 0
 *     SEQUENCE SET SEQUENCE           subject: commonName
 *       OID 2.5.4.3, UTF8String
 *     subjectPublicKeyInfo            as the key itself is encoded
 *     [0] (empty)                     attributes
 *   SEQUENCE OID 1.2.840.10045.4.3.2  ecdsa-with-SHA256
 *   BIT STRING                        the signature of the first
 * </pre>
 */
public final class SigningRequest {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int ATTRIBUTES = 0xa0;
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
    };

    private SigningRequest() {}

    /** A request as PEM. */
    public static String pem(KeyPair keys, String name) throws GeneralSecurityException {
        byte[] subject =
                der(
                        SEQUENCE,
                        der(
                                SET,
                                der(
                                        SEQUENCE,
                                        der(OBJECT_ID, COMMON_NAME),
                                        der(UTF8_STRING, name.getBytes(StandardCharsets.UTF_8)))));
        byte[] asked =
                der(
                        SEQUENCE,
                        der(INTEGER, new byte[1]),
                        subject,
                        keys.getPublic().getEncoded(),
                        der(ATTRIBUTES));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(asked);
        byte[] request =
                der(
                        SEQUENCE,
                        asked,
                        der(SEQUENCE, der(OBJECT_ID, ECDSA_WITH_SHA256)),
                        der(BIT_STRING, new byte[1], signature.sign()));
        return Pem.of("CERTIFICATE REQUEST", request);
    }

    /** Tag, length, content (X.690 §8.1). */
    private static byte[] der(int tag, byte[]... contents) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
