package dev.sluice.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.call.Polls;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopSocketTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_datagram_says_how_many_hops_it_has_left(String loopback) throws IOException {
        InetAddress address = InetAddress.ofLiteral(loopback);
        boolean ipv6 = loopback.equals("::1");
        int port = freePort(address);
        try (HopSocket receiver = HopSocket.open(ipv6, port);
                HopSocket neighbour = HopSocket.open(ipv6, 0);
                DatagramSocket other = new DatagramSocket(0, address)) {
            var to = new InetSocketAddress(address, port);
            neighbour.send(new byte[] {1, 2, 3}, to);
            HopSocket.Datagram near = await(receiver);
            other.send(new DatagramPacket(new byte[0], 0, to));
            HopSocket.Datagram far = await(receiver);

            assertThat(near.hops()).isEqualTo(HopSocket.HOPS_MAX);
            assertThat(near.from()).isEqualTo(address);
            assertThat(near.bytes().remaining()).isEqualTo(3);
            assertThat(far.hops()).isBetween(1, 254);
            assertThat(receiver.receive()).isNull();
        }
    }

    private static HopSocket.Datagram await(HopSocket socket) {
        try (Polls polls = new Polls(1)) {
            polls.add(socket.fd());
            polls.await(10_000);
        }
        HopSocket.Datagram datagram = socket.receive();
        if (datagram == null) {
            throw new AssertionError("nothing came");
        }
        return datagram;
    }

    private static int freePort(InetAddress address) throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0, address)) {
            return probe.getLocalPort();
        }
    }
}
