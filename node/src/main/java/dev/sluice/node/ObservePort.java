package dev.sluice.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.measure.Measure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a role shows to who looks after its machine, by the JDK's own HTTP server: {@code /metrics},
 * {@code /live}, {@code /ready} and {@code /dump}. It has no lock, so it belongs on loopback.
 */
public final class ObservePort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObservePort.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** One answer. */
    private record Page(int status, String mediaType, String body) {}

    private ObservePort(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param unready why the role does not serve yet, one sentence; empty once it does
     * @param dump what there is to say of its inside
     * @throws IOException with a sentence for the user, when the port cannot be had
     */
    public static ObservePort open(
            InetSocketAddress at, Measure measure, Supplier<String> unready, Supplier<String> dump)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(at, 0);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on "
                            + at.getHostString()
                            + ":"
                            + at.getPort()
                            + ": "
                            + e.getMessage()
                            + "; stop what listens there, or choose another with --observe",
                    e);
        }
        var port = new ObservePort(server);
        server.setExecutor(port.threads);
        port.serve(
                "/metrics",
                () ->
                        new Page(
                                OK,
                                "text/plain; version=0.0.4; charset=utf-8",
                                measure.prometheusText()));
        port.serve("/live", () -> new Page(OK, TEXT, "live\n"));
        port.serve("/ready", () -> ready(unready.get()));
        port.serve("/dump", () -> new Page(OK, TEXT, dump.get()));
        server.start();
        return port;
    }

    private static Page ready(String unready) {
        return unready.isEmpty()
                ? new Page(OK, TEXT, "ready\n")
                : new Page(UNAVAILABLE, TEXT, "not ready: " + unready + "\n");
    }

    private void serve(String path, Supplier<Page> page) {
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        if (exchange.getRequestURI().getPath().equals(path)) {
                            answer(exchange, page.get());
                        } else {
                            answer(exchange, new Page(404, TEXT, "there is no such page\n"));
                        }
                    } catch (RuntimeException e) {
                        LOG.error("{} failed", path, e);
                    }
                });
    }

    private static void answer(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.mediaType());
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
