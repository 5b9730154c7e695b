package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.CheckType;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.NodeReport.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(120)
class HealthChecksTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final HealthCheck TCP = CheckOf.type(CheckType.TCP).build();

    private final Queue<Thread> probeThreads = new ConcurrentLinkedQueue<>();
    private final Measure measure = new Measure();
    private final HealthChecks checks =
            new HealthChecks(this::resolve, InstantSource.fixed(NOW), measure, new Random(1));

    /** Opened, probes go on. */
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private InetAddress resolve(String address) throws UnknownHostException {
        probeThreads.add(Thread.currentThread());
        try {
            gate.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(address);
        }
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new UnknownHostException(address);
        }
    }

    @AfterEach
    void stop() {
        checks.close();
    }

    @Test
    void a_server_gets_work_before_its_first_verdict_and_none_once_it_is_down() throws IOException {
        int port = FakeServer.closedPort();
        gate = new CountDownLatch(1);
        checks.update(List.of(group("g", TCP, port)));
        var health = checks.of("g", "127.0.0.1:" + port);

        assertThat(health.usable()).isTrue();
        assertThat(health.state().health()).isEqualTo(Health.UNAVAILABLE);
        gate.countDown();
        Eventually.until("down", () -> !health.usable());
        assertThat(health.state())
                .isEqualTo(
                        new ServerHealth.State(
                                Health.ABNORMAL, "connection refused", NOW.toEpochMilli()));
    }

    @Test
    void a_change_is_told_and_logged_once() throws IOException {
        var log = new ListAppender<ILoggingEvent>();
        log.list = new CopyOnWriteArrayList<>();
        var logger = (Logger) LoggerFactory.getLogger(HealthChecks.class);
        log.start();
        logger.addAppender(log);
        var status = new AtomicReference<>("503 Busy");
        var told = new ConcurrentLinkedQueue<String>();
        checks.onChange((group, endpoint, state) -> told.add(group + " " + state.health()));
        checks.onChange((_, _, _) -> {
            throw new IllegalStateException("a listener of a test that fails");
        });
        try (var server =
                FakeServer.of(socket -> {
                    FakeServer.head(socket);
                    String answer = "HTTP/1.1 " + status.get() + "\r\n\r\n";
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                })) {
            String endpoint = "127.0.0.1:" + server.port();
            checks.update(List.of(group("g", CheckOf.type(CheckType.HTTP).build(), server.port())));
            Eventually.until("down", () -> !checks.of("g", endpoint).usable());
            status.set("500 Worse");
            Eventually.until(
                    "latest cause",
                    () -> "status 500".equals(checks.of("g", endpoint).state().cause()));
            status.set("200 OK");
            Eventually.until("up", () -> checks.of("g", endpoint).usable());
            Eventually.until("told", () -> told.size() == 2);

            assertThat(told).containsExactly("g ABNORMAL", "g NORMAL");
            assertThat(checks.of("g", endpoint).state().cause()).isNull();
            assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                    .filteredOn(line -> !line.startsWith("a listener failed"))
                    .containsExactly(
                            "server " + endpoint + " of group g-name is abnormal: status 503",
                            "server " + endpoint + " of group g-name is normal again");
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void a_server_that_hangs_is_found_out_after_timeouts_and_intervals() throws IOException {
        var check =
                CheckOf.type(CheckType.HTTP).intervalMs(100).timeoutMs(150).threshold(3).build();
        try (var server = FakeServer.silent()) {
            long startNs = System.nanoTime();
            checks.update(List.of(group("g", check, server.port())));
            var health = checks.of("g", "127.0.0.1:" + server.port());

            Eventually.until("down", () -> !health.usable());

            // 3 × 150 ms + 2 × 100 ms; less, as the first probe may have been seen late
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isGreaterThan(Duration.ofMillis(550));
            Eventually.until("three probes", () -> server.connections() >= 3);
        }
    }

    @Test
    void a_timeout_below_the_interval_gives_way_to_it() {
        assertThat(ServerCheck.effectiveTimeout(timing(200, 100)))
                .isEqualTo(Duration.ofMillis(200));
        assertThat(ServerCheck.effectiveTimeout(timing(200, 300)))
                .isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void servers_that_stay_keep_their_state_and_their_probes() throws IOException {
        int closed = FakeServer.closedPort();
        try (var server = FakeServer.silent()) {
            checks.update(List.of(group("g", TCP, closed)));
            var down = checks.of("g", "127.0.0.1:" + closed);
            Eventually.until("down", () -> !down.usable());

            checks.update(List.of(group("g", TCP, closed, server.port())));

            assertThat(checks.of("g", "127.0.0.1:" + closed)).isSameAs(down);
            assertThat(down.usable()).isFalse();
            var up = checks.of("g", "127.0.0.1:" + server.port());
            Eventually.until("up", () -> up.state().health() == Health.NORMAL);
        }
    }

    @Test
    void an_edited_check_keeps_the_last_verdict_until_it_has_its_own() throws IOException {
        int closed = FakeServer.closedPort();
        try (var server = FakeServer.silent()) {
            checks.update(List.of(group("g", TCP, closed)));
            var health = checks.of("g", "127.0.0.1:" + closed);
            Eventually.until("down", () -> !health.usable());
            gate = new CountDownLatch(1);
            var edited = CheckOf.type(CheckType.TCP).port(server.port()).build();

            checks.update(List.of(group("g", edited, closed)));

            assertThat(checks.of("g", "127.0.0.1:" + closed)).isSameAs(health);
            assertThat(health.usable()).isFalse();
            gate.countDown();
            Eventually.until("up", () -> health.state().health() == Health.NORMAL);
        }
    }

    @Test
    void a_check_that_is_off_leaves_its_servers_usable() throws IOException {
        int closed = FakeServer.closedPort();
        checks.update(List.of(group("g", TCP, closed)));
        var health = checks.of("g", "127.0.0.1:" + closed);
        Eventually.until("down", () -> !health.usable());

        checks.update(List.of(group("g", CheckOf.type(CheckType.OFF).build(), closed)));

        assertThat(health.state())
                .isEqualTo(new ServerHealth.State(Health.UNAVAILABLE, "health check is off", 0));
    }

    @Test
    void groups_judge_the_same_server_apart() throws IOException {
        int closed = FakeServer.closedPort();
        try (var other = FakeServer.silent()) {
            var elsewhere = CheckOf.type(CheckType.TCP).port(other.port()).build();
            checks.update(List.of(group("a", TCP, closed), group("b", elsewhere, closed)));
            var a = checks.of("a", "127.0.0.1:" + closed);
            var b = checks.of("b", "127.0.0.1:" + closed);

            Eventually.until("a down", () -> a.state().health() == Health.ABNORMAL);
            Eventually.until("b up", () -> b.state().health() == Health.NORMAL);
        }
    }

    @Test
    void a_server_of_weight_zero_is_checked() throws IOException {
        int closed = FakeServer.closedPort();
        var idle = new ServerConfig("127.0.0.1", closed, 0);
        checks.update(List.of(new GroupConfig("g", 1, "g-name", List.of(idle), TCP, null)));

        Eventually.until("down", () -> !checks.of("g", "127.0.0.1:" + closed).usable());
    }

    @Test
    void a_server_that_left_is_probed_no_more_and_leaves_no_gauge() throws IOException {
        try (var server = FakeServer.silent()) {
            checks.update(List.of(group("g", TCP, server.port())));
            Eventually.until("probed", () -> server.connections() > 0);
            assertThat(measure.prometheusText()).contains("sluice_server_usable{");

            checks.update(List.of());

            Eventually.until("quiet", () -> probeThreads.stream().noneMatch(Thread::isAlive));
            assertThat(measure.prometheusText()).doesNotContain("sluice_server_usable{");
            assertThat(checks.of("g", "127.0.0.1:" + server.port()).usable()).isTrue();
        }
    }

    @Test
    void probes_and_failures_are_counted() throws IOException {
        int closed = FakeServer.closedPort();
        String endpoint = "127.0.0.1:" + closed;
        checks.update(List.of(group("g", TCP, closed)));

        Eventually.until(
                "counted", () -> measure.total(Counter.SERVER_PROBES_FAILED, "g", endpoint) > 1);
        assertThat(measure.total(Counter.SERVER_PROBES, "g", endpoint)).isGreaterThan(1);
        Eventually.until(
                "gauge",
                () ->
                        measure.prometheusText()
                                .contains(
                                        "sluice_server_usable{group=\"g\",server=\""
                                                + endpoint
                                                + "\"} 0\n"));
    }

    @Test
    void a_name_that_does_not_resolve_is_a_cause() {
        var server = new ServerConfig("no.such.name.invalid", 80, 1);
        checks.update(List.of(new GroupConfig("g", 1, "g-name", List.of(server), TCP, null)));
        var health = checks.of("g", "no.such.name.invalid:80");

        Eventually.until("down", () -> !health.usable());
        assertThat(health.state().cause()).isEqualTo("name does not resolve");
    }

    @Test
    void closing_ends_every_thread_even_those_of_probes_that_hang() throws IOException {
        var serverThreads = new ConcurrentLinkedQueue<Thread>();
        checks.onChange((_, _, _) -> serverThreads.add(Thread.currentThread()));
        int closed = FakeServer.closedPort();
        try (var silent = FakeServer.silent()) {
            var hang = CheckOf.type(CheckType.HTTP).timeoutMs(60_000).build();
            checks.update(List.of(group("a", hang, silent.port()), group("b", TCP, closed)));
            Eventually.until("hanging", () -> silent.connections() == 1);
            Eventually.until("told", () -> !serverThreads.isEmpty());

            checks.close();

            assertThat(probeThreads).isNotEmpty().noneMatch(Thread::isAlive);
            assertThat(serverThreads).noneMatch(Thread::isAlive);
        }
    }

    @Test
    void a_thousand_servers_do_not_start_together() {
        long spread = 0;
        for (int attempt = 0; attempt < 5 && spread < 7; attempt++) {
            spread = tenthsOfASecondWithStarts();
        }
        assertThat(spread).as("tenths, the best of several seconds").isGreaterThanOrEqualTo(7);
    }

    private long tenthsOfASecondWithStarts() {
        var startsNs = new ConcurrentLinkedQueue<Long>();
        NameResolver recording =
                address -> {
                    startsNs.add(System.nanoTime());
                    throw new UnknownHostException(address);
                };
        var check = timing(1_000, 1_000);
        var servers =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> new ServerConfig("s" + i + ".invalid", 80, 1))
                        .toList();
        long seed = System.nanoTime();
        try (var many =
                new HealthChecks(recording, InstantSource.system(), measure, new Random(seed))) {
            long beginNs = System.nanoTime();
            many.update(List.of(new GroupConfig("g", 1, "g-name", servers, check, null)));
            Eventually.until("all started", () -> startsNs.size() >= 1_000);

            int[] tenths = new int[10];
            startsNs.stream()
                    .limit(1_000)
                    .forEach(ns -> tenths[(int) Math.min(9, (ns - beginNs) / 100_000_000)]++);
            return Arrays.stream(tenths).filter(count -> count > 20).count();
        }
    }

    private static HealthCheck timing(long intervalMs, long timeoutMs) {
        return CheckOf.type(CheckType.TCP).intervalMs(intervalMs).timeoutMs(timeoutMs).build();
    }

    private static GroupConfig group(String id, HealthCheck check, int... ports) {
        var servers =
                IntStream.of(ports)
                        .mapToObj(port -> new ServerConfig("127.0.0.1", port, 100))
                        .toList();
        return new GroupConfig(id, 1, id + "-name", servers, check, null);
    }
}
