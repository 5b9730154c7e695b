package dev.sluice.director;

import static dev.sluice.director.DirectorBed.readLine;
import static dev.sluice.director.DirectorBed.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.director.backend.BackendAttachment;
import dev.sluice.director.backend.BackendOptions;
import dev.sluice.director.backend.NotAttachable;
import dev.sluice.director.filter.LocalNetwork;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.measure.Counter;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.TunnelKind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Forwarding methods between real kernels: what servers answer directly goes by the director's
 * kernel, which is a mere router there.
 */
@Timeout(180)
class MethodsTest {
    private static final String VIRTUAL6 = "2001:db8::10";
    private static final String PINS = "sluice-tmethods";
    private static final int LARGE = 4000;

    @TempDir Path folder;

    private int offloadedMax;

    private final Written written =
            new Written().locals("198.18.1.0/28", "fd91:9::/124").servers("10.91.2.2");

    @ParameterizedTest
    @CsvSource({
        "203.0.113.10, ROUTE",
        "203.0.113.10, TUNNEL",
        "2001:db8::10, ROUTE",
        "2001:db8::10, TUNNEL"
    })
    void a_server_answers_the_client_directly_and_sees_its_address(
            String virtual, Forwarding method) throws IOException {
        try (var bed = bed(virtual, Protocol.TCP, method, TunnelKind.IPIP);
                var server = new NamedServer(bed.region.servers, virtual, Written.PORT)) {
            assertThat(bed.served(3, virtual)).containsExactly(virtual);

            String client = virtual.contains(":") ? "fd91:1:0:0:0:0:0:2" : "10.91.1.2";
            assertThat(server.clientAddresses()).containsOnly(client);
        } finally {
            detach();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.10, 10.91.2.2, IPIP",
        "203.0.113.10, fd91:2::2, IPIP",
        "2001:db8::10, 10.91.2.2, GUE",
        "2001:db8::10, fd91:2::2, GUE",
    })
    void much_goes_through_a_tunnel_though_its_header_takes_room(
            String virtual, String address, TunnelKind kind) throws IOException {
        byte[] much = new byte[500_000];
        new Random(1).nextBytes(much);
        written.servers(address);
        try (var bed = bed(virtual, Protocol.TCP, Forwarding.TUNNEL, kind);
                var server = new NamedServer(bed.region.servers, virtual, Written.PORT);
                Socket socket = bed.connect(virtual)) {
            readLine(socket);
            var sent = CompletableFuture.runAsync(() -> write(socket, much));

            assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
            sent.join();
            assertThat(server.clientAddresses()).hasSize(1);
        } finally {
            detach();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.10, fd91:2::2, IPIP",
        "2001:db8::10, 10.91.2.2, GUE",
    })
    void the_kernel_puts_a_tunnels_header_before_packets_by_itself(
            String virtual, String address, TunnelKind kind) throws IOException {
        byte[] much = new byte[100_000];
        new Random(1).nextBytes(much);
        written.servers(address);
        offloadedMax = 64;
        try (var bed = bed(virtual, Protocol.TCP, Forwarding.TUNNEL, kind);
                var server = new NamedServer(bed.region.servers, virtual, Written.PORT);
                Socket socket = bed.connect(virtual)) {
            readLine(socket);
            while (bed.measure.total(Counter.OFFLOADED_PACKETS) < much.length / 1500) {
                var sent = CompletableFuture.runAsync(() -> write(socket, much));
                assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
                sent.join();
            }
            assertThat(server.clientAddresses()).hasSize(1);
        } finally {
            detach();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULLNAT", "NAT", "ROUTE", "TUNNEL"})
    void datagrams_in_fragments_arrive_by_every_method(Forwarding method) throws IOException {
        try (var bed = bed(Written.VIRTUAL, Protocol.UDP, method, TunnelKind.GUE);
                var server = new Echo(bed, server(method));
                DatagramSocket socket = client(bed, Written.VIRTUAL)) {
            byte[] large = new byte[LARGE];
            new Random(2).nextBytes(large);

            assertThat(answer(socket, large)).isEqualTo(large);
            assertThat(server.isAlive()).isTrue();
        } finally {
            detach();
        }
    }

    @Test
    void datagrams_of_ipv6_in_fragments_arrive() throws IOException {
        written.servers("fd91:2::2");
        try (var bed = bed(VIRTUAL6, Protocol.UDP, Forwarding.NAT, TunnelKind.IPIP);
                var server = new Echo(bed, "fd91:2::2");
                DatagramSocket socket = client(bed, VIRTUAL6)) {
            byte[] large = new byte[LARGE];

            assertThat(answer(socket, large)).hasSize(LARGE);
            assertThat(server.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULLNAT", "NAT"})
    void a_client_hears_that_a_server_has_no_such_port(Forwarding method) throws IOException {
        try (var bed = bed(Written.VIRTUAL, Protocol.UDP, method, TunnelKind.IPIP);
                DatagramSocket socket = client(bed, Written.VIRTUAL)) {
            bed.servers.forEach(NamedServer::close);

            assertThatThrownBy(() -> answer(socket, new byte[10]))
                    .isInstanceOf(PortUnreachableException.class);
        }
    }

    @Test
    void a_client_learns_how_long_a_packet_may_be_on_the_way_to_a_server() throws IOException {
        try (var bed = bed(Written.VIRTUAL, Protocol.UDP, Forwarding.FULLNAT, TunnelKind.IPIP);
                DatagramSocket socket = client(bed, Written.VIRTUAL)) {
            bed.region.director.exec("ip", "link", "set", SmallRegion.INSIDE, "mtu", "1400");
            bed.region.servers.exec("ip", "link", "set", SmallRegion.INSIDE + 0, "mtu", "1400");
            byte[] tooLong = new byte[1400];

            assertThatThrownBy(() -> answer(socket, tooLong)).hasMessageContaining("too long");
            assertThat(answer(socket, tooLong)).hasSizeGreaterThan(tooLong.length);
        }
    }

    private DirectorBed bed(String virtual, Protocol protocol, Forwarding method, TunnelKind kind) {
        written.listener(virtual, protocol, method, kind);
        var bed = new DirectorBed(folder, 1, written, "dir", offloadedMax);
        bed.region.director.sysctl("net/ipv4/ip_forward", "1");
        bed.region.director.sysctl("net/ipv6/conf/all/forwarding", "1");
        if (method == Forwarding.ROUTE || method == Forwarding.TUNNEL) {
            prepareServers(bed, virtual);
        }
        if (method == Forwarding.TUNNEL) {
            attach(bed);
        }
        return bed;
    }

    /** As operators do. */
    private static void prepareServers(DirectorBed bed, String virtual) {
        bed.region.servers.sysctl("net/ipv4/conf/all/arp_ignore", "1");
        bed.region.servers.sysctl("net/ipv4/conf/all/arp_announce", "2");
        try (Netlink netlink = bed.region.servers.netlink()) {
            netlink.links().up(netlink.links().index("lo"));
            int prefix = virtual.contains(":") ? 128 : 32;
            netlink.addresses()
                    .add(
                            new InterfaceAddress(
                                    netlink.links().index("lo"),
                                    SmallRegion.literal(virtual),
                                    prefix));
        }
    }

    private static void attach(DirectorBed bed) {
        var options =
                new BackendOptions(
                        List.of(
                                LocalNetwork.parse("198.18.1.0/28").orElseThrow(),
                                LocalNetwork.parse("fd91:9::/124").orElseThrow()),
                        null,
                        SmallRegion.INSIDE + 0,
                        XdpMode.NATIVE);
        detach(); // what a crashed run left
        bed.region.servers.call(() -> {
            try {
                return attachment().attach(options);
            } catch (NotAttachable e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        });
    }

    private static void detach() {
        attachment().detach();
    }

    private static BackendAttachment attachment() {
        return BackendAttachment.in(BpfFolder.open(Path.of("/sys/fs/bpf"), PINS));
    }

    private static String server(Forwarding method) {
        return method == Forwarding.ROUTE || method == Forwarding.TUNNEL
                ? Written.VIRTUAL
                : "10.91.2.2";
    }

    private static DatagramSocket client(DirectorBed bed, String virtual) throws IOException {
        return bed.region.client.call(() -> {
            var socket = new DatagramSocket();
            socket.setSoTimeout(300);
            socket.connect(new InetSocketAddress(SmallRegion.literal(virtual), Written.PORT));
            return socket;
        });
    }

    /** Sends until an answer comes: neighbours may have to be looked for, and lengths learnt. */
    private static byte[] answer(DatagramSocket socket, byte[] bytes) throws IOException {
        var packet = new DatagramPacket(new byte[9000], 9000);
        for (int i = 0; i < 100; i++) {
            try {
                socket.send(new DatagramPacket(bytes, bytes.length));
                socket.receive(packet);
                return Arrays.copyOf(packet.getData(), packet.getLength());
            } catch (SocketTimeoutException _) {
                // Once more.
            }
        }
        return new byte[0];
    }

    /** Sends back what it gets, however much. */
    private static final class Echo implements AutoCloseable {
        private final DatagramSocket socket;
        private final Thread thread;

        Echo(DirectorBed bed, String address) {
            bed.servers.forEach(NamedServer::close);
            var at = new InetSocketAddress(SmallRegion.literal(address), Written.PORT);
            socket = bed.region.servers.call(() -> new DatagramSocket(at));
            thread = Thread.ofPlatform().daemon().start(this::run);
        }

        private void run() {
            var packet = new DatagramPacket(new byte[9000], 9000);
            while (!socket.isClosed()) {
                try {
                    packet.setLength(9000);
                    socket.receive(packet);
                    socket.send(packet);
                } catch (IOException _) {
                    return;
                }
            }
        }

        boolean isAlive() {
            return thread.isAlive();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
