package dev.sluice.lab.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A TCP server on loopback that greets with its name and echoes every line behind it.
 *
 * <p>One virtual thread accepts and one more serves each connection.
 */
public final class TcpBackend implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final String name;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TcpBackend(String name, ServerSocket server) {
        this.name = name;
        this.server = server;
    }

    /** Opens it on a free port; it serves when this returns. */
    public static TcpBackend start(String name) throws IOException {
        ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
        TcpBackend backend = new TcpBackend(name, server);
        Thread.ofVirtual().name(name + "-tcp").start(backend::acceptAll);
        return backend;
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            Socket client = accept();
            if (client != null) {
                open.add(client);
                Thread.ofVirtual().name(name + "-tcp-client").start(() -> serve(client));
            }
        }
    }

    private @Nullable Socket accept() {
        try {
            return server.accept();
        } catch (IOException e) {
            return null; // closed, or a client that went away before it was taken
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = client.getOutputStream();
            send(out, "hello from " + name);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                send(out, name + ": " + line);
            }
        } catch (IOException e) {
            // The client left; there is nobody to tell.
        } finally {
            open.remove(client);
        }
    }

    private static void send(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Closes the port and every connection. */
    @Override
    public void close() {
        DemoBackends.closeQuietly(server);
        open.forEach(DemoBackends::closeQuietly);
    }
}
