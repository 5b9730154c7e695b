package dev.sluice.control.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.Eventually;
import dev.sluice.control.RecordingNode;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.Fleet.ProxyNode;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.RequestQuestion;
import dev.sluice.model.node.Role;
import dev.sluice.node.NodeProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and control over real TLS on loopback. */
class NodePortTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);
    private final RecordingNode proxy = new RecordingNode("proxy-1");

    @SuppressWarnings("NullAway.Init")
    private NodePortBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new NodePortBed(folder, clock);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_node_joins_and_gets_what_there_is_and_what_comes() throws Exception {
        bed.publish(Role.PROXY, 1, "a=one");
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));

        bed.awaitProgrammed(1);
        bed.publish(Role.PROXY, 2, "a=one", "b=two");

        bed.awaitProgrammed(2);
        assertThat(proxy.given()).extracting(NodeConfig::revision).containsExactly(1L, 2L);
        assertThat(proxy.given().getLast()).isEqualTo(bed.distributor().newest(Role.PROXY));
    }

    @Test
    void each_role_gets_its_own() throws Exception {
        var director = new RecordingNode("director-1");
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.start(director, Role.DIRECTOR, bed.token(Role.DIRECTOR));
        bed.publish(Role.PROXY, 5, "p=proxies");
        bed.publish(Role.DIRECTOR, 5, "d=directors");

        Eventually.holds("the proxy answers", () -> bed.progress("proxy-1").hasAnswered(5));
        Eventually.holds("so does the director", () -> bed.progress("director-1").hasAnswered(5));
        assertThat(proxy.given().getLast().resources()).containsOnlyKeys("acl/p");
        assertThat(director.given().getLast().resources()).containsOnlyKeys("acl/d");
    }

    @Test
    void what_a_node_refuses_is_known_at_control() throws Exception {
        var refusal = new Refusal("acl/a", "PortInUse", "port 80 is taken");
        proxy.refuse(_ -> List.of(refusal));
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.publish(Role.PROXY, 1, "a=one");

        bed.awaitProgrammed(1);
        assertThat(bed.progress("proxy-1").acknowledged().refusals()).containsExactly(refusal);
    }

    @Test
    void a_node_that_fails_is_asked_again_with_all_of_it() throws Exception {
        var fail = new AtomicBoolean(true);
        proxy.refuse(_ -> {
            if (fail.get()) {
                throw new IllegalStateException("not now");
            }
            return List.of();
        });
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.publish(Role.PROXY, 1, "a=one");

        Eventually.holds(
                "the failure is known",
                () -> String.valueOf(bed.progress("proxy-1").failure()).contains("not now"));
        fail.set(false);
        bed.awaitProgrammed(1);
    }

    @Test
    void reports_and_explanations_come_from_afar() throws Exception {
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.publish(Role.PROXY, 1, "a=one");
        bed.awaitProgrammed(1);
        Node seen = bed.distributor().nodes().getFirst();

        Eventually.holds("a report of revision 1", () -> revisionReported(seen) == 1);
        assertThat(seen.explain(new RequestQuestion(null, "a.example", "/", "::1", null)))
                .isEqualTo(proxy.explain(new RequestQuestion(null, "a.example", "/", "::1", null)));
    }

    private static long revisionReported(Node node) {
        try {
            return node.report().revision();
        } catch (RuntimeException notYet) {
            return -1;
        }
    }

    @Test
    void a_node_that_is_away_is_known_to_be_and_holds_up_nobody() throws Exception {
        NodeProcess process = bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        var other = new RecordingNode("proxy-2");
        bed.start(other, Role.PROXY, bed.token(Role.PROXY));
        bed.publish(Role.PROXY, 1, "a=one");
        bed.awaitProgrammed(1);

        process.close();

        Eventually.holds("it is away", () -> bed.progress("proxy-1").away());
        assertThat(bed.progress("proxy-1").failure()).startsWith("proxy-1 is away since");
        bed.publish(Role.PROXY, 2, "a=two");
        bed.awaitProgrammed(2);
        assertThat(bed.progress("proxy-1").acknowledged().revision()).isEqualTo(1);
    }

    @Test
    void nobody_waits_where_all_are_away() throws Exception {
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY)).close();
        Eventually.holds("it is away", () -> bed.progress("proxy-1").away());
        bed.publish(Role.PROXY, 1, "a=one");
        long beganNs = System.nanoTime();

        assertThat(bed.distributor().awaitProgrammed(1, Duration.ofSeconds(60))).isFalse();
        assertThat(System.nanoTime() - beganNs).isLessThan(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void a_node_goes_on_where_it_was_without_a_token() throws Exception {
        NodeProcess process = bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.publish(Role.PROXY, 1, "a=one");
        bed.awaitProgrammed(1);
        process.close();
        Eventually.holds("it is away", () -> bed.progress("proxy-1").away());
        bed.publish(Role.PROXY, 2, "a=two");

        var again = new RecordingNode("proxy-1");
        bed.start(again, Role.PROXY, null);

        Eventually.holds("it has revision 2", () -> bed.progress("proxy-1").hasAnswered(2));
        assertThat(again.given()).extracting(NodeConfig::revision).startsWith(1L).endsWith(2L);
        assertThat(bed.progress("proxy-1").away()).isFalse();
    }

    @Test
    void control_goes_and_comes_back_and_nodes_serve_meanwhile() throws Exception {
        bed.publish(Role.PROXY, 1, "a=one");
        NodeProcess process = bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.awaitProgrammed(1);

        bed.stopControl();
        Eventually.holds("it has noticed", () -> !process.isConnected());
        assertThat(process.revision()).isEqualTo(1);
        bed.prepareControl();
        assertThat(bed.progress("proxy-1").failure()).contains("since control started");
        bed.openControl();
        bed.publish(Role.PROXY, 2, "b=two");

        Eventually.holds("it has revision 2", () -> bed.progress("proxy-1").hasAnswered(2));
        assertThat(proxy.given().getLast().resources()).containsOnlyKeys("acl/b");
    }

    @Test
    void a_node_starts_and_serves_while_control_is_away() throws Exception {
        bed.publish(Role.PROXY, 3, "a=one");
        NodeProcess process = bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.awaitProgrammed(3);
        process.close();
        bed.stopControl();

        var again = new RecordingNode("proxy-1");
        NodeProcess alone = bed.start(again, Role.PROXY, null);

        assertThat(alone.isConnected()).isFalse();
        assertThat(again.given()).extracting(NodeConfig::revision).containsExactly(3L);
        assertThat(again.given().getFirst()).isEqualTo(proxy.given().getLast());
        assertThat(get(alone, "/ready").statusCode()).isEqualTo(200);
        bed.startControl();
    }

    @Test
    void what_a_node_keeps_is_for_its_owner_alone() throws Exception {
        bed.publish(Role.PROXY, 1, "a=one");
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.awaitProgrammed(1);

        for (String file : List.of("config.json", "identity.pem")) {
            Path kept = bed.folderOf("proxy-1").resolve(file);
            Eventually.holds(file + " is there", () -> Files.exists(kept));
            assertThat(Files.getPosixFilePermissions(kept))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void a_kept_configuration_that_is_damaged_is_left_alone() throws Exception {
        bed.publish(Role.PROXY, 1, "a=one");
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY)).close();
        Path kept = bed.folderOf("proxy-1").resolve("config.json");
        Files.writeString(
                kept, "{\"revision\":1,\"base\":0,\"set\":{},\"remove\":[],\"digest\":\"00\"}");

        var again = new RecordingNode("proxy-1");
        bed.start(again, Role.PROXY, null);

        Eventually.holds("it has revision 1", () -> !again.given().isEmpty());
        assertThat(again.given().getFirst().resources()).containsOnlyKeys("acl/a");
    }

    /** The first 2,000 bytes or so are the handshake, the rest the configuration. */
    @Test
    void a_stream_that_is_cut_anywhere_is_taken_up_again() throws Exception {
        String text = "x".repeat(3_000);
        try (var relay = new CuttingRelay(bed.port())) {
            bed.start(proxy, Role.PROXY, bed.token(Role.PROXY), relay.port());
            int revision = 0;
            for (int cut = 0; cut < 5_000; cut += 97) {
                revision++;
                relay.cutAfter(cut);
                bed.publish(Role.PROXY, revision, "a=" + text + revision, "b=y");
                Eventually.holds("two cuts after " + cut, () -> relay.cuts() >= 2);
                relay.cutAfter(Long.MAX_VALUE);
                int wanted = revision;
                Eventually.holds(
                        "revision " + revision + " after cuts at " + cut,
                        () -> bed.progress("proxy-1").hasAnswered(wanted));
                assertThat(proxy.given().getLast()).isEqualTo(bed.distributor().newest(Role.PROXY));
            }
        }
    }

    @Test
    void a_damaged_change_is_noticed_by_its_digest_and_repaired_by_all_of_it() throws Exception {
        NodeProcess process = bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.publish(Role.PROXY, 1, "a=one");
        bed.awaitProgrammed(1);
        var once = new AtomicBoolean(true);
        bed.tamper(line ->
                line.contains("\"base\":1") && once.getAndSet(false)
                        ? line.replace("\"name\":\"two\"", "\"name\":\"tow\"")
                        : line);

        bed.publish(Role.PROXY, 2, "a=one", "b=two");

        Eventually.holds("it has revision 2", () -> bed.progress("proxy-1").hasAnswered(2));
        assertThat(once).isFalse();
        assertThat(proxy.given().getLast()).isEqualTo(bed.distributor().newest(Role.PROXY));
        assertThat(process.isConnected()).isTrue();
    }

    @Test
    void a_heartbeat_with_another_digest_makes_a_node_ask_for_all_of_it() throws Exception {
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.publish(Role.PROXY, 1, "a=one");
        bed.awaitProgrammed(1);
        var beats = new AtomicBoolean(true);
        var wholes = new AtomicBoolean();
        bed.tamper(line -> {
            if (line.startsWith("{\"heartbeat\":1") && beats.getAndSet(false)) {
                return "{\"heartbeat\":1,\"digest\":\"" + "0".repeat(32) + "\"}\n";
            }
            if (line.contains("\"base\":0")) {
                wholes.set(true);
            }
            return line;
        });

        Eventually.holds("all of it was sent again", wholes::get);
        Eventually.holds("and taken", () -> proxy.given().size() >= 2);
    }

    @Test
    void a_node_that_hears_nothing_opens_another_stream() throws Exception {
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.publish(Role.PROXY, 1, "a=one");
        bed.awaitProgrammed(1);
        var silent = new AtomicBoolean(true);
        bed.tamper(line -> silent.get() ? "" : line);
        bed.publish(Role.PROXY, 2, "a=two");

        Eventually.holds(
                "the stream was given up",
                () -> bed.progress("proxy-1").acknowledged().revision() == 1);
        silent.set(false);

        Eventually.holds("it has revision 2", () -> bed.progress("proxy-1").hasAnswered(2));
    }

    @Test
    void a_process_started_twice_ends_with_the_later_one() throws Exception {
        bed.publish(Role.PROXY, 1, "a=one");
        NodeProcess first = bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.awaitProgrammed(1);
        first.close();
        var second = new RecordingNode("proxy-1");
        bed.start(second, Role.PROXY, null);
        bed.publish(Role.PROXY, 2, "a=two");

        Eventually.holds("it has revision 2", () -> bed.progress("proxy-1").hasAnswered(2));
        assertThat(second.given().getLast().revision()).isEqualTo(2);
    }

    @Test
    void a_removed_node_is_cut_off_and_serves_on() throws Exception {
        bed.publish(Role.PROXY, 1, "a=one");
        NodeProcess process = bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.awaitProgrammed(1);

        assertThat(bed.nodes().remove("proxy-1")).isTrue();

        Eventually.holds("it is cut off", () -> !process.isConnected());
        Eventually.holds(
                "and knows why", () -> get(process, "/dump").body().contains("was removed"));
        assertThat(process.revision()).isEqualTo(1);
        assertThat(bed.distributor().nodes()).isEmpty();
    }

    @Test
    void a_certificate_is_renewed_in_time() throws Exception {
        bed.publish(Role.PROXY, 1, "a=one");
        NodeProcess process = bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.awaitProgrammed(1);
        Path identity = bed.folderOf("proxy-1").resolve("identity.pem");
        String before = Files.readString(identity);

        ahead = Duration.ofDays(16);

        Eventually.holds("it is renewed", () -> !Files.readString(identity).equals(before));
        ahead = Duration.ofDays(31);
        bed.publish(Role.PROXY, 2, "a=two");
        Eventually.holds("it has revision 2", () -> bed.progress("proxy-1").hasAnswered(2));
        assertThat(process.isConnected()).isTrue();
    }

    @Test
    void a_node_whose_certificate_expired_says_what_to_do() throws Exception {
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY)).close();
        ahead = Duration.ofDays(31);

        assertThatThrownBy(() -> bed.start(proxy, Role.PROXY, null))
                .hasMessageContaining("expired at")
                .hasMessageContaining("./sluice control token");
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        bed.publish(Role.PROXY, 1, "a=one");
        Eventually.holds("it has revision 1", () -> bed.progress("proxy-1").hasAnswered(1));
    }

    @Test
    void joining_that_cannot_be_says_why() throws Exception {
        String token = bed.token(Role.PROXY);

        assertThatThrownBy(() -> bed.start(proxy, Role.PROXY, null))
                .hasMessageContaining("has not joined yet")
                .hasMessageContaining("--join");
        assertThatThrownBy(() -> bed.start(proxy, Role.PROXY, "sesame"))
                .hasMessageContaining("is no join token");
        assertThatThrownBy(() -> bed.start(proxy, Role.DIRECTOR, token))
                .hasMessageContaining("this token is for a proxy");
        bed.start(proxy, Role.PROXY, token).close();
        assertThatThrownBy(() -> bed.start(new RecordingNode("proxy-2"), Role.PROXY, token))
                .hasMessageContaining("has been used");
        assertThatThrownBy(() -> bed.start(proxy, Role.DIRECTOR, null))
                .hasMessageContaining("is the folder of proxy-1");
    }

    @Test
    void a_token_of_another_control_is_not_shown_to_this_one() throws Exception {
        try (var other = new NodePortBed(folder.resolve("other"), clock)) {
            String token = other.token(Role.PROXY);

            assertThatThrownBy(() -> bed.start(proxy, Role.PROXY, token))
                    .hasMessageContaining("made by another control");
            other.start(proxy, Role.PROXY, token);
        }
    }

    @Test
    void a_node_of_another_control_is_told_so_and_joins_with_a_new_token() throws Exception {
        try (var other = new NodePortBed(folder.resolve("other"), clock)) {
            Files.createSymbolicLink(bed.folderOf("proxy-1"), other.folderOf("proxy-1"));
            other.start(proxy, Role.PROXY, other.token(Role.PROXY)).close();

            NodeProcess lost = bed.start(proxy, Role.PROXY, null);
            Eventually.holds(
                    "it says so", () -> get(lost, "/dump").body().contains("another authority"));
            lost.close();
            bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
            bed.publish(Role.PROXY, 1, "a=one");
            bed.awaitProgrammed(1);
        }
    }

    @Test
    void who_joins_tells_others_where_it_is() throws Exception {
        bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));

        assertThat(bed.nodes().admission().register().fleet().proxies())
                .containsExactly(new ProxyNode("proxy-1", "127.0.0.1"));
    }

    @Test
    void a_process_shows_what_it_does() throws Exception {
        NodeProcess process = bed.start(proxy, Role.PROXY, bed.token(Role.PROXY));
        assertThat(get(process, "/live").body()).isEqualTo("live\n");
        assertThat(get(process, "/ready").statusCode()).isEqualTo(503);

        bed.publish(Role.PROXY, 1, "a=one");
        bed.awaitProgrammed(1);

        assertThat(get(process, "/ready").body()).isEqualTo("ready\n");
        assertThat(get(process, "/metrics").body()).contains("# TYPE");
        assertThat(get(process, "/dump").body())
                .contains("node        proxy-1 (proxy)", "connected since", "that is all");
        assertThat(get(process, "/elsewhere").statusCode()).isEqualTo(404);
    }

    private static java.net.http.HttpResponse<String> get(NodeProcess of, String path)
            throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + of.observed().getPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}
