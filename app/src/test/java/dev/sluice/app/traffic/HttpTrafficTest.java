package dev.sluice.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.scenario.HttpBackend;
import dev.sluice.app.scenario.Program;
import dev.sluice.app.scenario.Scenario;
import dev.sluice.app.scenario.Until;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class HttpTrafficTest {
    private static final String TWO_SERVERS =
            """
            loadBalancers:
              - name: web
                address: 127.0.0.1
                listeners:
                  - { protocol: http, port: ${front}, serverGroup: pages, scheduler: rr }
            serverGroups:
              - name: pages
                healthCheck: { type: off }
                servers:
                  - { address: 127.0.0.1, port: ${a} }
                  - { address: 127.0.0.1, port: ${b} }
            """;

    @Test
    void curl_reaches_every_server_of_a_group() {
        try (var scenario = Scenario.begin()) {
            scenario.httpBackend("a");
            scenario.httpBackend("b");
            scenario.apply(TWO_SERVERS);

            var answers = new ArrayList<String>();
            for (int i = 0; i < 4; i++) {
                answers.add(Program.run("curl", "-sS", scenario.url("front", "/")).output());
            }
            assertThat(answers).containsExactlyInAnyOrder("a\n", "a\n", "b\n", "b\n");
        }
    }

    @Test
    void the_jdk_client_keeps_its_connection_and_its_body_arrives()
            throws IOException, InterruptedException {
        try (var scenario = Scenario.begin();
                var client = HttpClient.newHttpClient()) {
            HttpBackend a = scenario.httpBackend("a");
            scenario.httpBackend("b");
            scenario.apply(TWO_SERVERS);

            var statuses = new ArrayList<Integer>();
            for (int i = 0; i < 20; i++) {
                var request =
                        HttpRequest.newBuilder(URI.create(scenario.url("front", "/form?n=" + i)))
                                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(i * 1000)))
                                .build();
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                statuses.add(answer.statusCode());
            }
            assertThat(statuses).hasSize(20).containsOnly(200);
            assertThat(a.seen()).hasSize(10).allMatch(seen -> seen.method().equals("POST"));
        }
    }

    @Test
    void pythons_client_gets_two_answers_on_one_connection() {
        try (var scenario = Scenario.begin()) {
            scenario.httpBackend("a");
            scenario.httpBackend("b");
            scenario.apply(TWO_SERVERS);

            Program python =
                    Program.feed(
                            """
                            import http.client
                            connection = http.client.HTTPConnection("127.0.0.1", %d, timeout=10)
                            for n in range(2):
                                connection.request("GET", "/%%d" %% n)
                                answer = connection.getresponse()
                                print(answer.status, answer.read().decode().strip())
                            """
                                    .formatted(scenario.port("front")),
                            "python3",
                            "-");

            assertThat(python.output().lines()).containsExactlyInAnyOrder("200 a", "200 b");
        }
    }

    @Test
    void servers_learn_the_clients_address_and_not_what_the_client_claims() {
        try (var scenario = Scenario.begin()) {
            HttpBackend a = scenario.httpBackend("a");
            HttpBackend b = scenario.httpBackend("b");
            scenario.apply(TWO_SERVERS);

            Program.run(
                    "curl",
                    "-sS",
                    "-H",
                    "X-Forwarded-For: 203.0.113.9",
                    scenario.url("front", "/"));

            var seen = new ArrayList<>(a.seen());
            seen.addAll(b.seen());
            assertThat(seen).hasSize(1);
            assertThat(seen.getFirst().header("X-forwarded-for")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void a_rule_sends_its_path_elsewhere() {
        try (var scenario = Scenario.begin()) {
            scenario.httpBackend("pages");
            scenario.httpBackend("api");
            scenario.apply(
                    """
                    loadBalancers:
                      - name: web
                        address: 127.0.0.1
                        listeners:
                          - protocol: http
                            port: ${front}
                            serverGroup: pages
                            rules:
                              - { domain: api.example.com, path: /v1, serverGroup: api }
                    serverGroups:
                      - name: pages
                        servers: [ { address: 127.0.0.1, port: ${pages} } ]
                      - name: api
                        servers: [ { address: 127.0.0.1, port: ${api} } ]
                    """);

            assertThat(ask(scenario, "api.example.com", "/v1/users")).isEqualTo("api\n");
            assertThat(ask(scenario, "api.example.com", "/v2/users")).isEqualTo("pages\n");
            assertThat(ask(scenario, "www.example.com", "/v1/users")).isEqualTo("pages\n");
        }
    }

    @Test
    void a_server_that_died_is_passed_over_before_and_after_its_probes_notice() {
        try (var scenario = Scenario.begin()) {
            HttpBackend a = scenario.httpBackend("a");
            scenario.httpBackend("b");
            scenario.apply(
                    TWO_SERVERS.replace(
                            "{ type: off }",
                            "{ type: tcp, interval: 1s, timeout: 1s, unhealthyThreshold: 2 }"));

            a.close();

            for (int i = 0; i < 6; i++) {
                assertThat(ask(scenario, "localhost", "/")).isEqualTo("b\n");
            }
            Until.holds(
                    "the probes notice",
                    () ->
                            scenario.installation().report().servers().stream()
                                    .anyMatch(server -> server.health().name().equals("ABNORMAL")));
            assertThat(ask(scenario, "localhost", "/")).isEqualTo("b\n");
        }
    }

    @Test
    void without_a_server_the_answer_is_503() {
        try (var scenario = Scenario.begin()) {
            scenario.apply(
                    """
                    loadBalancers:
                      - name: web
                        address: 127.0.0.1
                        listeners:
                          - { protocol: http, port: ${front}, serverGroup: pages }
                    serverGroups:
                      - name: pages
                    """);

            assertThat(status(scenario, "/")).isEqualTo("503");
        }
    }

    @Test
    void nginx_serves_through_it() throws IOException {
        try (var scenario = Scenario.begin();
                var nginx = Nginx.start(scenario.folder())) {
            scenario.backend("nginx", nginx.port(), () -> {});
            scenario.apply(
                    """
                    loadBalancers:
                      - name: web
                        address: 127.0.0.1
                        listeners:
                          - { protocol: http, port: ${front}, serverGroup: pages }
                    serverGroups:
                      - name: pages
                        servers: [ { address: 127.0.0.1, port: ${nginx} } ]
                    """);

            assertThat(ask(scenario, "localhost", "/hello.txt")).isEqualTo("hello from nginx\n");
            byte[] large = nginx.large();
            Program copy =
                    Program.run(
                            "curl",
                            "-sS",
                            "-o",
                            scenario.folder() + "/copy",
                            scenario.url("front", "/large.bin"));
            assertThat(copy.output()).isEmpty();
            assertThat(Files.readAllBytes(scenario.folder().resolve("copy"))).isEqualTo(large);
        }
    }

    @Test
    void changes_lose_no_request() throws InterruptedException {
        try (var scenario = Scenario.begin()) {
            scenario.httpBackend("a");
            scenario.httpBackend("b");
            scenario.apply(TWO_SERVERS);
            var clients = new ArrayList<SteadyClient>();
            for (int i = 0; i < 4; i++) {
                clients.add(SteadyClient.start(scenario.port("front"), i % 2 == 0));
            }

            String one = TWO_SERVERS.replaceAll("(?m)^.*port: \\$\\{b}.*\\n", "");
            for (int change = 0; change < 30; change++) {
                scenario.apply(change % 2 == 0 ? one : TWO_SERVERS);
            }

            clients.forEach(client -> Until.holds("each is served", () -> client.answers() > 0));
            for (SteadyClient client : clients) {
                assertThat(client.stop()).isEmpty();
            }
        }
    }

    @Test
    void a_slow_reader_gets_every_byte_of_a_large_answer() throws IOException {
        try (var scenario = Scenario.begin();
                var nginx = Nginx.start(scenario.folder())) {
            scenario.backend("nginx", nginx.port(), () -> {});
            scenario.apply(
                    """
                    loadBalancers:
                      - name: web
                        address: 127.0.0.1
                        listeners:
                          - { protocol: http, port: ${front}, serverGroup: pages, gzip: false }
                    serverGroups:
                      - name: pages
                        servers: [ { address: 127.0.0.1, port: ${nginx} } ]
                    """);

            Program copy =
                    Program.run(
                            "curl",
                            "-sS",
                            "--limit-rate",
                            "4M",
                            "-o",
                            scenario.folder() + "/slow",
                            scenario.url("front", "/large.bin"));

            assertThat(copy.output()).isEmpty();
            assertThat(Files.size(scenario.folder().resolve("slow")))
                    .isEqualTo(nginx.large().length);
        }
    }

    private static String ask(Scenario scenario, String host, String path) {
        return Program.run("curl", "-sS", "-H", "Host: " + host, scenario.url("front", path))
                .output();
    }

    private static String status(Scenario scenario, String path) {
        return Program.run(
                        "curl",
                        "-sS",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        scenario.url("front", path))
                .output();
    }
}
