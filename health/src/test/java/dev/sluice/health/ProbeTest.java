package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.CheckType;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProbeTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void a_listening_port_is_healthy_and_gets_a_reset() throws Exception {
        var ends = new ArrayBlockingQueue<String>(1);
        try (var server =
                FakeServer.of(socket -> {
                    try {
                        ends.add("read " + socket.getInputStream().read());
                    } catch (SocketException e) {
                        ends.add("reset");
                    }
                })) {
            assertThat(ask(CheckOf.type(CheckType.TCP), server.port()))
                    .isEqualTo(ProbeResult.SUCCESS);
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("reset");
        }
    }

    @Test
    void a_closed_port_is_refused() throws Exception {
        assertThat(ask(CheckOf.type(CheckType.TCP), FakeServer.closedPort()))
                .isEqualTo(ProbeResult.failure("connection refused"));
    }

    @Test
    void a_full_backlog_is_no_answer() throws Exception {
        try (var listener = new ServerSocket(0, 1, LOOPBACK)) {
            var fillers = new ArrayList<SocketChannel>();
            for (int i = 0; i < 8; i++) {
                var filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(new InetSocketAddress(LOOPBACK, listener.getLocalPort()));
                fillers.add(filler);
            }

            assertThat(ask(CheckOf.type(CheckType.TCP).timeoutMs(250), listener.getLocalPort()))
                    .isEqualTo(ProbeResult.failure("no answer in 250ms"));

            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void an_http_probe_asks_what_the_check_says() throws Exception {
        var heads = new ArrayBlockingQueue<String>(1);
        try (var server =
                FakeServer.of(socket -> {
                    heads.add(FakeServer.head(socket));
                    answer(socket.getOutputStream(), "HTTP/1.1 200 OK\r\n\r\n");
                })) {
            var check = CheckOf.type(CheckType.HTTP).get("/healthz?x=1").domain("www.example.com");

            assertThat(ask(check, server.port())).isEqualTo(ProbeResult.SUCCESS);

            assertThat(heads.poll(60, TimeUnit.SECONDS))
                    .isEqualTo(
                            """
                            GET /healthz?x=1 HTTP/1.1\r
                            Host: www.example.com\r
                            User-Agent: Sluice-HealthCheck\r
                            Accept: */*\r
                            Connection: close\r
                            \r
                            """);
            assertThat(ask(CheckOf.type(CheckType.HTTP), server.port()))
                    .isEqualTo(ProbeResult.SUCCESS);
            assertThat(heads.poll(60, TimeUnit.SECONDS))
                    .startsWith("HEAD / HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n");
        }
    }

    @Test
    void a_wrong_status_fails() throws Exception {
        try (var server = FakeServer.answering("HTTP/1.1 503 Busy\r\n\r\n")) {
            assertThat(ask(CheckOf.type(CheckType.HTTP), server.port()))
                    .isEqualTo(ProbeResult.failure("status 503"));
            assertThat(ask(CheckOf.type(CheckType.HTTP).codes("2xx", "5xx"), server.port()))
                    .isEqualTo(ProbeResult.SUCCESS);
        }
    }

    @Test
    void a_server_that_accepts_and_hangs_fails_in_time() throws Exception {
        try (var server = FakeServer.silent()) {
            long startNs = System.nanoTime();

            assertThat(ask(CheckOf.type(CheckType.HTTP).timeoutMs(200), server.port()))
                    .isEqualTo(ProbeResult.failure("no answer in 200ms"));

            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void a_server_that_drips_does_not_stretch_the_timeout() throws Exception {
        try (var server =
                FakeServer.of(socket -> {
                    while (true) {
                        socket.getOutputStream().write('H');
                        LockSupport.parkNanos(10_000_000);
                    }
                })) {
            assertThat(ask(CheckOf.type(CheckType.HTTP).timeoutMs(200), server.port()))
                    .isEqualTo(ProbeResult.failure("no answer in 200ms"));
        }
    }

    @Test
    void an_endless_answer_is_cut_and_judged_by_its_status() throws Exception {
        try (var server =
                FakeServer.of(socket -> {
                    FakeServer.head(socket);
                    answer(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nX: ");
                    while (true) {
                        socket.getOutputStream().write(new byte[1024]);
                    }
                })) {
            assertThat(ask(CheckOf.type(CheckType.HTTP), server.port()))
                    .isEqualTo(ProbeResult.SUCCESS);
        }
    }

    @Test
    void an_empty_answer_and_another_protocol_fail() throws Exception {
        try (var empty = FakeServer.of(FakeServer::head);
                var other = FakeServer.answering("220 mail ready\r\n")) {
            assertThat(ask(CheckOf.type(CheckType.HTTP), empty.port()))
                    .isEqualTo(ProbeResult.failure("connection closed without an answer"));
            assertThat(ask(CheckOf.type(CheckType.HTTP), other.port()))
                    .isEqualTo(ProbeResult.failure("the answer is not HTTP"));
        }
    }

    @Test
    void https_takes_any_certificate_and_sends_the_domain_as_sni() throws Exception {
        var tls = new TlsServer();
        try (var server = tls.start("HTTP/1.1 200 OK\r\n\r\n")) {
            var check = CheckOf.type(CheckType.HTTPS).domain("shop.example.com");

            assertThat(ask(check, server.port())).isEqualTo(ProbeResult.SUCCESS);
            assertThat(tls.requestedNames.poll(60, TimeUnit.SECONDS)).isEqualTo("shop.example.com");
            assertThat(ask(CheckOf.type(CheckType.HTTPS), server.port()))
                    .isEqualTo(ProbeResult.SUCCESS);
            assertThat(tls.requestedNames.poll(60, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void https_to_a_server_without_tls_fails() throws Exception {
        try (var silent = FakeServer.silent()) {
            assertThat(ask(CheckOf.type(CheckType.HTTPS).timeoutMs(300), silent.port()).failure())
                    .isEqualTo("no answer in 300ms");
        }
        try (var garbage =
                FakeServer.of(s -> answer(s.getOutputStream(), "220 mail ready\r\n\r\n"))) {
            assertThat(ask(CheckOf.type(CheckType.HTTPS), garbage.port()).failure())
                    .startsWith("TLS handshake failed: ");
        }
    }

    @Test
    void a_closed_udp_port_is_unreachable() throws Exception {
        int port;
        try (var socket = new DatagramSocket(0, LOOPBACK)) {
            port = socket.getLocalPort();
        }

        assertThat(ask(CheckOf.type(CheckType.UDP), port))
                .isEqualTo(ProbeResult.failure("port unreachable"));
    }

    @Test
    void udp_silence_is_health_unless_an_answer_is_expected() throws Exception {
        try (var socket = new DatagramSocket(0, LOOPBACK)) {
            int port = socket.getLocalPort();

            assertThat(ask(CheckOf.type(CheckType.UDP).timeoutMs(100), port))
                    .isEqualTo(ProbeResult.SUCCESS);
            assertThat(ask(CheckOf.type(CheckType.UDP).timeoutMs(100).asks("ping", "pong"), port))
                    .isEqualTo(ProbeResult.failure("no answer in 100ms"));
        }
    }

    @Test
    void a_udp_answer_must_be_the_expected_one() throws Exception {
        try (var socket = new DatagramSocket(0, LOOPBACK)) {
            Thread.ofVirtual().start(() -> echo(socket));

            assertThat(ask(CheckOf.type(CheckType.UDP).asks("ping", "ping"), socket.getLocalPort()))
                    .isEqualTo(ProbeResult.SUCCESS);
            assertThat(ask(CheckOf.type(CheckType.UDP).asks("ping", "pong"), socket.getLocalPort()))
                    .isEqualTo(ProbeResult.failure("wrong answer"));
        }
    }

    @Test
    void a_name_that_does_not_resolve_in_time_fails() throws Exception {
        var answer = new CompletableFuture<InetAddress>(); // join is deaf to interrupts
        var attempt = new Attempt(new TcpProbe(), "slow.example", 1, _ -> answer.join());

        assertThat(attempt.run(Duration.ofMillis(50)))
                .isEqualTo(ProbeResult.failure("name does not resolve in 50ms"));
        assertThat(attempt.hangs()).isTrue();
        answer.complete(LOOPBACK);
        assertThat(attempt.ends(Duration.ofSeconds(60))).isTrue();
    }

    private static void echo(DatagramSocket socket) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[100], 100);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void answer(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ProbeResult ask(CheckOf checkOf, int port) throws InterruptedException {
        var check = checkOf.build();
        var probe = Probe.of(check, new ServerConfig("127.0.0.1", port, 1));
        if (probe == null) {
            throw new AssertionError("the check is off");
        }
        return new Attempt(probe, "127.0.0.1", port, InetAddress::ofLiteral)
                .run(ServerCheck.effectiveTimeout(check));
    }
}
