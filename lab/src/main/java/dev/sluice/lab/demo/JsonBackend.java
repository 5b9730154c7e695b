package dev.sluice.lab.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP/1.1 server that answers every request with its name, and the client it saw: the one a
 * proxy speaks of ({@code X-Forwarded-For}), or else the one that is connected.
 *
 * <p>The JDK's own server; each request runs on a virtual thread.
 */
final class JsonBackend implements AutoCloseable {
    private static final int BACKLOG = 4096;

    static {
        // Read once by the JDK's server: without it, answers wait for the client's delayed word.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private JsonBackend(String name, HttpServer server) {
        this.name = name;
        this.server = server;
    }

    /** Opens it; it serves when this returns. */
    static JsonBackend start(String name, InetSocketAddress address) throws IOException {
        var backend = new JsonBackend(name, HttpServer.create(address, BACKLOG));
        backend.server.setExecutor(backend.threads);
        backend.server.createContext("/", backend::answer);
        backend.server.start();
        return backend;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = json(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private String json(HttpExchange exchange) {
        InetSocketAddress peer = exchange.getRemoteAddress();
        // The first run of zeros of an IPv6 address is left out, as people write it.
        String connected =
                peer.getAddress().getHostAddress().replaceFirst("(^|:)0(:0)+(:|$)", "::");
        String forwarded = exchange.getRequestHeaders().getFirst("X-Forwarded-For");
        return """
        {"backend":%s,"client":%s,"peer":%s,"method":%s,"path":%s}
        """
                .formatted(
                        text(name),
                        text(forwarded == null ? connected : forwarded),
                        text(connected + " port " + peer.getPort()),
                        text(exchange.getRequestMethod()),
                        text(exchange.getRequestURI().toString()));
    }

    /** A JSON text (RFC 8259 §7). */
    private static String text(String value) {
        var json = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char one = value.charAt(i);
            if (one == '"' || one == '\\') {
                json.append('\\').append(one);
            } else if (one < ' ') {
                json.append("\\u%04x".formatted((int) one));
            } else {
                json.append(one);
            }
        }
        return json.append('"').toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
