package dev.sluice.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RegionBackendTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void http_says_who_it_is_and_whom_it_saw() throws Exception {
        try (var backend = JsonBackend.start("backend-1", ANY_PORT);
                var client = HttpClient.newHttpClient()) {
            URI page = URI.create("http://127.0.0.1:" + backend.port() + "/a%22b?c");
            HttpRequest plain = HttpRequest.newBuilder(page).build();
            HttpRequest forwarded =
                    HttpRequest.newBuilder(page).header("X-Forwarded-For", "198.51.100.2").build();

            assertThat(client.send(plain, BodyHandlers.ofString()).body())
                    .startsWith("{\"backend\":\"backend-1\",\"client\":\"127.0.0.1\",\"peer\":")
                    .endsWith("\"method\":\"GET\",\"path\":\"/a%22b?c\"}\n");
            assertThat(client.send(forwarded, BodyHandlers.ofString()).body())
                    .contains("\"client\":\"198.51.100.2\"");
        }
    }

    @Test
    void tcp_begins_with_its_name_and_echoes_to_the_last_byte() throws Exception {
        try (var backend = EchoBackend.start("backend-1", ANY_PORT);
                var socket = new Socket(InetAddress.getLoopbackAddress(), backend.port())) {
            socket.getOutputStream().write("one\ntwo".getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("backend-1\none\ntwo");
        }
    }
}
