package dev.sluice.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketTest {
    private static final int BUFFER_BYTES = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void an_answer_goes_where_a_datagram_came_from(String loopback) throws IOException {
        InetAddress address = InetAddress.ofLiteral(loopback);
        boolean ipv6 = loopback.equals("::1");
        int port = freePort(address);
        byte[] bytes = new byte[2000];
        try (UdpSocket one = UdpSocket.open(ipv6, address, port, BUFFER_BYTES);
                UdpSocket other = UdpSocket.open(ipv6, address, 0, BUFFER_BYTES)) {
            var to = UdpSocket.Place.of(new InetSocketAddress(address, port));
            assertThat(one.receive(bytes)).isNegative();

            assertThat(other.send(new byte[] {1, 2, 3}, 3, to)).isTrue();
            await(one);
            assertThat(one.receive(bytes)).isEqualTo(3);
            UdpSocket.Place source = one.source();
            assertThat(one.isFrom(source)).isTrue();
            assertThat(one.isFrom(to)).isFalse();
            assertThat(source.address().getAddress()).isEqualTo(address);

            assertThat(one.send(new byte[] {4, 5}, 2, source)).isTrue();
            await(other);
            assertThat(other.receive(bytes)).isEqualTo(2);
            assertThat(bytes).startsWith(4, 5);
            assertThat(other.isFrom(to)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void datagrams_of_one_length_are_sent_and_received_at_once(String loopback) throws IOException {
        InetAddress address = InetAddress.ofLiteral(loopback);
        int port = freePort(address);
        byte[] sent = new byte[5 * 1400 + 300];
        new Random(3).nextBytes(sent);
        try (UdpSocket one = UdpSocket.open(loopback.equals("::1"), address, port, BUFFER_BYTES);
                UdpSocket other =
                        UdpSocket.open(loopback.equals("::1"), address, 0, BUFFER_BYTES)) {
            var to = UdpSocket.Place.of(new InetSocketAddress(address, port));
            one.receiveTogether();
            assertThat(other.send(sent, sent.length, 1400, to)).isEqualTo(6);

            byte[] all = received(one, sent.length);
            assertThat(all).isEqualTo(sent);
            assertThat(one.source().address().getAddress()).isEqualTo(address);
        }
    }

    @Test
    void who_receives_one_by_one_gets_what_was_sent_at_once_as_datagrams() throws IOException {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        byte[] sent = new byte[2 * 1000 + 10];
        new Random(4).nextBytes(sent);
        try (var plain = new DatagramSocket(0, address);
                UdpSocket socket = UdpSocket.open(false, address, 0, BUFFER_BYTES)) {
            plain.setSoTimeout(10_000);
            var to = UdpSocket.Place.of(new InetSocketAddress(address, plain.getLocalPort()));
            assertThat(socket.send(sent, sent.length, 1000, to)).isEqualTo(3);

            for (int at = 0; at < sent.length; at += 1000) {
                var packet = new DatagramPacket(new byte[2000], 2000);
                plain.receive(packet);
                byte[] expected = Arrays.copyOfRange(sent, at, Math.min(at + 1000, sent.length));
                assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(expected);
            }
        }
    }

    @Test
    void what_the_kernel_cannot_cut_is_sent_one_by_one() throws IOException {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        int port = freePort(address);
        byte[] sent = new byte[UdpSocket.SENT_BYTES_MAX];
        new Random(5).nextBytes(sent);
        try (UdpSocket one = UdpSocket.open(false, address, port, BUFFER_BYTES);
                UdpSocket other = UdpSocket.open(false, address, 0, BUFFER_BYTES)) {
            var to = UdpSocket.Place.of(new InetSocketAddress(address, port));
            // More pieces than any kernel cuts at once.
            assertThat(other.send(sent, 3000, 10, to)).isEqualTo(300);
            assertThat(received(one, 3000)).isEqualTo(Arrays.copyOf(sent, 3000));
        }
    }

    private static byte[] received(UdpSocket socket, int length) {
        byte[] all = new byte[length];
        byte[] bytes = new byte[UdpSocket.RECEIVED_BYTES_MAX];
        for (int at = 0; at < length; ) {
            await(socket);
            int count = socket.receive(bytes);
            if (count > 0) {
                assertThat(socket.each()).isBetween(0, count);
                System.arraycopy(bytes, 0, all, at, count);
                at += count;
            }
        }
        return all;
    }

    @Test
    void a_port_that_is_taken_is_refused_with_words() throws IOException {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        int port = freePort(address);
        try (UdpSocket _ = UdpSocket.open(false, address, port, BUFFER_BYTES)) {
            assertThatThrownBy(() -> UdpSocket.open(false, address, port, BUFFER_BYTES))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("cannot listen at UDP port " + port);
        }
    }

    private static void await(UdpSocket socket) {
        try (Polls polls = new Polls(1)) {
            polls.add(socket.fd());
            assertThat(polls.await(10_000)).isPositive();
        }
    }

    private static int freePort(InetAddress address) throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0, address)) {
            return probe.getLocalPort();
        }
    }
}
