package dev.sluice.control;

import dev.sluice.control.document.TreeParser;
import dev.sluice.model.tree.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Objects;

/** Talks to a control plane's admin API as a client would. */
public final class AdminClient implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String token;

    public AdminClient(ControlPlane plane) throws IOException {
        base = "http://127.0.0.1:" + plane.adminPort();
        token = Files.readString(plane.tokenFile()).strip();
    }

    /** Sends with the token, and headers given as name, value, name, value…. */
    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request =
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .header(
                                "Content-Type",
                                method.equals("PATCH")
                                        ? "application/merge-patch+json"
                                        : "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        var content =
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        return http.send(
                request.method(method, content).build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    public HttpResponse<String> put(String path, String body)
            throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    /** A request without the token. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    public HttpClient http() {
        return http;
    }

    public String token() {
        return token;
    }

    /** The text of a field, by a path such as {@code status.conditions.2.status}. */
    public static String text(HttpResponse<String> response, String path) {
        return String.valueOf(((Tree.Scalar) tree(response.body(), path)).text());
    }

    public static int size(HttpResponse<String> response, String path) {
        return ((Tree.Sequence) tree(response.body(), path)).items().size();
    }

    public static Tree tree(String json, String path) {
        Tree tree = TreeParser.json("response", json, new ArrayList<>()).orElseThrow();
        for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
            tree =
                    switch (tree) {
                        case Tree.Mapping mapping ->
                                Objects.requireNonNull(
                                        mapping.fields().get(step), () -> path + " in " + json);
                        case Tree.Sequence list -> list.items().get(Integer.parseInt(step));
                        case Tree.Scalar scalar ->
                                throw new AssertionError(scalar + " has no " + step);
                    };
        }
        return tree;
    }

    @Override
    public void close() {
        http.close();
    }
}
