package dev.sluice.proxy.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client says first: whom it wants to reach and what it can do. Immutable.
 *
 * <p>The handshake message's body (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2):
 *
 * <pre>
 *  +---------------+------------+----------------+------------------+---------------+--------------+
 *  | version (2)   | random(32) | session id     | cipher suites    | compressions  | extensions   |
 *  |               |            | 1 + 0..32      | 2 + 2..65534     | 1 + 1..255    | 2 + 0..65535 |
 *  +---------------+------------+----------------+------------------+---------------+--------------+
 *  extension: type (2), length (2), body
 * </pre>
 */
public final class ClientHello {
    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;

    private static final int RANDOM_BYTES = 32;
    private static final int MAX_SESSION_ID_BYTES = 32;
    private static final int MAX_NAME_BYTES = 255;
    private static final char[] NONE = {};

    private final char[] cipherSuites;
    private char[] signatureSchemes = NONE;
    private boolean signatureSchemesSent;
    private int highestVersion;
    private @Nullable String serverName;
    private List<String> applicationProtocols = List.of();

    private ClientHello(int legacyVersion, char[] cipherSuites) {
        this.highestVersion = legacyVersion;
        this.cipherSuites = cipherSuites;
    }

    /** The name asked for (RFC 6066 §3), in lower case; null where none was sent. */
    public @Nullable String serverName() {
        return serverName;
    }

    /** The highest version offered, as on the wire: 0x0303 is TLS 1.2, 0x0304 TLS 1.3. */
    public int highestVersion() {
        return highestVersion;
    }

    /** Application protocols in the client's order (RFC 7301); empty where none were sent. */
    public List<String> applicationProtocols() {
        return applicationProtocols;
    }

    /** Whether the cipher suite of this number was offered. */
    public boolean offersSuite(int suite) {
        return contains(cipherSuites, suite);
    }

    /** Whether signatures of this scheme (RFC 8446 §4.2.3) were offered. */
    public boolean offersSignature(int scheme) {
        return contains(signatureSchemes, scheme);
    }

    /** Whether it named signature schemes at all; TLS 1.1 and older clients cannot. */
    public boolean namesSignatures() {
        return signatureSchemesSent;
    }

    private static boolean contains(char[] codes, int wanted) {
        for (char code : codes) {
            if (code == wanted) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads a ClientHello's body. Moves the reader index; keeps no reference to the buffer.
     *
     * @return null where it is malformed
     */
    static @Nullable ClientHello parse(ByteBuf body) {
        if (body.readableBytes() < 2 + RANDOM_BYTES + 1) {
            return null;
        }
        int legacyVersion = body.readUnsignedShort();
        body.skipBytes(RANDOM_BYTES);
        if (!skip(body, 1, MAX_SESSION_ID_BYTES)) {
            return null;
        }
        char[] suites = codes(vector(body, 2));
        if (suites == null || suites.length == 0 || !skip(body, 1, 255)) {
            return null;
        }
        var hello = new ClientHello(legacyVersion, suites);
        if (!body.isReadable()) {
            return hello;
        }
        ByteBuf extensions = vector(body, 2);
        boolean whole = extensions != null && !body.isReadable() && hello.readAll(extensions);
        return whole ? hello : null;
    }

    private boolean readAll(ByteBuf extensions) {
        while (extensions.isReadable()) {
            if (extensions.readableBytes() < 4) {
                return false;
            }
            int type = extensions.readUnsignedShort();
            ByteBuf body = vector(extensions, 2);
            if (body == null || !read(type, body)) {
                return false;
            }
        }
        return true;
    }

    private boolean read(int type, ByteBuf body) {
        return switch (type) {
            case 0 -> readServerName(body);
            case 13 -> readSignatureSchemes(body);
            case 16 -> readApplicationProtocols(body);
            case 43 -> readVersions(body);
            default -> true;
        };
    }

    /**
     * ServerNameList: 2-byte length, then entries of type (1; 0 is a host name) and name (2 + n).
     */
    private boolean readServerName(ByteBuf body) {
        ByteBuf list = vector(body, 2);
        if (list == null || list.readableBytes() < 3 || serverName != null) {
            return false;
        }
        boolean hostName = list.readUnsignedByte() == 0;
        ByteBuf name = vector(list, 2);
        if (name == null || name.readableBytes() > MAX_NAME_BYTES) {
            return false;
        }
        if (hostName) {
            serverName = hostName(name);
            return serverName != null;
        }
        return true;
    }

    private static @Nullable String hostName(ByteBuf name) {
        for (int i = name.readerIndex(); i < name.writerIndex(); i++) {
            int c = name.getUnsignedByte(i);
            if (c <= ' ' || c >= 0x7f) {
                return null;
            }
        }
        String text = name.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        return text.isEmpty()
                ? null
                : text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private boolean readSignatureSchemes(ByteBuf body) {
        char[] schemes = codes(vector(body, 2));
        if (schemes == null) {
            return false;
        }
        signatureSchemes = schemes;
        signatureSchemesSent = true;
        return true;
    }

    /** The list replaces the version field before it (RFC 8446 §4.2.1). */
    private boolean readVersions(ByteBuf body) {
        char[] versions = codes(vector(body, 1));
        if (versions == null || versions.length == 0) {
            return false;
        }
        int highest = 0;
        for (char version : versions) {
            // Greased values (RFC 8701) are above every real one.
            if (version <= TLS_1_3) {
                highest = Math.max(highest, version);
            }
        }
        highestVersion = highest;
        return true;
    }

    private boolean readApplicationProtocols(ByteBuf body) {
        ByteBuf list = vector(body, 2);
        if (list == null) {
            return false;
        }
        var names = new ArrayList<String>();
        while (list.isReadable()) {
            ByteBuf name = vector(list, 1);
            if (name == null || !name.isReadable()) {
                return false;
            }
            names.add(name.toString(StandardCharsets.ISO_8859_1));
        }
        applicationProtocols = List.copyOf(names);
        return true;
    }

    /** A length of 1 or 2 bytes and as many bytes after it; null where they are not there. */
    private static @Nullable ByteBuf vector(ByteBuf from, int lengthBytes) {
        if (from.readableBytes() < lengthBytes) {
            return null;
        }
        int length = lengthBytes == 1 ? from.readUnsignedByte() : from.readUnsignedShort();
        return from.readableBytes() < length ? null : from.readSlice(length);
    }

    private static boolean skip(ByteBuf from, int lengthBytes, int maxLength) {
        ByteBuf skipped = vector(from, lengthBytes);
        return skipped != null && skipped.readableBytes() <= maxLength;
    }

    private static char @Nullable [] codes(@Nullable ByteBuf list) {
        if (list == null || (list.readableBytes() & 1) != 0) {
            return null;
        }
        var codes = new char[list.readableBytes() / 2];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (char) list.readUnsignedShort();
        }
        return codes;
    }
}
