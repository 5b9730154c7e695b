package dev.sluice.model.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.AccessLog;
import dev.sluice.model.BackendTls;
import dev.sluice.model.Certificate;
import dev.sluice.model.CheckType;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Listener;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Protocol;
import dev.sluice.model.Rule;
import dev.sluice.model.Scheduling;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.TlsPolicy;
import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Flow;
import dev.sluice.model.tree.Tree;
import dev.sluice.model.unit.BitRate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordReaderTest {
    private final List<Problem> problems = new ArrayList<>();

    private static final String LISTENER = "loadBalancer: web, protocol: http, port: 80";

    @Test
    void what_a_user_writes_is_read_and_the_rest_has_its_default() {
        Listener listener =
                read(
                        Listener.class,
                        "{loadBalancer: web, protocol: tcp, port: 80, scheduler: wlc, "
                                + "persistenceTimeout: 2m, clientAddress: proxyProtocol, "
                                + "bandwidth: 100Mbps, certificates: [a, b], "
                                + "tlsPolicy: tls_cipher_policy_1_2}");

        assertThat(problems).isEmpty();
        assertThat(listener.protocol()).isEqualTo(Protocol.TCP);
        assertThat(listener.scheduler()).isEqualTo(Scheduling.WLC);
        assertThat(listener.persistenceTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(listener.clientAddress()).isEqualTo(ClientAddressMode.PROXY_PROTOCOL);
        assertThat(listener.bandwidth()).isEqualTo(new BitRate(100_000_000));
        assertThat(listener.certificates()).containsExactly("a", "b");
        assertThat(listener.tlsPolicy()).isEqualTo(TlsPolicy.TLS_CIPHER_POLICY_1_2);
        assertThat(listener.name()).isEqualTo("web-tcp-80");
        assertThat(listener.idleTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(listener.connectionDrain()).isEqualTo(Duration.ZERO);
        assertThat(listener.gzip()).isTrue();
        assertThat(listener.serverGroup()).isNull();
    }

    @Test
    void a_plain_word_stands_for_a_log_a_check_or_tls() {
        assertThat(read(AccessLog.class, "off")).isEqualTo(new AccessLog(false, 1.0));
        assertThat(read(BackendTls.class, "on").enabled()).isTrue();
        assertThat(read(HealthCheck.class, "off").type()).isEqualTo(CheckType.OFF);
        assertThat(read(HealthCheck.class, "udp").interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(problems).isEmpty();
    }

    @Test
    void json_may_put_on_and_off_in_quotes() {
        assertThat(read(AccessLog.class, "'off'").enabled()).isFalse();
        assertThat(problems).isEmpty();
    }

    @Test
    void a_secret_is_read_and_never_written() {
        Certificate certificate = read(Certificate.class, "{name: a, chain: C, key: 'top secret'}");

        assertThat(Objects.requireNonNull(certificate.key()).reveal())
                .isEqualTo("top secret".getBytes(StandardCharsets.UTF_8));
        assertThat(RecordWriter.write(certificate).fields())
                .containsOnlyKeys("name", "account", "chain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "schedular: wrr | schedular | UnknownField | is not a field of a listener; did you mean 'scheduler'?",
                "scheduler: wrrr | scheduler | Malformed | must be one of wrr, wlc, rr, sch, tch, qch, p2c, ewma, not 'wrrr'; did you mean 'wrr'?",
                "backendPort: 70000 | backendPort | OutOfRange | must be a whole number from 1 to 65535, not '70000'",
                "backendPort: 99999999999 | backendPort | OutOfRange | must be a whole number from 1 to 65535, not '99999999999'",
                "backendPort: '80' | backendPort | WrongType | must be a whole number from 1 to 65535, not '80' in quotes",
                "backendPort: [80] | backendPort | WrongType | must be a whole number from 1 to 65535, not a list",
                "idleTimeout: 15 | idleTimeout | WrongType | must be a duration such as 15s (units: ms, s, m, h) from 1s to 24h, or off, not '15'",
                "idleTimeout: 25h | idleTimeout | OutOfRange | must be a duration such as 15s (units: ms, s, m, h) from 1s to 24h, or off, not '25h'",
                "connectTimeout: off | connectTimeout | WrongType | must be a duration such as 15s (units: ms, s, m, h) from 1ms to 300s, not 'off'",
                "gzip: maybe | gzip | WrongType | must be true or false, not 'maybe'",
                "bandwidth: 5Mbit | bandwidth | WrongType | must be a rate such as 100Mbps (units: bps, kbps, Mbps, Gbps) from 1kbps to 1000Gbps, not '5Mbit'",
                "certificates: a | certificates | WrongType | must be a list, not 'a'",
                "certificates: [{a: b}] | certificates[0] | WrongType | must be text, not a mapping",
                "healthCheck: {codes: [2xx, 20]} | healthCheck.codes[1] | Malformed | must be a class such as 2xx or a code such as 204, not '20'",
                "healthCheck: htp | healthCheck.type | Malformed | must be one of tcp, http, https, udp, off, not 'htp'; did you mean 'http'?",
                "stickySession: insert | stickySession | WrongType | must be a mapping, not 'insert'",
                "accessLog: {sampling: 1.5} | accessLog.sampling | OutOfRange | must be a number from 0.0 to 1.0, not '1.5'",
            })
    void a_mistake_is_one_problem_that_says_where_and_what_would_be_right(
            String written, String field, String code, String message) {
        Listener listener = read(Listener.class, "{" + LISTENER + ",\n" + written + "}");

        assertThat(listener.port()).isEqualTo(80);
        assertThat(problems).hasSize(1);
        Problem problem = problems.getFirst();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.toString()).isEqualTo("test.yaml:2: " + field + ": " + message);
    }

    @Test
    void every_mistake_is_found_in_one_reading() {
        assertThat(
                        RecordReader.read(
                                Flow.parse("{name: -x, adress: 1.2.3.4, forwarding: 7}"),
                                LoadBalancer.class,
                                "loadBalancers[0]",
                                problems))
                .isNull();
        assertThat(problems)
                .extracting(Problem::field)
                .containsExactly(
                        "loadBalancers[0].adress",
                        "loadBalancers[0].name",
                        "loadBalancers[0].address",
                        "loadBalancers[0].forwarding");
    }

    @Test
    void an_explicit_nothing_counts_as_absent() {
        ServerGroup group = read(ServerGroup.class, "{name: a, servers: null, healthCheck: null}");

        assertThat(group.servers()).isEmpty();
        assertThat(group.healthCheck()).isNull();
    }

    @Test
    void a_document_of_the_wrong_sort_is_a_problem_and_not_an_exception() {
        for (String text : List.of("[]", "7", "null", "{}", "{name: {a: b}}", "{name: [a]}")) {
            problems.clear();
            assertThat(RecordReader.read(Flow.parse(text), LoadBalancer.class, "", problems))
                    .isNull();
            assertThat(problems).isNotEmpty();
        }
    }

    @Test
    void a_long_or_odd_text_is_repeated_short_and_clean() {
        String odd = "x\u0007" + "y".repeat(500);
        Tree.Mapping tree = Flow.mapping("{" + LISTENER + ", state: " + odd + "}");

        RecordReader.read(tree, Listener.class, "", problems);

        assertThat(problems.getFirst().message()).contains("'x?yyy").hasSizeLessThan(150);
    }

    @Test
    void an_endless_domain_is_refused_at_once() {
        for (String domain : List.of("a.".repeat(100_000), "a".repeat(200_000) + "!")) {
            problems.clear();
            Tree tree = Flow.parse("{listener: a, serverGroup: b, domain: " + domain + "}");

            RecordReader.read(tree, Rule.class, "", problems);

            assertThat(problems).extracting(Problem::code).containsExactly("Malformed");
        }
    }

    private <T extends Record> T read(Class<T> type, String text) {
        T record = RecordReader.read(Flow.parse(text), type, "", problems);
        return Objects.requireNonNull(record, () -> problems.toString());
    }
}
