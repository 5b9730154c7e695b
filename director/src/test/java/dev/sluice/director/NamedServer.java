package dev.sluice.director;

import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server in a namespace that says its address first, and then echoes: TCP, and UDP with the
 * address before what it got.
 */
final class NamedServer implements AutoCloseable {
    private final Queue<InetSocketAddress> clients = new ConcurrentLinkedQueue<>();
    private final String address;
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final List<Thread> threads;

    NamedServer(NetworkSpace space, String address, int port) {
        this.address = address;
        var at = new InetSocketAddress(InetAddress.ofLiteral(address), port);
        this.tcp = space.call(() -> new ServerSocket(port, 100, at.getAddress()));
        this.udp = space.call(() -> new DatagramSocket(at));
        this.threads =
                List.of(
                        Thread.ofPlatform().daemon().start(this::accept),
                        Thread.ofPlatform().daemon().start(this::answer));
    }

    /** Who has connected or sent, as it sees them. */
    List<String> clientAddresses() {
        return clients.stream().map(client -> client.getAddress().getHostAddress()).toList();
    }

    private void accept() {
        while (!tcp.isClosed()) {
            try {
                Socket client = tcp.accept();
                clients.add((InetSocketAddress) client.getRemoteSocketAddress());
                Thread.ofPlatform().daemon().start(() -> echo(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void echo(Socket client) {
        try (client) {
            client.getOutputStream().write((address + "\n").getBytes(StandardCharsets.UTF_8));
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException _) {
            return;
        }
    }

    private void answer() {
        byte[] buffer = new byte[2000];
        var packet = new DatagramPacket(buffer, buffer.length);
        while (!udp.isClosed()) {
            try {
                packet.setLength(buffer.length);
                udp.receive(packet);
                clients.add((InetSocketAddress) packet.getSocketAddress());
                String text =
                        address
                                + " "
                                + new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            } catch (IOException _) {
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        udp.close();
        threads.forEach(NamedServer::join);
    }

    /** A port is free only when nobody waits at it any more. */
    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
