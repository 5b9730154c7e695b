package dev.sluice.proxy.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Counter;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Scheduling;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.proxy.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions between real sockets. */
class UdpListenerTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private String address = "127.0.0.1";

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

    private DatagramSocket socket() throws IOException {
        var socket =
                opened(
                        new DatagramSocket(
                                new InetSocketAddress(InetAddress.ofLiteral(address), 0)));
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Answers with its name and what it got. */
    private int server(String name) throws IOException {
        var socket = socket();
        socket.setSoTimeout(0);
        Thread.ofVirtual().start(() -> answer(socket, name));
        return socket.getLocalPort();
    }

    private static void answer(DatagramSocket socket, String name) {
        var packet = new DatagramPacket(new byte[65_507], 65_507);
        try {
            while (true) {
                packet.setLength(65_507);
                socket.receive(packet);
                byte[] answer = (name + text(packet)).getBytes(US_ASCII);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
    }

    private StreamBed bed(int... ports) {
        return opened(StreamBed.of(ports));
    }

    private void send(DatagramSocket from, int port, String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        from.send(new DatagramPacket(bytes, bytes.length, InetAddress.ofLiteral(address), port));
    }

    private String ask(DatagramSocket client, int port, String text) throws IOException {
        send(client, port, text);
        var packet = new DatagramPacket(new byte[65_507], 65_507);
        client.receive(packet);
        assertThat(packet.getPort()).isEqualTo(port);
        return text(packet);
    }

    private static StreamConfig config(long idleMs, ClientAddressMode mode) {
        return new StreamConfig(10_000, idleMs, 0, 0, mode);
    }

    @Test
    void each_client_keeps_its_server_and_is_answered_from_the_listener() throws IOException {
        var bed = bed(server("a"), server("b"));
        int port = opened(bed.openUdp()).port();
        var seen = new HashSet<String>();
        for (int i = 0; i < 10; i++) {
            var client = socket();
            String first = ask(client, port, "1");
            assertThat(ask(client, port, "2")).isEqualTo(first.charAt(0) + "2");
            assertThat(ask(client, port, "3")).isEqualTo(first.charAt(0) + "3");
            seen.add(first);
        }
        assertThat(seen).containsExactlyInAnyOrder("a1", "b1");
        assertThat(bed.count(Counter.LISTENER_CONNECTIONS)).isEqualTo(10);
        assertThat(bed.count(Counter.LISTENER_PACKETS_IN)).isEqualTo(30);
        Eventually.holds("counted", () -> bed.count(Counter.LISTENER_PACKETS_OUT) == 30);
    }

    @Test
    void a_source_hash_sends_all_sockets_of_a_client_to_one_server() throws IOException {
        var bed = bed(server("a"), server("b")).with(Scheduling.SCH);
        int port = opened(bed.openUdp()).port();
        var seen = new HashSet<String>();
        for (int i = 0; i < 10; i++) {
            seen.add(ask(socket(), port, "1"));
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void ipv6_and_the_longest_datagrams_pass() throws IOException {
        address = "::1";
        var bed = opened(StreamBed.ofIpv6(server("")));
        int port = opened(bed.openUdp()).port();
        String longest = "x".repeat(65_000);

        assertThat(ask(socket(), port, longest)).isEqualTo(longest);
    }

    @Test
    void a_session_ends_after_silence() throws IOException {
        int server = server("a");
        var bed = bed(server).with(config(1_500, ClientAddressMode.OPTION));
        int port = opened(bed.openUdp()).port();
        var client = socket();
        ask(client, port, "1");
        assertThat(bed.count(Counter.LISTENER_ACTIVE)).isEqualTo(1);

        Eventually.holds("ended", () -> bed.count(Counter.LISTENER_ACTIVE) == 0);
        Eventually.holds("left", () -> bed.count(Counter.SERVER_ACTIVE, server) == 0);
        assertThat(ask(client, port, "2")).isEqualTo("a2");
        assertThat(bed.count(Counter.LISTENER_CONNECTIONS)).isEqualTo(2);
    }

    @Test
    void a_server_whose_port_is_closed_is_replaced() throws IOException {
        int gone;
        try (var taken = new DatagramSocket(0, InetAddress.ofLiteral(address))) {
            gone = taken.getLocalPort();
        }
        var bed = bed(gone, server("b"));
        int port = opened(bed.openUdp()).port();
        for (int i = 0; i < 4; i++) {
            var client = socket();
            client.setSoTimeout(200);
            assertThat(askUntilAnswered(client, port)).isEqualTo("b?");
        }
        assertThat(bed.count(Counter.SERVER_CONNECT_FAILED, gone)).isPositive();
    }

    private String askUntilAnswered(DatagramSocket client, int port) throws IOException {
        for (int tries = 0; tries < 50; tries++) {
            try {
                return ask(client, port, "?");
            } catch (SocketTimeoutException lost) {
                // What went to the closed port is lost, as UDP has it.
            }
        }
        throw new AssertionError("no answer to 50 questions");
    }

    /** An answer that was under way when its session moved is lost, as UDP has it. */
    private boolean answers(DatagramSocket client, int port, String question, String answer) {
        try {
            return ask(client, port, question).equals(answer);
        } catch (SocketTimeoutException lost) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_removed_servers_sessions_go_on_elsewhere() throws IOException {
        int leaving = server("a");
        int staying = server("b");
        var bed = bed(leaving);
        int port = opened(bed.openUdp()).port();
        var client = socket();
        assertThat(ask(client, port, "1")).isEqualTo("a1");
        bed.with(new ServerConfig("127.0.0.1", staying, 100));
        client.setSoTimeout(500);

        Eventually.holds("moved", () -> answers(client, port, "2", "b2"));
        assertThat(bed.count(Counter.LISTENER_CONNECTIONS)).isEqualTo(1);
    }

    @Test
    void datagrams_without_a_server_are_dropped_and_counted() throws IOException {
        var bed = bed();
        int port = opened(bed.openUdp()).port();
        var client = socket();
        send(client, port, "1");
        send(client, port, "2");

        Eventually.holds("counted", () -> bed.count(Counter.LISTENER_PACKETS_DROPPED) == 2);
        assertThat(bed.count(Counter.LISTENER_ACTIVE)).isZero();
    }

    @Test
    void every_datagram_carries_the_proxy_protocol_where_asked_for() throws IOException {
        var bed = bed(server("a")).with(config(60_000, ClientAddressMode.PROXY_PROTOCOL));
        int port = opened(bed.openUdp()).port();
        var client = socket();
        for (int i = 0; i < 2; i++) {
            String answer = ask(client, port, "hello");
            assertThat(answer).startsWith("a\r\n\r\n").endsWith("hello").hasSize(1 + 28 + 5);
        }
    }

    @Test
    void a_burst_arrives_whole() throws IOException {
        var bed = bed(server("a"));
        int port = opened(bed.openUdp()).port();
        var client = socket();
        client.setReceiveBufferSize(1 << 20);
        for (int i = 0; i < 60; i++) {
            send(client, port, "burst");
        }
        var packet = new DatagramPacket(new byte[100], 100);
        for (int i = 0; i < 60; i++) {
            client.receive(packet);
        }
        assertThat(bed.count(Counter.LISTENER_PACKETS_DROPPED)).isZero();
    }
}
