package dev.sluice.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
