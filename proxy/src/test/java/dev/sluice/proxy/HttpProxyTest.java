package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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

class HttpProxyTest {
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

    @Test
    void a_refused_server_is_passed_over() throws Exception {
        bed.servers(ProxyBed.freePort(), server.getAddress().getPort()).apply();
        for (int i = 0; i < 4; i++) {
            assertThat(get("/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void without_a_server_the_answer_is_503_and_with_none_reachable_502() throws Exception {
        bed.servers().apply();
        assertThat(get("/").statusCode()).isEqualTo(503);
        bed.servers(ProxyBed.freePort()).apply();
        assertThat(get("/").statusCode()).isEqualTo(502);
    }

    @Test
    void two_lengths_are_refused_and_the_connection_closed() throws Exception {
        bed.servers(server.getAddress().getPort()).apply();
        String answer =
                raw(
                        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nxGET / HTTP/1.1\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        bed.servers(server.getAddress().getPort()).apply();
        String answer =
                raw(
                        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(answer.indexOf("GET /1")).isPositive().isLessThan(answer.indexOf("GET /2"));
        assertThat(answer.indexOf("GET /2")).isLessThan(answer.indexOf("GET /3"));
    }

    private String raw(String bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), bed.port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
