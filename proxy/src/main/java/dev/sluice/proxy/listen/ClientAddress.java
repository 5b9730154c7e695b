package dev.sluice.proxy.listen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Who the client of a connection is: the socket's peer, or what a PROXY protocol header says.
 * Immutable but for its text, which is made when first asked for, on the connection's loop.
 */
public final class ClientAddress {
    private final InetAddress address;
    private final int port;
    private byte[] text = NOT_MADE;

    private static final byte[] NOT_MADE = new byte[0];

    public ClientAddress(InetAddress address, int port) {
        this.address = address;
        this.port = port;
    }

    public static ClientAddress of(InetSocketAddress socket) {
        return new ClientAddress(socket.getAddress(), socket.getPort());
    }

    public InetAddress address() {
        return address;
    }

    public int port() {
        return port;
    }

    /** The address as headers and logs have it, without a zone. */
    @Override
    public String toString() {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    /** The same as bytes; not to be changed. */
    public byte[] text() {
        if (text.length == 0) {
            text = toString().getBytes(StandardCharsets.US_ASCII);
        }
        return text;
    }
}
