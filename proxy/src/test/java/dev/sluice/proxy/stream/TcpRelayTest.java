package dev.sluice.proxy.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.measure.Counter;
import dev.sluice.model.CheckMethod;
import dev.sluice.model.CheckType;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Scheduling;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.proxy.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Relays between real sockets. */
class TcpRelayTest {
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private TestServer server(TestServer.Handler handler) {
        return opened(new TestServer(handler));
    }

    /** Says who it is, then waits for the client's end. */
    private TestServer naming(String name) {
        return server(socket -> {
            socket.getOutputStream().write(name.getBytes(US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            socket.close();
        });
    }

    private StreamBed bed(int... ports) {
        return opened(StreamBed.of(ports));
    }

    private Socket connect(int port) throws IOException {
        var socket = opened(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), US_ASCII);
    }

    private static StreamConfig config(long idleMs, long persistenceMs, long drainMs) {
        return new StreamConfig(10_000, idleMs, persistenceMs, drainMs, ClientAddressMode.OPTION);
    }

    @Test
    void bytes_and_both_ends_are_passed_on() throws IOException {
        var echo = server(TestServer::echo);
        var bed = bed(echo.port());
        var socket = connect(bed.openTcp());

        socket.getOutputStream().write("hello".getBytes(US_ASCII));
        assertThat(read(socket, 5)).isEqualTo("hello");
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);

        Eventually.holds("ended", () -> bed.count(Counter.LISTENER_ACTIVE) == 0);
        assertThat(bed.count(Counter.LISTENER_BYTES_IN)).isEqualTo(5);
        assertThat(bed.count(Counter.LISTENER_BYTES_OUT)).isEqualTo(5);
        assertThat(bed.count(Counter.SERVER_CONNECTIONS, echo.port())).isEqualTo(1);
        Eventually.holds("left", () -> bed.count(Counter.SERVER_ACTIVE, echo.port()) == 0);
    }

    @Test
    void ipv6_is_relayed_as_well() throws IOException {
        var echo = opened(new TestServer("::1", TestServer::echo));
        var bed = opened(StreamBed.ofIpv6(echo.port()));
        try (var socket = new Socket(InetAddress.ofLiteral("::1"), bed.openTcp())) {
            socket.getOutputStream().write("hello".getBytes(US_ASCII));
            assertThat(read(socket, 5)).isEqualTo("hello");
        }
    }

    @RepeatedTest(5)
    void a_client_that_has_said_all_still_gets_the_answer() throws IOException {
        var heard = new CompletableFuture<String>();
        var bed =
                bed(
                        server(
                                        socket -> {
                                            heard.complete(
                                                    new String(
                                                            socket.getInputStream().readAllBytes(),
                                                            US_ASCII));
                                            socket.getOutputStream()
                                                    .write("answer".getBytes(US_ASCII));
                                            socket.close();
                                        })
                                .port());
        var socket = connect(bed.openTcp());
        socket.getOutputStream().write("question".getBytes(US_ASCII));
        socket.shutdownOutput();

        assertThat(socket.getInputStream().readAllBytes()).isEqualTo("answer".getBytes(US_ASCII));
        assertThat(heard.join()).isEqualTo("question");
    }

    @RepeatedTest(5)
    void a_client_that_has_said_all_still_gets_an_answer_that_fills_every_buffer()
            throws IOException {
        int bytes = 24 << 20;
        var bed =
                bed(
                        server(
                                        socket -> {
                                            socket.getInputStream().readAllBytes();
                                            socket.getOutputStream().write(new byte[bytes]);
                                            socket.close();
                                        })
                                .port());
        var socket = connect(bed.openTcp());
        socket.getOutputStream().write('?');
        socket.shutdownOutput();
        Eventually.holds("full", () -> bed.count(Counter.LISTENER_BYTES_OUT) > 1 << 20);

        assertThat(socket.getInputStream().readAllBytes()).hasSize(bytes);
        Eventually.holds("ended", () -> bed.count(Counter.LISTENER_ACTIVE) == 0);
    }

    @Test
    void a_server_that_has_said_all_still_hears_the_client() throws IOException {
        var heard = new CompletableFuture<String>();
        var bed =
                bed(
                        server(
                                        socket -> {
                                            socket.getOutputStream()
                                                    .write("greeting".getBytes(US_ASCII));
                                            socket.shutdownOutput();
                                            heard.complete(
                                                    new String(
                                                            socket.getInputStream().readAllBytes(),
                                                            US_ASCII));
                                        })
                                .port());
        var socket = connect(bed.openTcp());
        assertThat(socket.getInputStream().readAllBytes()).isEqualTo("greeting".getBytes(US_ASCII));
        socket.getOutputStream().write("reply".getBytes(US_ASCII));
        socket.shutdownOutput();

        assertThat(heard.join()).isEqualTo("reply");
        Eventually.holds("ended", () -> bed.count(Counter.LISTENER_ACTIVE) == 0);
    }

    @Test
    void a_reset_is_passed_on_as_a_reset() throws IOException {
        var outcome = new CompletableFuture<String>();
        var bed =
                bed(
                        server(
                                        socket -> {
                                            try {
                                                socket.getOutputStream().write('x');
                                                outcome.complete(
                                                        "end " + socket.getInputStream().read());
                                            } catch (SocketException e) {
                                                outcome.complete("reset");
                                            }
                                        })
                                .port());
        var socket = connect(bed.openTcp());
        assertThat(read(socket, 1)).isEqualTo("x");
        socket.setSoLinger(true, 0);
        socket.close();

        assertThat(outcome.join()).isEqualTo("reset");
    }

    @Test
    void a_slow_reader_holds_the_sender_back_and_loses_nothing() throws IOException {
        long total = 64L << 20;
        var sent = new AtomicLong();
        var checksum = new CRC32();
        var bed =
                bed(
                        server(
                                        socket -> {
                                            var block = new byte[1 << 16];
                                            for (long at = 0; at < total; at += block.length) {
                                                java.util.Arrays.fill(block, (byte) (at >> 16));
                                                checksum.update(block);
                                                socket.getOutputStream().write(block);
                                                sent.addAndGet(block.length);
                                            }
                                            socket.close();
                                        })
                                .port());
        var socket = connect(bed.openTcp());
        // Nobody reads: the sender comes to a halt far from the end.
        var last = new AtomicLong(-1);
        var still = new AtomicLong();
        Eventually.holds(
                "held back",
                () -> {
                    long now = sent.get();
                    still.set(now > 0 && now == last.getAndSet(now) ? still.get() + 1 : 0);
                    return still.get() > 100;
                });
        assertThat(sent.get()).isLessThan(total / 2);

        var received = new CRC32();
        var buffer = new byte[1 << 16];
        InputStream in = socket.getInputStream();
        long bytes = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            received.update(buffer, 0, n);
            bytes += n;
        }
        assertThat(bytes).isEqualTo(total);
        assertThat(received.getValue()).isEqualTo(checksum.getValue());
    }

    @Test
    void a_server_that_refuses_is_passed_over_for_another() throws IOException {
        int closed = TestServer.closedPort();
        var bed = bed(closed, server(TestServer::echo).port());
        int port = bed.openTcp();
        for (int i = 0; i < 4; i++) {
            var socket = connect(port);
            socket.getOutputStream().write("hello".getBytes(US_ASCII));
            assertThat(read(socket, 5)).isEqualTo("hello");
        }
        assertThat(bed.count(Counter.SERVER_CONNECT_FAILED, closed)).isPositive();
    }

    @Test
    void without_any_server_the_client_is_cut() throws IOException {
        var bed = bed(TestServer.closedPort(), TestServer.closedPort());
        var socket = connect(bed.openTcp());

        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        Eventually.holds("ended", () -> bed.count(Counter.LISTENER_ACTIVE) == 0);
    }

    @Test
    void silence_in_both_directions_ends_a_connection() throws IOException {
        var bed = bed(server(TestServer::echo).port()).with(config(1_500, 0, 0));
        var socket = connect(bed.openTcp());
        socket.getOutputStream().write('x');

        assertThat(read(socket, 1)).isEqualTo("x");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        Eventually.holds("counted", () -> bed.count(Counter.LISTENER_IDLE_CLOSED) == 1);
    }

    @Test
    void a_bound_client_goes_to_the_same_server_every_time() throws IOException {
        var bed = bed(naming("a").port(), naming("b").port()).with(config(60_000, 60_000, 0));
        int port = bed.openTcp();
        String first = read(connect(port), 1);
        for (int i = 0; i < 8; i++) {
            assertThat(read(connect(port), 1)).isEqualTo(first);
        }
    }

    @Test
    void a_source_hash_sends_a_client_to_one_server() throws IOException {
        var bed = bed(naming("a").port(), naming("b").port()).with(Scheduling.SCH);
        int port = bed.openTcp();
        String first = read(connect(port), 1);
        for (int i = 0; i < 8; i++) {
            assertThat(read(connect(port), 1)).isEqualTo(first);
        }
    }

    @Test
    void a_removed_server_drops_its_connections_at_once_without_drain() throws IOException {
        var leaving = naming("a");
        var staying = naming("b");
        var bed = bed(leaving.port());
        int port = bed.openTcp();
        var socket = connect(port);
        assertThat(read(socket, 1)).isEqualTo("a");
        bed.with(new ServerConfig("127.0.0.1", staying.port(), 100));

        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class);
        assertThat(read(connect(port), 1)).isEqualTo("b");
    }

    @Test
    void a_removed_server_keeps_its_connections_while_it_drains() throws IOException {
        var leaving = server(TestServer::echo);
        var bed = bed(leaving.port()).with(config(60_000, 0, 3_000));
        var socket = connect(bed.openTcp());
        socket.getOutputStream().write('x');
        assertThat(read(socket, 1)).isEqualTo("x");
        long removedNs = System.nanoTime();
        bed.with(new ServerConfig("127.0.0.1", TestServer.closedPort(), 100));

        Eventually.holds("a sweep or two", () -> System.nanoTime() - removedNs > 600_000_000L);
        socket.getOutputStream().write('y');
        assertThat(read(socket, 1)).isEqualTo("y");
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class);
        assertThat(System.nanoTime() - removedNs).isGreaterThan(2_900_000_000L);
    }

    @Test
    void weight_zero_lets_connections_be_and_takes_no_new_ones() throws IOException {
        var resting = naming("a");
        var bed = bed(resting.port());
        int port = bed.openTcp();
        var socket = connect(port);
        assertThat(read(socket, 1)).isEqualTo("a");
        long sinceNs = System.nanoTime();
        bed.with(new ServerConfig("127.0.0.1", resting.port(), 0));

        assertThatThrownBy(() -> connect(port).getInputStream().read())
                .isInstanceOf(SocketException.class);
        Eventually.holds("a sweep or two", () -> System.nanoTime() - sinceNs > 600_000_000L);
        assertThat(bed.count(Counter.LISTENER_ACTIVE)).isEqualTo(1);
        assertThat(bed.count(Counter.SERVER_ACTIVE, resting.port())).isEqualTo(1);
    }

    @Test
    void a_server_is_told_its_client_by_the_proxy_protocol() throws IOException {
        var header = new CompletableFuture<String>();
        var bed =
                bed(server(socket ->
                                header.complete(
                                        HexFormat.of()
                                                .formatHex(socket.getInputStream().readNBytes(29))))
                                .port())
                        .with(new StreamConfig(10_000, 0, 0, 0, ClientAddressMode.PROXY_PROTOCOL));
        int port = bed.openTcp();
        var socket = connect(port);
        socket.getOutputStream().write('x');

        assertThat(header.join())
                .isEqualTo(
                        "0d0a0d0a000d0a515549540a2111000c7f0000017f000001"
                                + HexFormat.of().toHexDigits((char) socket.getLocalPort())
                                + HexFormat.of().toHexDigits((char) port)
                                + "78");
    }

    @RepeatedTest(5)
    void a_client_named_by_the_proxy_protocol_is_named_to_the_server_and_loses_no_byte()
            throws IOException {
        var heard = new CompletableFuture<String>();
        var bed =
                bed(server(
                                        socket -> {
                                            byte[] all = socket.getInputStream().readAllBytes();
                                            heard.complete(HexFormat.of().formatHex(all));
                                            socket.close();
                                        })
                                .port())
                        .with(new StreamConfig(10_000, 0, 0, 0, ClientAddressMode.PROXY_PROTOCOL));
        int port = bed.openTcp(ProxyProtocolMode.REQUIRED);
        var socket = connect(port);
        socket.getOutputStream()
                .write("PROXY TCP4 192.0.2.1 198.51.100.2 4660 443\r\nxyz".getBytes(US_ASCII));
        socket.shutdownOutput();

        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(heard.join())
                .isEqualTo(
                        "0d0a0d0a000d0a515549540a2111000cc00002017f0000011234"
                                + HexFormat.of().toHexDigits((char) port)
                                + "78797a");
    }

    @Test
    void an_ill_server_loses_its_connections_at_once() throws IOException {
        var flapping = naming("a");
        var bed = bed(flapping.port()).with(TcpRelayTest.fastCheck());
        int port = bed.openTcp();
        var socket = connect(port);
        assertThat(read(socket, 1)).isEqualTo("a");
        flapping.refuse();

        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> connect(port).getInputStream().read())
                .isInstanceOf(SocketException.class);
    }

    private static HealthCheck fastCheck() {
        return new HealthCheck(
                CheckType.TCP,
                null,
                "/",
                null,
                CheckMethod.HEAD,
                List.of("2xx"),
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                1,
                1,
                null,
                null);
    }
}
