package dev.sluice.control.rest;

import static dev.sluice.control.AdminClient.text;
import static dev.sluice.control.AdminClient.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.AdminClient;
import dev.sluice.control.ControlBed;
import dev.sluice.control.Eventually;
import dev.sluice.model.tree.Tree;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ApiMannersTest {
    @TempDir private Path directory;
    private ControlBed bed;
    private AdminClient client;

    @BeforeEach
    void open() throws Exception {
        bed = new ControlBed(directory);
        client = bed.client();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void without_the_token_nothing_is_told() throws Exception {
        var bare =
                client.http().send(client.request("/v1/status").build(), BodyHandlers.ofString());
        var wrong =
                client.send(
                        "GET", "/v1/status", "", "Authorization", "Bearer " + client.token() + "x");
        var nowhere =
                client.http().send(client.request("/v1/none").build(), BodyHandlers.ofString());

        assertThat(bare.statusCode()).isEqualTo(401);
        assertThat(bare.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"sluice\"");
        assertThat(text(bare, "code")).isEqualTo("Unauthorized");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(nowhere.statusCode()).isEqualTo(401);
    }

    @Test
    void probes_metrics_and_the_document_need_no_token_on_this_machine() throws Exception {
        for (String path : new String[] {"/live", "/ready", "/metrics", "/v1/openapi.json"}) {
            var answer = client.http().send(client.request(path).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void the_token_can_be_read_by_its_owner_alone() throws Exception {
        Path token = bed.plane().tokenFile();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(token).strip()).hasSize(43);
    }

    @Test
    void a_host_header_of_another_name_is_refused() throws Exception {
        assertThat(raw("GET /live HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ")
                .contains("WrongHost");
        assertThat(raw("GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void with_the_token_any_host_will_do() throws Exception {
        String head = "GET /v1/audit HTTP/1.1\r\nHost: lb.example\r\nConnection: close\r\n";

        assertThat(raw(head + "Authorization: Bearer " + client.token() + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void what_is_no_http_is_refused_by_a_problem_document() throws Exception {
        String twoHosts =
                "GET /live HTTP/1.1\r\nHost: localhost\r\nHost: b\r\nConnection: close\r\n\r\n";
        String longHeader =
                "GET /live HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";

        assertThat(raw(twoHosts)).startsWith("HTTP/1.1 400 ").contains("\"code\":\"BadRequest\"");
        assertThat(raw(longHeader)).startsWith("HTTP/1.1 431 ").contains("\"code\":\"BadRequest\"");
        assertThat(raw("hello\r\n\r\n")).startsWith("HTTP/1.1 400 ").doesNotContain("Jetty");
    }

    @Test
    void a_body_over_eight_mebibytes_is_refused() throws Exception {
        var answer = client.put("/v1/serverGroups/pages", "\"" + "x".repeat(9 << 20) + "\"");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(text(answer, "code")).isEqualTo("BodyTooLarge");
    }

    @Test
    void each_wrong_request_gets_its_own_answer() throws Exception {
        assertThat(client.get("/v1/none").statusCode()).isEqualTo(404);
        var post = client.send("POST", "/v1/serverGroups", "{}");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET");
        assertThat(
                        client.send("PUT", "/v1/serverGroups/a", "{}", "Content-Type", "text/plain")
                                .statusCode())
                .isEqualTo(415);
        assertThat(client.put("/v1/serverGroups/a", "{").statusCode()).isEqualTo(400);
        assertThat(client.put("/v1/serverGroups/a", "[]").statusCode()).isEqualTo(400);
        assertThat(client.put("/v1/serverGroups/a", "{\"name\":\"a\",\"name\":\"b\"}").statusCode())
                .isEqualTo(400);
        assertThat(client.get("/v1/serverGroups?limit=x").statusCode()).isEqualTo(400);
        assertThat(client.put("/v1/serverGroups/a?dryRun=perhaps", "{}").statusCode())
                .isEqualTo(400);
        assertThat(client.send("PUT", "/v1/serverGroups/a", "{}", "If-Match", "1").statusCode())
                .isEqualTo(400);
        assertThat(client.put("/v1/serverGroups/%2e%2e", "{}").statusCode()).isBetween(400, 499);
        assertThat(client.put("/v1/serverGroups/a%20b", "{}").statusCode()).isEqualTo(422);
    }

    @Test
    void status_shows_nodes_listeners_and_rates() throws Exception {
        bed.putWeb();
        bed.plane().awaitProgrammed(3, Duration.ofSeconds(60));

        Eventually.holds(
                "a request rate shows",
                () -> !text(client.get("/v1/status"), listener("requestsPerSecond")).equals("0.0"));
        HttpResponse<String> status = client.get("/v1/status");
        assertThat(text(status, "nodes.0.name")).isEqualTo("proxy-1");
        assertThat(text(status, "nodes.0.role")).isEqualTo("proxy");
        assertThat(text(status, "nodes.0.revision")).isEqualTo("3");
        assertThat(text(status, listener("activeConnections"))).isEqualTo("3");
        assertThat(text(status, listener("programmed"))).isEqualTo("True");
        assertThat(text(status, "serverGroups.0.name")).isEqualTo("pages");
        assertThat(text(status, "nodes.0.cluster.duty")).isEqualTo("serving");
        assertThat(text(status, "nodes.0.cluster.virtualRouters.0.state")).isEqualTo("backup");
        assertThat(text(status, "nodes.0.cluster.sync.owned")).isEqualTo("7");
        assertThat(text(status, "nodes.0.offload.way")).isEqualTo("native XDP");
        assertThat(text(status, "nodes.0.offload.sessions")).isEqualTo("1");
    }

    @Test
    void explain_asks_the_nodes() throws Exception {
        var answer =
                client.send(
                        "POST",
                        "/v1/explain/request",
                        "{\"host\":\"a.example\",\"path\":\"/\",\"client\":\"192.0.2.1\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer, "answers.0.backend")).isEqualTo("127.0.0.1:9001");
        assertThat(text(answer, "answers.0.because.0")).contains("a.example");
        assertThat(client.send("POST", "/v1/explain/request", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void explain_takes_packets_and_says_what_is_wrong_with_a_question() throws Exception {
        String rest = "\"sourcePort\":40000,\"destination\":\"::2\",\"destinationPort\":80}";

        assertThat(packet("{\"protocol\":\"tcp\",\"source\":\"::1\"," + rest)).isEqualTo(200);
        assertThat(packet("{\"protocol\":\"gre\",\"source\":\"::1\"," + rest)).isEqualTo(400);
        assertThat(packet("{\"protocol\":\"tcp\",\"source\":\"web\"," + rest)).isEqualTo(400);
        assertThat(packet("{\"protocol\":\"tcp\",\"source\":\"::1\"}")).isEqualTo(400);
    }

    private int packet(String question) throws Exception {
        return client.send("POST", "/v1/explain/packet", question).statusCode();
    }

    @Test
    void the_openapi_document_names_every_route_and_no_other() throws Exception {
        String document = client.get("/v1/openapi.json").body();

        var told = ((Tree.Mapping) tree(document, "paths")).fields();
        assertThat(told.keySet())
                .contains("/v1/loadBalancers", "/v1/rules/{nameOrId}", "/v1/apply", "/v1/watch");
        for (var path : told.entrySet()) {
            for (String method : ((Tree.Mapping) path.getValue()).fields().keySet()) {
                String url = path.getKey().replaceAll("\\{\\w+}", "x");
                var answer = client.send(method.toUpperCase(Locale.ROOT), watchFrom(url), "");
                assertThat(answer.statusCode()).as(method + " " + url).isNotIn(405, 401, 500);
            }
        }
    }

    /** A watch from a revision that is too old ends at once; here none is, so it is not called. */
    private static String watchFrom(String url) {
        return url.equals("/v1/watch") ? "/v1/watch?from=-1" : url;
    }

    private static String listener(String field) {
        return "loadBalancers.0.listeners.0." + field;
    }

    private String raw(String request) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), bed.plane().adminPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
