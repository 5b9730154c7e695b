package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.proxy.loop.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransportTest {
    private static final byte[] LARGE = new byte[1 << 20];

    static Stream<Transport> offered() {
        return Arrays.stream(Transport.values()).filter(Transport::available);
    }

    @ParameterizedTest
    @MethodSource("offered")
    void every_transport_that_the_machine_offers_serves_alike(Transport transport)
            throws Exception {
        HttpServer server = echo();
        try (var bed = new ProxyBed(transport);
                var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            bed.servers(server.getAddress().getPort()).apply();
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bed.port + "/"))
                            .POST(BodyPublishers.ofByteArray(LARGE))
                            .build();
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(request, BodyHandlers.ofByteArray()).body())
                        .isEqualTo(LARGE);
            }
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer echo() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
