package dev.sluice.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of the PROXY protocol, versions 1 and 2 ("The PROXY protocol", HAProxy, §2).
 *
 * <p>Version 1 (§2.1) is a line of at most 107 bytes:
 *
 * <pre>
 *  PROXY SP (TCP4 | TCP6) SP source SP destination SP source port SP destination port CR LF
 *  PROXY SP UNKNOWN [anything] CR LF
 * </pre>
 *
 * <p>Version 2 (§2.2) is binary, numbers big-endian:
 *
 * <pre>
 *   0                              12          13           14        16
 *  +------------------------------+-----------+------------+---------+------------------------+
 *  | 0D 0A 0D 0A 00 0D 0A 51      | version 2 | family     | length  | addresses, then TLVs   |
 *  | 55 49 54 0A                  | command   | transport  | (2)     | (length bytes)         |
 *  +------------------------------+-----------+------------+---------+------------------------+
 *  command 0 LOCAL, 1 PROXY; family 0 none, 1 IPv4, 2 IPv6, 3 Unix; transport 0 none, 1 stream, 2 datagram
 *  IPv4: source (4) destination (4) ports (2 + 2);  IPv6: source (16) destination (16) ports (2 + 2)
 * </pre>
 *
 * <p>TLVs are skipped. LOCAL, UNKNOWN and whatever is not TCP over IP name no client.
 */
final class ProxyProtocolHeader {
    private static final int V1_MAX_BYTES = 107;
    private static final int V2_FIXED_BYTES = 16;
    private static final int V2_MAX_LENGTH = 4096;
    private static final int IPV4_BYTES = 12;
    private static final int IPV6_BYTES = 36;

    private static final byte[] V1_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] V2_START = {
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
    };

    /** What the first bytes are. */
    enum Status {
        NEED_MORE,
        ABSENT,
        MALFORMED,
        PRESENT
    }

    /**
     * A status and, where a header named one, the client.
     *
     * @param client null also where a header is present and names nobody
     */
    record Outcome(Status status, @Nullable ClientAddress client) {
        private static final Outcome NEED_MORE = new Outcome(Status.NEED_MORE, null);
        private static final Outcome ABSENT = new Outcome(Status.ABSENT, null);
        private static final Outcome MALFORMED = new Outcome(Status.MALFORMED, null);
        private static final Outcome NOBODY = new Outcome(Status.PRESENT, null);

        static Outcome of(ClientAddress client) {
            return new Outcome(Status.PRESENT, client);
        }
    }

    private ProxyProtocolHeader() {}

    /** Looks at all bytes of a connection so far; takes the header away where it is whole. */
    static Outcome read(ByteBuf bytes) {
        int first = matching(bytes, V1_START);
        if (first == V1_START.length) {
            return readVersion1(bytes);
        }
        int second = matching(bytes, V2_START);
        if (second == V2_START.length) {
            return readVersion2(bytes);
        }
        int length = bytes.readableBytes();
        return first == length || second == length ? Outcome.NEED_MORE : Outcome.ABSENT;
    }

    /** How many bytes agree from the start. */
    private static int matching(ByteBuf bytes, byte[] start) {
        int most = Math.min(bytes.readableBytes(), start.length);
        int at = bytes.readerIndex();
        int same = 0;
        while (same < most && bytes.getByte(at + same) == start[same]) {
            same++;
        }
        return same;
    }

    private static Outcome readVersion1(ByteBuf bytes) {
        int window = Math.min(bytes.readableBytes(), V1_MAX_BYTES);
        int lf = bytes.indexOf(bytes.readerIndex(), bytes.readerIndex() + window, (byte) '\n');
        if (lf < 0) {
            return window == V1_MAX_BYTES ? Outcome.MALFORMED : Outcome.NEED_MORE;
        }
        if (bytes.getByte(lf - 1) != '\r') {
            return Outcome.MALFORMED;
        }
        String line =
                bytes.toString(
                        bytes.readerIndex(),
                        lf - 1 - bytes.readerIndex(),
                        StandardCharsets.ISO_8859_1);
        Outcome outcome = parseVersion1(line);
        if (outcome.status() == Status.PRESENT) {
            bytes.readerIndex(lf + 1);
        }
        return outcome;
    }

    private static Outcome parseVersion1(String line) {
        String[] words = line.split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return Outcome.NOBODY;
        }
        boolean ipv6 = words[1].equals("TCP6");
        if (words.length != 6 || !(ipv6 || words[1].equals("TCP4"))) {
            return Outcome.MALFORMED;
        }
        byte[] source = address(words[2], ipv6);
        byte[] destination = address(words[3], ipv6);
        int port = port(words[4]);
        if (source == null || destination == null || port < 0 || port(words[5]) < 0) {
            return Outcome.MALFORMED;
        }
        return Outcome.of(clientAddress(source, port));
    }

    private static byte @Nullable [] address(String text, boolean ipv6) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean legal = c == '.' || (c >= '0' && c <= '9') || (ipv6 && isIpv6Digit(c));
            if (!legal) {
                return null;
            }
        }
        boolean valid = ipv6 ? NetUtil.isValidIpV6Address(text) : NetUtil.isValidIpV4Address(text);
        return valid ? NetUtil.createByteArrayFromIpAddressString(text) : null;
    }

    private static boolean isIpv6Digit(char c) {
        return c == ':' || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** 0 to 65535 without sign or leading zeros; -1 for anything else. */
    private static int port(String text) {
        if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = port * 10 + digit;
        }
        return port <= 0xffff ? port : -1;
    }

    private static Outcome readVersion2(ByteBuf bytes) {
        if (bytes.readableBytes() < V2_FIXED_BYTES) {
            return Outcome.NEED_MORE;
        }
        int at = bytes.readerIndex();
        int versionAndCommand = bytes.getUnsignedByte(at + 12);
        int familyAndTransport = bytes.getUnsignedByte(at + 13);
        int length = bytes.getUnsignedShort(at + 14);
        boolean known =
                (versionAndCommand == 0x20 || versionAndCommand == 0x21)
                        && familyAndTransport >> 4 <= 3
                        && (familyAndTransport & 0x0f) <= 2;
        if (!known || length > V2_MAX_LENGTH) {
            return Outcome.MALFORMED;
        }
        if (bytes.readableBytes() < V2_FIXED_BYTES + length) {
            return Outcome.NEED_MORE;
        }
        boolean local = versionAndCommand == 0x20;
        Outcome outcome =
                local
                        ? Outcome.NOBODY
                        : addresses(bytes, at + V2_FIXED_BYTES, length, familyAndTransport);
        if (outcome.status() == Status.PRESENT) {
            bytes.skipBytes(V2_FIXED_BYTES + length);
        }
        return outcome;
    }

    private static Outcome addresses(ByteBuf bytes, int at, int length, int family) {
        return switch (family) {
            case 0x11 -> length < IPV4_BYTES ? Outcome.MALFORMED : source(bytes, at, 4);
            case 0x21 -> length < IPV6_BYTES ? Outcome.MALFORMED : source(bytes, at, 16);
            default -> Outcome.NOBODY;
        };
    }

    private static Outcome source(ByteBuf bytes, int at, int addressBytes) {
        var address = new byte[addressBytes];
        bytes.getBytes(at, address);
        return Outcome.of(clientAddress(address, bytes.getUnsignedShort(at + 2 * addressBytes)));
    }

    private static ClientAddress clientAddress(byte[] address, int port) {
        try {
            return new ClientAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError("4 or 16 bytes are an address", impossible);
        }
    }
}
