package dev.sluice.control;

import static dev.sluice.control.AdminClient.size;
import static dev.sluice.control.AdminClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.certificate.TestKeys;
import dev.sluice.control.change.CertificateFiles;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.control.document.TreeWriter;
import dev.sluice.model.Certificate;
import dev.sluice.model.Kind;
import dev.sluice.model.Stored;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ApplyTest {
    private static final String FILE =
            """
            loadBalancers:
              - name: web
                address: 127.0.0.1
                listeners:
                  - protocol: http
                    port: 7080
                    serverGroup: pages
                    rules:
                      - { domain: api.example.com, path: /v1, serverGroup: api }
            serverGroups:
              - name: pages
                servers: [ { address: 127.0.0.1, port: 9001 } ]
              - { name: api, servers: [ { address: 127.0.0.1, port: 9002 } ] }
            """;

    @TempDir private Path directory;
    private ControlBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new ControlBed(directory.resolve("data"));
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_file_makes_everything_in_it_at_one_revision() throws Exception {
        ApplyOutcome outcome = apply(FILE);

        assertThat(outcome.applied()).as("%s", outcome.problems()).isTrue();
        assertThat(outcome.created())
                .extracting(ApplyOutcome.Entry::name)
                .containsExactlyInAnyOrder(
                        "web", "web-http-7080", "web-http-7080-api.example.com-v1", "pages", "api");
        assertThat(bed.plane().catalog().revision()).isEqualTo(1);
        assertThat(bed.plane().awaitProgrammed(1, Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void what_did_not_change_keeps_its_id_and_revision() throws Exception {
        apply(FILE);
        Stored before = named(Kind.SERVER_GROUP, "pages");

        ApplyOutcome again = apply(FILE);
        ApplyOutcome changed = apply(FILE.replace("9002", "9003"));

        assertThat(again.unchanged()).isEqualTo(5);
        assertThat(again.revision()).isEqualTo(1);
        assertThat(changed.changed()).extracting(ApplyOutcome.Entry::name).containsExactly("api");
        assertThat(changed.unchanged()).isEqualTo(4);
        assertThat(named(Kind.SERVER_GROUP, "pages")).isEqualTo(before);
        assertThat(named(Kind.SERVER_GROUP, "api").revision()).isEqualTo(2);
    }

    @Test
    void what_is_no_longer_in_the_file_goes_and_what_others_made_stays() throws Exception {
        bed.client().put("/v1/serverGroups/mine", "{}");
        apply(FILE);

        ApplyOutcome outcome = apply("serverGroups: [ { name: pages } ]");

        assertThat(outcome.removed()).hasSize(4);
        assertThat(bed.plane().catalog().all(Kind.SERVER_GROUP))
                .extracting(stored -> stored.resource().name())
                .containsExactlyInAnyOrder("mine", "pages");
    }

    @Test
    void a_name_that_the_api_took_is_refused_with_its_line() throws Exception {
        bed.client().put("/v1/serverGroups/api", "{}");

        ApplyOutcome outcome = apply(FILE);

        assertThat(outcome.applied()).isFalse();
        assertThat(outcome.problems())
                .singleElement()
                .asString()
                .startsWith("web.yaml:13: serverGroups[1].name: 'api' was created through the API");
        assertThat(bed.plane().catalog().revision()).isEqualTo(1);
    }

    @Test
    void a_dry_run_tells_the_plan_and_changes_nothing() throws Exception {
        ApplyOutcome outcome =
                bed.plane().apply("web.yaml", FILE, CertificateFiles.NONE, true, "up");

        assertThat(outcome.applied()).isTrue();
        assertThat(outcome.created()).hasSize(5);
        assertThat(bed.plane().catalog().revision()).isZero();
    }

    @Test
    void every_mistake_is_told_with_file_and_line_and_nothing_is_changed() throws Exception {
        ApplyOutcome outcome =
                apply(
                        FILE.replace("port: 7080", "port: 70800")
                                .replace("name: pages", "nam: pages"));

        assertThat(outcome.applied()).isFalse();
        assertThat(outcome.problems())
                .extracting(Object::toString)
                .anyMatch(p -> p.startsWith("web.yaml:6: loadBalancers[0].listeners[0].port:"));
        assertThat(outcome.problems())
                .extracting(Object::toString)
                .anyMatch(p -> p.startsWith("web.yaml:11: serverGroups[0].name:"));
        assertThat(bed.plane().catalog().revision()).isZero();
    }

    @Test
    void a_listener_whose_port_changes_is_made_anew_under_its_name() throws Exception {
        String named = FILE.replace("- protocol: http", "- name: front\n        protocol: http");
        apply(named);
        String before = named(Kind.LISTENER, "front").id();

        ApplyOutcome outcome = apply(named.replace("7080", "7081"));

        assertThat(outcome.applied()).as("%s", outcome.problems()).isTrue();
        assertThat(named(Kind.LISTENER, "front").id()).isNotEqualTo(before);
    }

    @Test
    void five_hundred_groups_are_one_revision() throws Exception {
        StringBuilder file = new StringBuilder("serverGroups:\n");
        IntStream.range(0, 500).forEach(i -> file.append("  - { name: g").append(i).append(" }\n"));

        assertThat(apply(file.toString()).revision()).isEqualTo(1);
        assertThat(bed.plane().catalog().all(Kind.SERVER_GROUP)).hasSize(500);
    }

    @Test
    void the_api_applies_text_and_files_and_keeps_the_lines() throws Exception {
        String body =
                TreeWriter.json(
                        new TreeBuilder()
                                .text("source", "mine.yaml")
                                .text("text", "\n\nserverGroups: [ { nme: a } ]")
                                .put("files", new TreeBuilder().build())
                                .build());

        var refused = bed.client().send("POST", "/v1/apply", body);
        var applied =
                bed.client()
                        .send("POST", "/v1/apply?wait=5", FILE, "Content-Type", "application/yaml");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(text(refused, "problems.0.file")).isEqualTo("mine.yaml");
        assertThat(text(refused, "problems.0.line")).isEqualTo("3");
        assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
        assertThat(size(applied, "created")).isEqualTo(5);
        assertThat(text(applied, "revision")).isEqualTo("1");
    }

    @Test
    void a_private_key_becomes_a_file_and_is_nowhere_else() throws Exception {
        KeyPair pair = TestKeys.pair("RSA", 2048);
        applyCertificate(pair);

        Path key = keyFile();
        assertThat(key).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
        String inside = Files.readAllLines(key).get(5);
        bed.close();
        try (Stream<Path> all = Files.walk(directory.resolve("data"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.equals(key)) {
                    String content =
                            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    assertThat(content.contains(inside)).as(file.toString()).isFalse();
                }
            }
        }
        bed = new ControlBed(directory.resolve("data"));
        String shown = bed.client().get("/v1/certificates/site").body();
        assertThat(shown)
                .contains("BEGIN CERTIFICATE")
                .doesNotContain("PRIVATE")
                .doesNotContain("\"key\"");
    }

    @Test
    void a_key_goes_when_its_certificate_gets_another_or_goes() throws Exception {
        applyCertificate(TestKeys.pair("EC", 256));
        Path first = keyFile();
        applyCertificate(TestKeys.pair("EC", 256));
        Eventually.holds("the first key is gone", () -> !Files.exists(first));
        Path second = keyFile();

        apply("serverGroups: []");

        Eventually.holds("the second key is gone", () -> !Files.exists(second));
    }

    @Test
    void a_key_that_was_lost_comes_back_with_the_same_file() throws Exception {
        KeyPair pair = TestKeys.pair("EC", 256);
        String chain = TestKeys.pem(TestKeys.selfSigned("a", pair));
        applyCertificate(chain, pair);
        Files.delete(keyFile());

        applyCertificate(chain, pair);

        assertThat(bed.plane().catalog().revision()).isEqualTo(1);
        assertThat(keyFile()).exists();
    }

    @Test
    void a_certificate_sent_back_without_its_key_keeps_it() throws Exception {
        KeyPair pair = TestKeys.pair("EC", 256);
        String chain = TestKeys.pem(TestKeys.selfSigned("a", pair));
        String body =
                TreeWriter.json(
                        new TreeBuilder()
                                .text("chain", chain)
                                .text("key", TestKeys.pkcs8(pair))
                                .build());
        var made = bed.client().put("/v1/certificates/site", body);

        var again =
                bed.client()
                        .put(
                                "/v1/certificates/site",
                                bed.client().get("/v1/certificates/site").body());

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(text(again, "keyId")).isEqualTo(text(made, "keyId"));
        assertThat(text(again, "revision")).isEqualTo("1");
        assertThat(keyFile()).exists();
    }

    @Test
    void a_file_that_is_missing_is_named_with_its_line() throws Exception {
        ApplyOutcome outcome = apply("certificates:\n  - name: site\n    chainFile: none.pem\n");

        assertThat(outcome.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "web.yaml:3: certificates[0].chainFile: names 'none.pem', which is not there");
    }

    private void applyCertificate(KeyPair pair) throws Exception {
        applyCertificate(TestKeys.pem(TestKeys.selfSigned("a", pair)), pair);
    }

    private void applyCertificate(String chain, KeyPair pair) throws Exception {
        ApplyOutcome outcome =
                bed.plane()
                        .apply(
                                "web.yaml",
                                "certificates: [ { name: site, chainFile: a.pem, keyFile: a.key } ]",
                                CertificateFiles.sent(
                                        Map.of("a.pem", chain, "a.key", TestKeys.pkcs8(pair))),
                                false,
                                "up");
        assertThat(outcome.applied()).as("%s", outcome.problems()).isTrue();
    }

    private Path keyFile() {
        Certificate site = (Certificate) named(Kind.CERTIFICATE, "site").resource();
        return directory.resolve("data/keys/" + Objects.requireNonNull(site.keyId()) + ".pem");
    }

    private ApplyOutcome apply(String yaml) throws InterruptedException {
        return bed.plane().apply("web.yaml", yaml, CertificateFiles.NONE, false, "up");
    }

    private Stored named(Kind kind, String name) {
        List<Stored> all = bed.plane().catalog().all(kind);
        return all.stream().filter(s -> s.resource().name().equals(name)).findFirst().orElseThrow();
    }
}
