package dev.sluice.proxy.stream;

import io.netty.buffer.ByteBuf;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Writes the header that tells a server who its client is: the PROXY protocol, version 2 ("The
 * PROXY protocol", HAProxy, §2.2), numbers big-endian:
 *
 * <pre>
 *   0                    12     13              14            16
 *  +--------------------+------+---------------+-------------+----------------------------------+
 *  | signature          | 0x21 | 0x11 TCP/IPv4 | length      | source, destination (4 or 16     |
 *  | (12)               |      | 0x21 TCP/IPv6 | 12 or 36    | each), source port, destination  |
 *  |                    |      | 0x12, 0x22 UDP|             | port (2 each)                    |
 *  +--------------------+------+---------------+-------------+----------------------------------+
 * </pre>
 *
 * <p>Where one address is IPv4 and the other IPv6, the former goes as ::ffff:a.b.c.d.
 */
final class ProxyProtocolV2 {
    /** The longest header written. */
    static final int MAX_BYTES = 16 + 36;

    private static final long SIGNATURE_START = 0x0D0A0D0A000D0A51L;
    private static final int SIGNATURE_END = 0x5549540A;
    private static final int VERSION_2_PROXY = 0x21;
    private static final int IPV4 = 0x10;
    private static final int IPV6 = 0x20;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;

    private ProxyProtocolV2() {}

    /**
     * Appends the header.
     *
     * @param client who connected
     * @param local the address connected to
     */
    static void writeTcp(InetSocketAddress client, InetSocketAddress local, ByteBuf into) {
        write(client, local, STREAM, into);
    }

    /** Appends the header of a datagram. */
    static void writeUdp(InetSocketAddress client, InetSocketAddress local, ByteBuf into) {
        write(client, local, DATAGRAM, into);
    }

    private static void write(
            InetSocketAddress client, InetSocketAddress local, int transport, ByteBuf into) {
        boolean ipv4 =
                client.getAddress() instanceof Inet4Address
                        && local.getAddress() instanceof Inet4Address;
        into.writeLong(SIGNATURE_START).writeInt(SIGNATURE_END).writeByte(VERSION_2_PROXY);
        into.writeByte((ipv4 ? IPV4 : IPV6) | transport).writeShort(ipv4 ? 12 : 36);
        writeAddress(client.getAddress(), ipv4, into);
        writeAddress(local.getAddress(), ipv4, into);
        into.writeShort(client.getPort()).writeShort(local.getPort());
    }

    private static void writeAddress(InetAddress address, boolean ipv4, ByteBuf into) {
        if (!ipv4 && address instanceof Inet4Address) {
            into.writeLong(0).writeShort(0).writeShort(0xffff);
        }
        into.writeBytes(address.getAddress());
    }
}
