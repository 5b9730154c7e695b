package dev.sluice.lab.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.lab.demo.HttpBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

    @Test
    void requests_follow_each_other_on_one_connection() throws IOException {
        try (HttpBackend backend = HttpBackend.start("one");
                HttpConnection connection = HttpConnection.open(backend.port(), null)) {
            assertThat(connection.get("/a", false)).startsWith("hello from one: GET /a");
            assertThat(connection.isReusable()).isTrue();
            assertThat(connection.get("/b", true)).startsWith("hello from one: GET /b");
        }
    }

    @Test
    void a_connection_that_the_server_announces_to_close_is_not_reusable() throws Exception {
        expect("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
                .satisfies(connection -> {
                    assertThat(connection.get("/", false)).isEqualTo("ok");
                    assertThat(connection.isReusable()).isFalse();
                });
    }

    @Test
    void an_error_status_is_told_with_its_body() throws Exception {
        expect("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 7\r\n\r\nno luck")
                .satisfies(connection ->
                        assertThatThrownBy(() -> connection.get("/", false))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("503 Service Unavailable, no luck"));
    }

    @Test
    void an_answer_that_ends_early_is_an_error() throws Exception {
        expect("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
                .satisfies(connection ->
                        assertThatThrownBy(() -> connection.get("/", false))
                                .hasMessage("closed in the middle of the body"));
    }

    @Test
    void a_connection_closed_without_an_answer_is_an_error() throws Exception {
        expect("")
                .satisfies(connection ->
                        assertThatThrownBy(() -> connection.get("/", false))
                                .hasMessage("closed after 0 bytes of an answer"));
    }

    private interface Check {
        void on(HttpConnection connection) throws Exception;
    }

    private record Expectation(String answer) {
        void satisfies(Check check) throws Exception {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                Thread serving = Thread.ofVirtual().start(() -> serveOnce(server));
                try (HttpConnection connection = HttpConnection.open(server.getLocalPort(), null)) {
                    check.on(connection);
                }
                serving.join();
            }
        }

        private void serveOnce(ServerSocket server) {
            try (Socket client = server.accept()) {
                int lineEnds =
                        0; // the head of a GET ends with the third: request line, Host, empty
                while (lineEnds < 3) {
                    lineEnds += client.getInputStream().read() == '\n' ? 1 : 0;
                }
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new AssertionError("the client is there", e);
            }
        }
    }

    private static Expectation expect(String answer) {
        return new Expectation(answer);
    }
}
