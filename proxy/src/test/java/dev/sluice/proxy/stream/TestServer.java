package dev.sluice.proxy.stream;

import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A blocking TCP server on loopback whose connections are handled by a test. */
final class TestServer implements AutoCloseable {
    /** What to do with a connection. */
    interface Handler {
        void handle(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    TestServer(Handler handler) {
        this("127.0.0.1", handler);
    }

    TestServer(String address, Handler handler) {
        try {
            server = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(handler));
    }

    /** Sends back all it gets, and its end. */
    static void echo(Socket socket) throws IOException {
        socket.getInputStream().transferTo(socket.getOutputStream());
        socket.shutdownOutput();
    }

    /** A port that nobody has. */
    static int closedPort() {
        return ProxyBed.freePort();
    }

    private void accept(Handler handler) {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> handle(handler, socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void handle(Handler handler, Socket socket) {
        try {
            handler.handle(socket);
        } catch (IOException gone) {
            // The other side's business.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Takes no new connections; the open ones stay. */
    void refuse() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
