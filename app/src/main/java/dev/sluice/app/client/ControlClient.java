package dev.sluice.app.client;

import dev.sluice.app.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The admin API of one running control plane. Blocking; failures are {@link CommandFailed}. */
public final class ControlClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int FIRST_ERROR = 400;
    private static final int UNAUTHORIZED = 401;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String admin;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .build();

    /** A client of the control plane there; reads its token at once. */
    public ControlClient(Contact contact) {
        this.admin = contact.admin();
        this.token = tokenIn(contact.tokenFile());
    }

    /** Reads. */
    public JsonNode get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    /** Deletes. */
    public JsonNode delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    /** Sends JSON. */
    public JsonNode post(String path, Object body) {
        return send("POST", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static String tokenIn(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new CommandFailed(
                    "there is no token at "
                            + file
                            + ": start Sluice first (./sluice up), or name its data folder with --data",
                    e);
        } catch (IOException e) {
            throw new CommandFailed(
                    "cannot read the token in "
                            + file
                            + " ("
                            + Reason.of(e)
                            + "): run as the user who runs Sluice",
                    e);
        }
    }

    private JsonNode send(String method, String path, BodyPublisher body) {
        HttpResponse<String> answer = exchange(request(method, path, body));
        JsonNode content = parse(answer.body());
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new CommandFailed(sentences(answer.statusCode(), content));
        }
        return content;
    }

    private HttpRequest request(String method, String path, BodyPublisher body) {
        try {
            return HttpRequest.newBuilder(URI.create("http://" + admin + path))
                    .timeout(ANSWER_TIMEOUT)
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "application/json")
                    .header("Content-Type", "application/json")
                    .method(method, body)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    "'" + admin + "' is no address of an admin API; write --admin HOST:PORT", e);
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailed(
                    "cannot reach Sluice at "
                            + admin
                            + " ("
                            + Reason.of(e)
                            + "): start it with ./sluice up, or name its address with --admin",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted while waiting for " + admin, e);
        }
    }

    private JsonNode parse(String body) {
        try {
            return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            throw new CommandFailed(
                    "what answers at " + admin + " is not Sluice; name its address with --admin",
                    e);
        }
    }

    /** An RFC 9457 problem document as sentences: each of its problems, or else its detail. */
    private String sentences(int status, JsonNode problem) {
        if (status == UNAUTHORIZED) {
            return "Sluice at "
                    + admin
                    + " does not know this token: name the data folder it runs with by --data";
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode one : problem.path("problems")) {
            if (!one.path("severity").asString("").equals("warning")) {
                lines.add(ProblemLine.of(one));
            }
        }
        if (lines.isEmpty()) {
            String detail = problem.path("detail").asString("");
            lines.add(detail.isEmpty() ? "Sluice answered with status " + status : detail);
        }
        return String.join("\n", lines);
    }
}
