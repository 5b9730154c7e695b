package dev.sluice.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoBackendsTest {
    private DemoBackends backends;

    @BeforeEach
    void start() throws IOException {
        backends = DemoBackends.start();
    }

    @AfterEach
    void stop() {
        backends.close();
    }

    @Test
    void http_answers_with_its_name_and_the_client_it_was_forwarded_for() throws Exception {
        for (int number = 1; number <= 3; number++) {
            HttpResponse<String> answer = get(backends.httpPorts().get(number - 1), "/shop?id=1");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo(
                            "hello from demo-"
                                    + number
                                    + ": GET /shop?id=1, forwarded for 192.0.2.7\n");
        }
    }

    @Test
    void http_answers_a_health_check() throws Exception {
        assertThat(get(backends.httpPorts().getFirst(), "/healthz").body()).isEqualTo("ok\n");
    }

    @Test
    void tcp_greets_with_its_name_and_echoes_lines() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), backends.tcpPorts().get(1))) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("hello from demo-2");
            socket.getOutputStream().write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("demo-2: one");
            assertThat(in.readLine()).isEqualTo("demo-2: two");
        }
    }

    @Test
    void udp_answers_with_its_name_and_the_text_whatever_came_before() throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(60_000);
            assertThat(ask(socket, "a rather long question"))
                    .isEqualTo("demo-3: a rather long question");
            assertThat(ask(socket, "short")).isEqualTo("demo-3: short");
        }
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("X-Forwarded-For", "192.0.2.7")
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private String ask(DatagramSocket socket, String text) throws IOException {
        byte[] question = text.getBytes(StandardCharsets.UTF_8);
        socket.send(
                new DatagramPacket(
                        question,
                        question.length,
                        InetAddress.ofLiteral("127.0.0.1"),
                        backends.udpPorts().get(2)));
        DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }
}
