package dev.sluice.lab.failover;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between clients and a server, and does to their connections what it is told to. */
final class BreakingProxy implements AutoCloseable {
    /** What it does with what a server sends. */
    enum Deed {
        PASS,
        SWALLOW,
        CHANGE_A_BYTE
    }

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Deed deed = Deed.PASS;

    BreakingProxy(int serverPort) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        listener = new ServerSocket(0, 1024, loopback);
        server = new InetSocketAddress(loopback, serverPort);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on. */
    void does(Deed next) {
        deed = next;
    }

    /** Ends all connections at once. */
    void endAll(boolean byReset) throws IOException {
        for (Socket socket : open) {
            if (byReset && !socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                var behind = new Socket(server.getAddress(), server.getPort());
                Thread.ofVirtual().start(() -> pass(client, behind, false));
                Thread.ofVirtual().start(() -> pass(behind, client, true));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean fromServer) {
        byte[] bytes = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (fromServer && deed == Deed.SWALLOW) {
                    continue;
                }
                if (fromServer && deed == Deed.CHANGE_A_BYTE) {
                    bytes[read - 1] ^= 1;
                }
                out.write(bytes, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // Ended by this proxy, or by an end.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        endAll(true);
    }
}
