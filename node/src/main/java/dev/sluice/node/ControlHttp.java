package dev.sluice.node;

import dev.sluice.node.wire.RecordJson;
import dev.sluice.node.wire.Refused;
import dev.sluice.node.wire.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests to control by one certificate, or by none. Any thread; blocking; failures are sentences.
 */
final class ControlHttp implements AutoCloseable {
    private static final int OK = 200;
    private static final int LAST_GOOD = 299;

    private final InetSocketAddress control;
    private final Duration patience;
    private final HttpClient http;

    ControlHttp(InetSocketAddress control, SSLContext tls, long requestMs) {
        this.control = control;
        this.patience = Duration.ofMillis(requestMs);
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(tls)
                        .connectTimeout(patience)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .build();
    }

    /** Sends a record; answers control's text. */
    String post(String path, Record body) throws IOException {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(RecordJson.write(body)))
                        .build();
        HttpResponse<String> answer = send(request, BodyHandlers.ofString());
        if (answer.statusCode() < OK || answer.statusCode() > LAST_GOOD) {
            throw refusal(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    /** Opens an answer that goes on. */
    HttpResponse<InputStream> open(String path) throws IOException {
        HttpResponse<InputStream> answer =
                send(request(path).GET().build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != OK) {
            try (InputStream body = answer.body()) {
                throw refusal(
                        answer.statusCode(),
                        new String(body.readNBytes(1 << 16), StandardCharsets.UTF_8));
            }
        }
        return answer;
    }

    private HttpRequest.Builder request(String path) {
        String host = control.getHostString();
        String authority =
                (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + control.getPort();
        return HttpRequest.newBuilder(URI.create("https://" + authority + path)).timeout(patience);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            String at = control.getHostString() + ":" + control.getPort();
            CertificateException wrong = certificateFault(e);
            if (wrong != null) {
                throw new NotTaken(
                        "NotControl",
                        "what answers at " + at + " is not trusted: " + wrong.getMessage());
            }
            String cause = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new ControlUnreachable(
                    "control at " + at + " cannot be reached (" + cause + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for control", e);
        }
    }

    /**
     * What is wrong with control's certificate is said better by the check than by TLS around it.
     */
    private static @Nullable CertificateException certificateFault(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException fault && fault.getMessage() != null) {
                return fault;
            }
        }
        return null;
    }

    private static NotTaken refusal(int status, String body) {
        try {
            Refused refused = RecordJson.read(body, Refused.class);
            return new NotTaken(refused.reason(), refused.message());
        } catch (Unreadable e) {
            return new NotTaken("Status" + status, "control answers with status " + status);
        }
    }

    /** Lets go of its connections. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
