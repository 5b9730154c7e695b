package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that talk to a running control plane, each against a real one. */
class ControlCommandsTest {
    private static final String ONE_LISTENER =
            """
            loadBalancers:
              - name: web
                address: 127.0.0.1
                listeners:
                  - name: front
                    protocol: http
                    port: ${front}
                    serverGroup: pages
                    rules:
                      - { name: api, domain: api.example.com, path: /v1, serverGroup: api }
            serverGroups:
              - name: pages
                servers: [ { address: 127.0.0.1, port: ${a} } ]
              - name: api
                servers: [ { address: 127.0.0.1, port: ${b}, weight: 50 } ]
            """;

    private final Scenario scenario = Scenario.begin();

    @BeforeEach
    void open_the_backends() {
        scenario.httpBackend("a");
        scenario.httpBackend("b");
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void apply_says_what_it_created_and_then_that_nothing_is_left_to_do() throws IOException {
        Path file = write(ONE_LISTENER);

        var first = say("apply", "-f", file.toString());
        var second = say("apply", "-f", file.toString());

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out())
                .contains(
                        "created",
                        "loadBalancer web",
                        "listener front",
                        "rule api",
                        "serverGroup pages");
        assertThat(second.out()).contains("unchanged: 5").doesNotContain("created");
    }

    @Test
    void apply_removes_what_the_file_no_longer_names() throws IOException {
        say("apply", "-f", write(ONE_LISTENER).toString());
        Path shorter = write(ONE_LISTENER.replaceAll("(?m)^        rules:\\n.*\\n", ""));

        var said = say("apply", "-f", shorter.toString());

        assertThat(said.out().lines()).contains("removed    rule api");
    }

    @Test
    void a_dry_run_changes_nothing() throws IOException {
        var said = say("apply", "--dry-run", "-f", write(ONE_LISTENER).toString());

        assertThat(said.out()).contains("created", "dry run");
        assertThat(say("get", "loadBalancers").out()).doesNotContain("web");
    }

    @Test
    void apply_names_each_mistake_with_file_and_line_and_changes_nothing() throws IOException {
        Path file = write(ONE_LISTENER.replace("serverGroup: pages\n", "serverGroup: nowhere\n"));

        var said = say("apply", "-f", file.toString());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("sluice: " + file + ":", "nowhere");
        assertThat(say("get", "loadBalancers").out()).doesNotContain("web");
    }

    @Test
    void get_lists_and_shows() throws IOException {
        say("apply", "-f", write(ONE_LISTENER).toString());

        assertThat(say("get", "serverGroups").out()).contains("NAME", "pages", "api");
        assertThat(say("get", "serverGroup", "api", "-o", "yaml").out()).contains("weight: 50");
        assertThat(say("get", "serverGroup", "api", "-o", "json").out()).contains("\"weight\"");
        assertThat(say("get", "serverGroup", "nobody").err()).contains("nobody");
        assertThat(say("get", "spoon").code()).isEqualTo(2);
    }

    @Test
    void delete_deletes_and_refuses_what_others_need() throws IOException {
        say("apply", "-f", write(ONE_LISTENER).toString());

        assertThat(say("delete", "serverGroup", "pages").code()).isEqualTo(1);
        assertThat(say("delete", "loadBalancer", "web").out()).contains("deleted");
        assertThat(say("delete", "serverGroup", "pages").code()).isZero();
    }

    @Test
    void status_shows_listeners_and_servers() throws IOException {
        say("apply", "-f", write(ONE_LISTENER).toString());

        var said = say("status");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("load balancer web on 127.0.0.1")
                .contains("front", "started")
                .contains("pages", "127.0.0.1:" + scenario.port("a"));
    }

    @Test
    void explain_says_which_way_a_request_would_go_and_why() throws IOException {
        say("apply", "-f", write(ONE_LISTENER).toString());

        var said =
                say(
                        "explain",
                        "request",
                        "--host",
                        "api.example.com",
                        "--path",
                        "/v1/users",
                        "--client",
                        "192.0.2.7");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("front", "api", "127.0.0.1:" + scenario.port("b"));
    }

    @Test
    void nobody_at_the_address_is_said_with_a_remedy() {
        var said =
                Said.by(
                        "status",
                        "--data",
                        scenario.folder().toString(),
                        "--admin",
                        "127.0.0.1:" + scenario.port("nobody"));

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("cannot reach Sluice", "./sluice up", "--admin");
    }

    @Test
    void a_wrong_token_is_said_with_a_remedy() throws IOException {
        Path other = Files.createDirectory(scenario.folder().resolve("other"));
        Files.writeString(other.resolve("token"), "not-the-token\n");

        var said = Said.by("status", "--data", other.toString(), "--admin", scenario.admin());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("--data").doesNotContain("not-the-token");
    }

    private Said say(String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 4);
        all[words.length] = "--data";
        all[words.length + 1] = scenario.folder().toString();
        all[words.length + 2] = "--admin";
        all[words.length + 3] = scenario.admin();
        return Said.by(all);
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(scenario.folder().resolve("sluice.yaml"), scenario.filled(yaml));
    }
}
