package dev.sluice.app.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers every request with its name, and remembers what it was asked. */
public final class HttpBackend implements AutoCloseable {
    private static final int OK = 200;

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** A request as it reached the backend. */
    public record Seen(String method, String target, com.sun.net.httpserver.Headers headers) {
        /** A field's value, or an empty string. */
        public String header(String field) {
            String value = headers.getFirst(field);
            return value == null ? "" : value;
        }
    }

    private HttpBackend(String name, HttpServer server) {
        this.name = name;
        this.server = server;
    }

    /** Opens it on a port of the system's choice. */
    public static HttpBackend start(String name) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var backend = new HttpBackend(name, HttpServer.create(address, 0));
            backend.server.setExecutor(backend.threads);
            backend.server.createContext("/", backend::answer);
            backend.server.start();
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Requests so far, probes included. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            seen.add(
                    new Seen(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders()));
            byte[] body = (name + "\n").getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(OK, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
