package dev.sluice.lab.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP/1.1 server on loopback that answers every request with its name and what it was asked.
 *
 * <p>The JDK's own server; each request runs on a virtual thread.
 */
public final class HttpBackend implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private HttpBackend(String name, HttpServer server) {
        this.name = name;
        this.server = server;
    }

    /** Opens it on a free port; it serves when this returns. */
    public static HttpBackend start(String name) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        HttpBackend backend = new HttpBackend(name, HttpServer.create(address, BACKLOG));
        backend.server.setExecutor(backend.threads);
        backend.server.createContext("/", backend::hello);
        backend.server.createContext("/healthz", exchange -> answer(exchange, "ok\n"));
        backend.server.start();
        return backend;
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void hello(HttpExchange exchange) throws IOException {
        List<String> clients =
                exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of("nobody"));
        String text =
                "hello from %s: %s %s, forwarded for %s\n"
                        .formatted(
                                name,
                                exchange.getRequestMethod(),
                                exchange.getRequestURI(),
                                String.join(", ", clients));
        answer(exchange, text);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
