package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
    private static final byte[] PAGE =
            "<p>All happy families are alike.</p>\n"
                    .repeat(30_000)
                    .getBytes(StandardCharsets.US_ASCII);

    private final ProxyBed bed = new ProxyBed();
    private final Semaphore nextPart = new Semaphore(0);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", GzipTest::page);
        server.createContext("/parts", this::parts);
        server.start();
        bed.gzip = true;
        bed.servers(server.getAddress().getPort()).apply();
    }

    @AfterEach
    void stop() {
        nextPart.release(1_000);
        bed.close();
        server.stop(0);
    }

    private static void page(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, chunked ? 0 : PAGE.length);
            exchange.getResponseBody().write(PAGE);
        }
    }

    /** Ten parts, each sent when the client has read the one before. */
    private void parts(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, 0);
        for (int i = 0; i < 10; i++) {
            exchange.getResponseBody().write(("part " + i + "\n").getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            nextPart.acquireUninterruptibly();
        }
        exchange.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + bed.port + path);
    }

    private <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> handler)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path)).header("Accept-Encoding", "gzip").build(),
                handler);
    }

    private static byte[] unzipped(byte[] gzip) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }

    private byte[] raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), bed.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return socket.getInputStream().readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/length", "/chunked"})
    void a_page_is_compressed_however_the_server_frames_it(String path) throws Exception {
        for (int i = 0; i < 3; i++) {
            var answer = get(path, BodyHandlers.ofByteArray());

            assertThat(answer.headers().map())
                    .containsEntry("content-encoding", java.util.List.of("gzip"))
                    .containsEntry("vary", java.util.List.of("Accept-Encoding"))
                    .containsEntry("etag", java.util.List.of("W/\"1\""))
                    .containsEntry("transfer-encoding", java.util.List.of("chunked"))
                    .doesNotContainKey("content-length");
            assertThat(answer.body().length).isLessThan(PAGE.length / 10);
            assertThat(unzipped(answer.body())).isEqualTo(PAGE);
        }
    }

    @Test
    void a_client_of_http_1_0_reads_until_the_connection_closes() throws Exception {
        byte[] answer =
                raw("GET / HTTP/1.0\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n\r\n");
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n") + 4;

        assertThat(text.substring(0, body))
                .contains("Content-Encoding: gzip", "Connection: close")
                .doesNotContain("Transfer-Encoding", "Content-Length", "Content-length");
        assertThat(unzipped(java.util.Arrays.copyOfRange(answer, body, answer.length)))
                .isEqualTo(PAGE);
    }

    @Test
    void without_accept_encoding_or_with_gzip_off_the_answer_is_as_it_was() throws Exception {
        String request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        assertThat(new String(raw(request), StandardCharsets.ISO_8859_1))
                .doesNotContain("Vary", "Content-Encoding")
                .endsWith(new String(PAGE, StandardCharsets.ISO_8859_1));
        bed.gzip = false;
        bed.apply();

        assertThat(get("/", BodyHandlers.ofByteArray()).body()).isEqualTo(PAGE);
    }

    @Test
    void a_head_says_that_the_answer_varies() throws Exception {
        var answer =
                client.send(
                        HttpRequest.newBuilder(uri("/"))
                                .HEAD()
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void each_part_of_a_stream_can_be_read_before_the_next_is_sent() throws Exception {
        InputStream body = get("/parts", BodyHandlers.ofInputStream()).body();
        try (var lines = new GZIPInputStream(body, 1)) {
            for (int i = 0; i < 10; i++) {
                assertThat(new String(lines.readNBytes(7), StandardCharsets.UTF_8))
                        .isEqualTo("part " + i + "\n");
                nextPart.release();
            }
            assertThat(lines.read()).isEqualTo(-1);
        }
    }

    @Test
    void a_client_that_goes_away_in_the_midst_does_no_harm() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), bed.port)) {
                socket.getOutputStream()
                        .write(
                                "GET /parts HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"
                                        .getBytes(StandardCharsets.ISO_8859_1));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        }
        nextPart.release(200);

        assertThat(unzipped(get("/", BodyHandlers.ofByteArray()).body())).isEqualTo(PAGE);
    }

    @Test
    void curl_reads_it() throws Exception {
        Path curl = Path.of("/usr/bin/curl");
        assumeTrue(Files.isExecutable(curl), "curl is not installed");
        Process process =
                new ProcessBuilder(
                                curl.toString(),
                                "-sS",
                                "--noproxy",
                                "*",
                                "--max-time",
                                "20",
                                "--compressed",
                                uri("/").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();

        assertThat(process.getInputStream().readAllBytes()).isEqualTo(PAGE);
        assertThat(process.waitFor()).isZero();
    }
}
