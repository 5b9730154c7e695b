package dev.sluice.lab.change;

import dev.sluice.lab.process.LabFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The clients of the storm: keep-alive and new-connection, half of them each with TLS, one
 * WebSocket and one TCP connection that stay open. They go on until closed; what fails is noted.
 */
final class Traffic implements AutoCloseable {
    private static final long KEEP_ALIVE_PAUSE_NS = 100_000_000;
    private static final long NEW_CONNECTION_PAUSE_NS = 250_000_000;
    private static final long LIMIT_S = 10;

    private final Stage stage;
    private final SSLContext tls;
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile boolean ending;

    private Traffic(Stage stage) throws LabFailure {
        this.stage = stage;
        this.tls = stage.authority().clientTls();
    }

    static Traffic start(Stage stage, int keepAlive, int newConnections) throws LabFailure {
        Traffic traffic = new Traffic(stage);
        for (int number = 0; number < keepAlive; number++) {
            boolean secure = number % 2 == 1;
            traffic.client("keep-alive", secure, () -> traffic.keepAlive(secure));
        }
        for (int number = 0; number < newConnections; number++) {
            boolean secure = number % 2 == 1;
            traffic.client("new connection", secure, () -> traffic.newConnection(secure));
        }
        traffic.client("WebSocket", false, traffic::webSocket);
        traffic.client("TCP", false, traffic::tcp);
        return traffic;
    }

    private interface Work {
        void run() throws Exception;
    }

    private void client(String sort, boolean secure, Work work) {
        String name = sort + (secure ? " over TLS" : "");
        clients.add(
                Thread.ofVirtual()
                        .name(name)
                        .start(() -> {
                            while (!ending) {
                                tryOnce(name, work);
                            }
                        }));
    }

    private void tryOnce(String name, Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failures.add(name + " client: " + e);
            LockSupport.parkNanos(KEEP_ALIVE_PAUSE_NS);
        }
    }

    /** Uses one connection until the end, or until the server has announced that it closes it. */
    private void keepAlive(boolean secure) throws IOException {
        try (HttpConnection connection = open(secure)) {
            while (!ending && connection.isReusable()) {
                expectHello(connection.get("/", false));
                LockSupport.parkNanos(KEEP_ALIVE_PAUSE_NS);
            }
        }
    }

    private void newConnection(boolean secure) throws IOException {
        try (HttpConnection connection = open(secure)) {
            expectHello(connection.get("/", true));
        }
        LockSupport.parkNanos(NEW_CONNECTION_PAUSE_NS);
    }

    private HttpConnection open(boolean secure) throws IOException {
        int port = stage.port(secure ? "storm-https" : "storm-http");
        @Nullable SSLContext used = secure ? tls : null;
        return HttpConnection.open(port, used);
    }

    private void expectHello(String body) throws IOException {
        if (!body.startsWith("hello from " + Stage.ONE)) {
            throw new IOException("answered by another group: " + body.trim());
        }
        requests.incrementAndGet();
    }

    private void webSocket() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        URI uri = URI.create("ws://127.0.0.1:" + stage.port("storm-http") + "/socket");
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .buildAsync(uri, new Receiver(received))
                            .get(LIMIT_S, TimeUnit.SECONDS);
            for (int number = 0; !ending; number++) {
                String text = "number " + number;
                socket.sendText(text, true).get(LIMIT_S, TimeUnit.SECONDS);
                String answer = received.poll(LIMIT_S, TimeUnit.SECONDS);
                if (!text.equals(answer)) {
                    throw new IOException("echo of '" + text + "' is " + answer);
                }
                requests.incrementAndGet();
                LockSupport.parkNanos(KEEP_ALIVE_PAUSE_NS);
            }
            socket.abort();
        }
    }

    private record Receiver(BlockingQueue<String> received) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence text, boolean last) {
            received.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            received.add("error " + error);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            received.add("closed " + code);
            return null;
        }
    }

    private void tcp() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (Socket socket = new Socket(loopback, stage.port("storm-tcp"))) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_S));
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            expectLine(in, "hello from storm-echo");
            for (int number = 0; !ending; number++) {
                String line = "number " + number;
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                expectLine(in, "storm-echo: " + line);
                LockSupport.parkNanos(KEEP_ALIVE_PAUSE_NS);
            }
        }
    }

    private void expectLine(BufferedReader in, String expected) throws IOException {
        String line = in.readLine();
        if (!expected.equals(line)) {
            throw new IOException("instead of '" + expected + "' came " + line);
        }
        requests.incrementAndGet();
    }

    long requests() {
        return requests.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Lets every client finish what it has begun. */
    @Override
    public void close() throws LabFailure {
        ending = true;
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }
}
