package dev.sluice.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bridge with two hosts at it, and the bad network in its place. */
class ImpairerTest {
    private static final String PREFIX = "sluice-timpair-";
    private static final int DATAGRAMS = 300;
    private static final int QUIET_MS = 1500;

    private NetworkSpace middle;
    private NetworkSpace one;
    private NetworkSpace other;

    @BeforeEach
    void build() {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(), "not run without root: a bad network in namespaces");
        NetworkSpace.deleteAll(PREFIX);
        middle = NetworkSpace.create(PREFIX + "middle");
        one = host("one", "10.99.0.1");
        other = host("other", "10.99.0.2");
        // What waits for a neighbour's address may be overtaken by what is sent as it comes.
        one.exec("ping", "-c", "1", "-W", "10", "10.99.0.2");
    }

    private NetworkSpace host(String name, String address) {
        NetworkSpace host = NetworkSpace.create(PREFIX + name);
        try (Netlink links = middle.netlink()) {
            if (links.links().named("bridge").isEmpty()) {
                links.links().createBridge("bridge");
                links.links().up(links.links().index("bridge"));
            }
            links.links().createVeth(VethEnd.here(name, 1), new VethEnd("eth0", 1, host.fd()));
        }
        middle.exec("ip", "link", "set", name, "master", "bridge", "up");
        host.exec("ethtool", "-K", "eth0", "tx", "off");
        host.exec("ip", "address", "add", address + "/24", "dev", "eth0");
        host.exec("ip", "link", "set", "eth0", "up");
        return host;
    }

    @AfterEach
    void clear() {
        if (middle != null) {
            List.of(middle, one, other).forEach(NetworkSpace::close);
            NetworkSpace.deleteAll(PREFIX);
        }
    }

    @Test
    void a_network_is_as_bad_as_it_is_told_to_be_and_gone_afterwards() throws IOException {
        try (DatagramSocket from = socket(one, "10.99.0.1");
                DatagramSocket to = socket(other, "10.99.0.2")) {
            try (var impairer = Impairer.start(middle, "bridge", List.of("one", "other"), 7)) {
                assertThat(arrived(from, to)).as("a good network").hasSize(DATAGRAMS).isSorted();

                impairer.be(Impairment.losing(0.3));
                assertThat(arrived(from, to).size()).as("30 %% lost").isBetween(160, 260);

                impairer.be(Impairment.muddled(5));
                List<Integer> muddled = arrived(from, to);
                assertThat(muddled.size()).as("some twice").isBetween(DATAGRAMS + 8, 400);
                assertThat(muddled).doesNotContainSequence(first(DATAGRAMS));
                assertThat(Set.copyOf(muddled)).as("none lost").hasSize(DATAGRAMS);

                impairer.be(Impairment.without(1));
                assertThat(arrived(from, to)).as("cut off").isEmpty();
            }
            assertThat(arrived(from, to)).as("the bridge again").hasSize(DATAGRAMS);
        }
    }

    @Test
    void the_same_seed_decides_the_same_and_shares_are_kept() {
        var network = new Impairment(0.3, 0.1, 0.2, 5, Set.of(2));
        var first = new FrameFate(new SplittableRandom(11));
        var second = new FrameFate(new SplittableRandom(11));
        int frames = 100_000;
        int lost = 0;
        int doubled = 0;
        int overtaken = 0;
        for (int frame = 0; frame < frames; frame++) {
            int copies = first.next(network, 0, 1);
            assertThat(second.next(network, 0, 1)).isEqualTo(copies);
            lost += copies == 0 ? 1 : 0;
            doubled += copies == 2 ? 1 : 0;
            overtaken += copies > 0 && first.delayMs(0) > 5 ? 1 : 0;
        }
        assertThat(lost / (double) frames).isCloseTo(0.3, within(0.01));
        assertThat(doubled / (double) frames).isCloseTo(0.07, within(0.01));
        assertThat(overtaken / (double) frames).isCloseTo(0.14, within(0.01));
        assertThat(first.next(network, 2, 0)).isZero();
        assertThat(first.next(network, 1, 2)).isZero();
    }

    private static Integer[] first(int count) {
        return java.util.stream.IntStream.range(0, count).boxed().toArray(Integer[]::new);
    }

    private static DatagramSocket socket(NetworkSpace space, String address) {
        return space.call(() -> {
            var socket = new DatagramSocket(new InetSocketAddress(address, 7000));
            socket.setReceiveBufferSize(1 << 20);
            return socket;
        });
    }

    /** The numbers of what arrives of datagrams numbered from 0, until there are no more. */
    private static List<Integer> arrived(DatagramSocket from, DatagramSocket to)
            throws IOException {
        var target = new InetSocketAddress(InetAddress.ofLiteral("10.99.0.2"), 7000);
        for (int number = 0; number < DATAGRAMS; number++) {
            byte[] bytes = ByteBuffer.allocate(4).putInt(number).array();
            from.send(new DatagramPacket(bytes, bytes.length, target));
        }
        var numbers = new ArrayList<Integer>();
        var packet = new DatagramPacket(new byte[4], 4);
        to.setSoTimeout(QUIET_MS);
        try {
            while (true) {
                to.receive(packet);
                numbers.add(ByteBuffer.wrap(packet.getData()).getInt());
            }
        } catch (SocketTimeoutException e) {
            return numbers;
        }
    }
}
