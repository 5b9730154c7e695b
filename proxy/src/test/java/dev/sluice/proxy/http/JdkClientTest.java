package dev.sluice.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.proxy.ProxyBed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An ordinary client and an ordinary server, with a proxy between them. */
class JdkClientTest {
    private final ProxyBed bed = new ProxyBed();
    private HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    byte[] in = exchange.getRequestBody().readAllBytes();
                    byte[] out =
                            (exchange.getRequestMethod()
                                            + " "
                                            + exchange.getRequestURI()
                                            + " "
                                            + exchange.getRequestHeaders()
                                                    .getFirst("X-Forwarded-For")
                                            + " "
                                            + in.length)
                                    .getBytes(StandardCharsets.UTF_8);
                    boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
                    exchange.sendResponseHeaders(200, chunked ? 0 : out.length);
                    exchange.getResponseBody().write(out);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        bed.close();
        server.stop(0);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bed.port + path)).build(),
                BodyHandlers.ofString());
    }

    @Test
    void a_request_is_forwarded_and_answered() throws Exception {
        bed.servers(server.getAddress().getPort()).apply();
        for (int i = 0; i < 5; i++) {
            var answer = get("/a?b=" + i);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("GET /a?b=" + i + " 127.0.0.1 0");
        }
    }

    @Test
    void bodies_go_both_ways_in_chunks_and_by_length() throws Exception {
        bed.servers(server.getAddress().getPort()).apply();
        byte[] large = new byte[3_000_000];
        var fixed =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + bed.port + "/chunked"))
                                .POST(BodyPublishers.ofByteArray(large))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(fixed.body()).isEqualTo("POST /chunked 127.0.0.1 3000000");
        var streamed =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + bed.port + "/chunked"))
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new java.io.ByteArrayInputStream(large)))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(streamed.body()).isEqualTo("POST /chunked 127.0.0.1 3000000");
    }
}
