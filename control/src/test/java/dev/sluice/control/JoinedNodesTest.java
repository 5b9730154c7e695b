package dev.sluice.control;

import static dev.sluice.control.AdminClient.size;
import static dev.sluice.control.AdminClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Measure;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.Role;
import dev.sluice.node.LinkOptions;
import dev.sluice.node.LinkTimes;
import dev.sluice.node.NodeProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see of nodes that have joined, and what nodes get to know of each other. */
class JoinedNodesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<NodeProcess> processes = new ArrayList<>();
    private final RecordingNode proxy = new RecordingNode("proxy-1");
    private final RecordingNode director = new RecordingNode("director-1");

    @SuppressWarnings("NullAway.Init")
    private ControlPlane control;

    @SuppressWarnings("NullAway.Init")
    private AdminClient client;

    @BeforeEach
    void open() throws Exception {
        control =
                ControlPlane.open(new ControlOptions(folder, anyPort(), anyPort(), new Measure()));
        client = new AdminClient(control);
        client.put("/v1/serverGroups/pages", "{}");
        client.put("/v1/loadBalancers/web", "{\"address\":\"203.0.113.10\"}");
        put("web-http-80", "\"protocol\":\"http\",\"port\":80,\"serverGroup\":\"pages\"");
    }

    @AfterEach
    void close() {
        processes.forEach(NodeProcess::close);
        client.close();
        control.close();
    }

    @Test
    void a_listener_is_programmed_once_the_node_says_so() throws Exception {
        assertThat(programmed("web-http-80")).isEqualTo("Unknown NoNodes");

        start(proxy, Role.PROXY);

        Eventually.holds("programmed", () -> programmed("web-http-80").equals("True Programmed"));
    }

    @Test
    void what_a_node_has_not_seen_because_it_is_away_is_said_so() throws Exception {
        NodeProcess process = start(proxy, Role.PROXY);
        Eventually.holds("programmed", () -> programmed("web-http-80").equals("True Programmed"));
        process.close();
        Eventually.holds("it is away", () -> status("nodes.0.away").equals("true"));

        put("web-tcp-81", "\"protocol\":\"tcp\",\"port\":81,\"serverGroup\":\"pages\"");

        assertThat(programmed("web-tcp-81")).isEqualTo("Unknown NodeAway");
        assertThat(programmed("web-http-80")).isEqualTo("True Programmed");
        assertThat(status("nodes.0.failure")).startsWith("proxy-1 is away since");
    }

    @Test
    void a_change_does_not_wait_for_a_node_that_is_away() throws Exception {
        start(proxy, Role.PROXY).close();
        Eventually.holds("it is away", () -> status("nodes.0.away").equals("true"));
        long beganNs = System.nanoTime();

        client.put("/v1/serverGroups/others?wait=60", "{}");

        assertThat(System.nanoTime() - beganNs).isLessThan(30_000_000_000L);
    }

    @Test
    void directors_learn_where_proxies_are_as_they_join_and_are_removed() throws Exception {
        client.put("/v1/directors/director-1", "{\"interfaces\":[\"eth0\"]}");
        start(director, Role.DIRECTOR);
        Eventually.holds("no proxies yet", () -> proxies().equals(List.of()));

        start(proxy, Role.PROXY);
        Eventually.holds("one proxy", () -> proxies().equals(List.of("127.0.0.1:80")));

        assertThat(client.send("DELETE", "/v1/nodes/proxy-1", "").statusCode()).isEqualTo(200);
        Eventually.holds("none again", () -> proxies().equals(List.of()));
        assertThat(director.given())
                .extracting(NodeConfig::revision)
                .containsOnly(control.catalog().revision());
    }

    @Test
    void proxies_behind_directors_get_http_alone_and_directors_get_all() throws Exception {
        put("web-tcp-81", "\"protocol\":\"tcp\",\"port\":81,\"serverGroup\":\"pages\"");
        client.put("/v1/directors/director-1", "{\"interfaces\":[\"eth0\"]}");
        start(proxy, Role.PROXY);
        start(director, Role.DIRECTOR);

        Eventually.holds("the proxy has its own", () -> listeners(proxy).equals(List.of(80)));
        Eventually.holds("the director all", () -> listeners(director).equals(List.of(80, 81)));
        assertThat(newest(director).resources().values())
                .anyMatch(DirectorConfig.class::isInstance);
    }

    @Test
    void a_director_that_nobody_is_tells_so() throws Exception {
        client.put("/v1/directors/director-1", "{\"interfaces\":[\"eth0\"]}");
        assertThat(condition("/v1/directors/director-1")).isEqualTo("False NoNode");

        start(director, Role.DIRECTOR);

        Eventually.holds(
                "programmed",
                () -> condition("/v1/directors/director-1").equals("True Programmed"));
    }

    @Test
    void the_nodes_that_joined_are_listed_and_unknown_ones_are_not_removed() throws Exception {
        start(proxy, Role.PROXY);

        var list = client.get("/v1/nodes");

        assertThat(size(list, "items")).isEqualTo(1);
        assertThat(text(list, "items.0.name")).isEqualTo("proxy-1");
        assertThat(text(list, "items.0.role")).isEqualTo("proxy");
        assertThat(text(list, "items.0.address")).isEqualTo("127.0.0.1");
        assertThat(client.send("DELETE", "/v1/nodes/nobody", "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_token_is_given_only_for_a_role_and_a_time() throws Exception {
        var given = client.send("POST", "/v1/nodes/tokens", "{\"role\":\"proxy\",\"minutes\":5}");

        assertThat(text(given, "token")).startsWith("sluice.proxy.");
        for (String wrong :
                List.of("{}", "{\"role\":\"teapot\"}", "{\"role\":\"proxy\",\"minutes\":0}")) {
            assertThat(client.send("POST", "/v1/nodes/tokens", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(422);
        }
    }

    @Test
    void where_no_node_can_join_tokens_are_not_given() throws Exception {
        try (var alone = new ControlBed(folder.resolve("alone"))) {
            var answer = alone.client().send("POST", "/v1/nodes/tokens", "{\"role\":\"proxy\"}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(text(answer, "detail")).contains("./sluice control");
        }
    }

    private NodeProcess start(RecordingNode node, Role role) throws Exception {
        String token = control.giveToken(role, Duration.ofHours(1), false).text();
        @Nullable String address = null;
        var process =
                NodeProcess.start(
                        new LinkOptions(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), control.nodesPort()),
                                node.name(),
                                role,
                                folder.resolve(node.name()),
                                token,
                                address),
                        node,
                        new NodeProcess.Surroundings(
                                anyPort(),
                                new Measure(),
                                LinkTimes.USUAL,
                                InstantSource.system(),
                                new SplittableRandom(7)),
                        () -> "");
        processes.add(process);
        return process;
    }

    private void put(String name, String fields) throws Exception {
        var answer =
                client.put("/v1/listeners/" + name, "{\"loadBalancer\":\"web\"," + fields + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private String programmed(String listener) throws Exception {
        return condition("/v1/listeners/" + listener);
    }

    private String condition(String path) throws Exception {
        var answer = client.get(path);
        return text(answer, "status.conditions.2.status")
                + " "
                + text(answer, "status.conditions.2.reason");
    }

    private String status(String path) throws Exception {
        return text(client.get("/v1/status"), path);
    }

    private static NodeConfig newest(RecordingNode node) {
        return node.given().isEmpty() ? NodeConfig.EMPTY : node.given().getLast();
    }

    private static List<Integer> listeners(RecordingNode node) {
        return newest(node).resources().values().stream()
                .filter(ListenerConfig.class::isInstance)
                .map(listener -> ((ListenerConfig) listener).port())
                .sorted()
                .toList();
    }

    private List<String> proxies() {
        return newest(director).resources().values().stream()
                .filter(GroupConfig.class::isInstance)
                .map(GroupConfig.class::cast)
                .filter(group -> group.name().equals("proxies"))
                .flatMap(group -> group.servers().stream())
                .map(GroupConfig.ServerConfig::endpoint)
                .toList();
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
