package dev.sluice.lab.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebSocketBackendTest {

    @Test
    void text_comes_back_as_it_was_sent() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (WebSocketBackend backend = WebSocketBackend.start();
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("ws://127.0.0.1:" + backend.port() + "/socket");
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .buildAsync(uri, listener(received))
                            .get(60, TimeUnit.SECONDS);
            socket.sendText("one", true).get(60, TimeUnit.SECONDS);
            assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("one");
            socket.sendText("two", true).get(60, TimeUnit.SECONDS);
            assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("two");
            socket.abort();
        }
    }

    private static WebSocket.Listener listener(BlockingQueue<String> received) {
        return new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(
                    WebSocket socket, CharSequence text, boolean last) {
                received.add(text.toString());
                socket.request(1);
                return null;
            }
        };
    }
}
