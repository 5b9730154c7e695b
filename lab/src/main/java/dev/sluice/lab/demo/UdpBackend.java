package dev.sluice.lab.demo;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A UDP server on loopback that sends each datagram back behind its name. One virtual thread. */
public final class UdpBackend implements AutoCloseable {
    private static final int MAX_DATAGRAM_BYTES = 65_507;

    private final byte[] prefix;
    private final DatagramSocket socket;

    private UdpBackend(String name, DatagramSocket socket) {
        this.prefix = (name + ": ").getBytes(StandardCharsets.UTF_8);
        this.socket = socket;
    }

    /** Opens it on a free port; it serves when this returns. */
    public static UdpBackend start(String name) throws IOException {
        DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        UdpBackend backend = new UdpBackend(name, socket);
        Thread.ofVirtual().name(name + "-udp").start(backend::serve);
        return backend;
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[MAX_DATAGRAM_BYTES];
        System.arraycopy(prefix, 0, buffer, 0, prefix.length);
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet =
                        new DatagramPacket(buffer, prefix.length, buffer.length - prefix.length);
                socket.receive(packet);
                packet.setData(buffer, 0, prefix.length + packet.getLength());
                socket.send(packet);
            } catch (IOException e) {
                // Closed, or one client cannot be reached: the next datagram is served all the
                // same.
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
