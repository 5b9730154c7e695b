package dev.sluice.health;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** A server on loopback that does with every connection what the test says. */
final class FakeServer implements AutoCloseable {
    /** What is done with a connection; it is closed afterwards. */
    interface Service {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket listener;
    private final Service service;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private FakeServer(ServerSocket listener, Service service) {
        this.listener = listener;
        this.service = service;
        Thread.ofVirtual().start(this::accept);
    }

    static FakeServer of(Service service) throws IOException {
        return over(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), service);
    }

    static FakeServer over(ServerSocket listener, Service service) {
        return new FakeServer(listener, service);
    }

    /** Reads the request's head, then answers. */
    static FakeServer answering(String answer) throws IOException {
        return of(socket -> {
            head(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    /** Accepts and keeps silent until the other side goes. */
    static FakeServer silent() throws IOException {
        return of(socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
    }

    /** A port that nobody listens on. */
    static int closedPort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (var listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return listener.getLocalPort();
            } catch (IOException taken) {
                // Another will do.
            }
        }
    }

    static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                break;
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            service.serve(socket);
        } catch (IOException e) {
            // the other side went: what these tests are about
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
