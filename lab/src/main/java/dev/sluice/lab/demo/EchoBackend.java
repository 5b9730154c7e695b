package dev.sluice.lab.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP server whose first line is its name; every byte that the client sends comes back behind it,
 * until the client has sent its last.
 *
 * <p>One virtual thread accepts and one more serves each connection.
 */
final class EchoBackend implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final String name;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private EchoBackend(String name, ServerSocket server) {
        this.name = name;
        this.server = server;
    }

    /** Opens it; it serves when this returns. */
    static EchoBackend start(String name, InetSocketAddress address) throws IOException {
        var server = new ServerSocket();
        server.bind(address, BACKLOG);
        var backend = new EchoBackend(name, server);
        Thread.ofVirtual().name(name + "-echo").start(backend::acceptAll);
        return backend;
    }

    int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().name(name + "-echo-client").start(() -> serve(client));
            } catch (IOException e) {
                // Closed, or a client that went away before it was taken.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var out = client.getOutputStream();
            out.write((name + "\n").getBytes(StandardCharsets.UTF_8));
            client.getInputStream().transferTo(out);
            client.shutdownOutput();
        } catch (IOException e) {
            // The client left; there is nobody to tell.
        } finally {
            open.remove(client);
        }
    }

    /** Closes the port and every connection. */
    @Override
    public void close() {
        DemoBackends.closeQuietly(server);
        open.forEach(DemoBackends::closeQuietly);
    }
}
