package dev.sluice.lab.change;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The admin API as a client sees it: {@code /v1/KIND/NAME}. */
final class AdminApi implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .build();
    private final JsonMapper json = new JsonMapper();
    private final URI admin;
    private final String token;

    AdminApi(URI admin, String token) {
        this.admin = admin;
        this.token = token;
    }

    /** Makes a resource, or makes it what the fields say. */
    void put(String kind, String name, Map<String, Object> fields) throws LabFailure {
        send("PUT", "application/json", kind, name, json.writeValueAsString(fields));
    }

    /** Changes some fields of a resource (RFC 7396). */
    void patch(String kind, String name, Map<String, Object> fields) throws LabFailure {
        send("PATCH", "application/merge-patch+json", kind, name, json.writeValueAsString(fields));
    }

    void delete(String kind, String name) throws LabFailure {
        send("DELETE", "application/json", kind, name, "");
    }

    private void send(String method, String type, String kind, String name, String body)
            throws LabFailure {
        HttpRequest request =
                HttpRequest.newBuilder(admin.resolve("/v1/" + kind + "/" + name))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .build();
        String what = method + " " + kind + "/" + name;
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new LabFailure(
                        what + " was answered with " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new LabFailure(what + " was not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
