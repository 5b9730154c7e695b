package dev.sluice.proxy.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that does what a test's script says, byte by byte, and keeps what it got.
 */
final class ScriptedServer implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;

    private final ServerSocket listening;
    private final Script script;
    private final Semaphore go = new Semaphore(0);
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<String> heads = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What is done with each connection; the connection is closed at its end. */
    interface Script {
        void serve(Conversation with) throws IOException;
    }

    ScriptedServer(Script script) throws IOException {
        this(0, script);
    }

    private ScriptedServer(int port, Script script) throws IOException {
        this.script = script;
        this.listening = new ServerSocket(port, 64, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers every request on every connection with these bytes. */
    static ScriptedServer answering(String answer) throws IOException {
        return new ScriptedServer(with -> {
            while (with.head() != null) {
                with.send(answer);
            }
        });
    }

    /** Answers every request with 200 and this body. */
    static ScriptedServer saying(String body) throws IOException {
        return answering(ok(body));
    }

    /** The same at a port. */
    static ScriptedServer saying(int port, String body) throws IOException {
        return new ScriptedServer(
                port,
                with -> {
                    while (with.head() != null) {
                        with.send(ok(body));
                    }
                });
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Connections so far. */
    int accepted() {
        return accepted.get();
    }

    /** Heads of requests so far, over all connections. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    /** Is there no more. */
    void stop() throws IOException {
        close();
    }

    /** Lets a script go on that waits in {@link Conversation#awaitGo}. */
    void go() {
        go.release();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listening.accept();
                socket.setSoTimeout(PATIENCE_MS);
                open.add(socket);
                int number = accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(new Conversation(socket, number)));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Conversation with) {
        try (var _ = with.socket) {
            script.serve(with);
        } catch (IOException gone) {
            // The proxy or the test has closed it.
        } finally {
            open.remove(with.socket);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One connection as the script sees it. */
    final class Conversation {
        private final Socket socket;
        private final int number;

        Conversation(Socket socket, int number) {
            this.socket = socket;
            this.number = number;
        }

        /** Counts connections from 1. */
        int number() {
            return number;
        }

        /** The next request's head with its empty line, or null at the end. */
        @Nullable String head() throws IOException {
            String head = until("\r\n\r\n");
            if (head != null) {
                heads.add(head);
            }
            return head;
        }

        /** All up to and with these bytes, or null at the end. */
        @Nullable String until(String end) throws IOException {
            var got = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            while (true) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                got.write(b);
                String all = got.toString(StandardCharsets.ISO_8859_1);
                if (all.endsWith(end)) {
                    return all;
                }
            }
        }

        /** So many bytes, or fewer at the end. */
        byte[] bytes(int number) throws IOException {
            return socket.getInputStream().readNBytes(number);
        }

        void send(String bytes) throws IOException {
            send(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Waits for the test's {@link ScriptedServer#go}. */
        void awaitGo() {
            go.acquireUninterruptibly();
        }

        /** Closes so that the other side sees a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the other side has closed. */
        void awaitEnd() throws IOException {
            while (socket.getInputStream().read() >= 0) {}
        }
    }
}
