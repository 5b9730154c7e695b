package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.worker.WorkerSettings;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.Route;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.measure.Measure;
import dev.sluice.model.CheckType;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Forwarding;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Scheduling;
import dev.sluice.model.SynProxyMode;
import dev.sluice.model.TunnelKind;
import dev.sluice.model.node.AcceptConfig;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.ForwardConfig;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.model.node.TargetConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole director between a client's and a server's kernel, each in a namespace of its own. */
@Timeout(180)
class DirectorInSpaceTest {
    private static final String PREFIX = "sluice-tdirector-";
    private static final String VIRTUAL = "203.0.113.10";
    private static final String SERVER = "10.92.2.2";
    private static final int PORT = 7001;

    @TempDir Path folder;

    private NetworkSpace client;
    private NetworkSpace middle;
    private NetworkSpace server;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private Director director;

    @BeforeEach
    void lay_wires() throws IOException {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(),
                "Not run: making network namespaces needs root (CAP_SYS_ADMIN, CAP_NET_ADMIN).");
        NetworkSpace.deleteAll(PREFIX);
        client = NetworkSpace.create(PREFIX + "client");
        middle = NetworkSpace.create(PREFIX + "middle");
        server = NetworkSpace.create(PREFIX + "server");
        wire(client, "10.92.1.2", "10.92.1.1", "front");
        wire(server, SERVER, "10.92.2.1", "back");
        director = open();
        middle.run(() -> director.apply(config(Forwarding.FULLNAT)));
    }

    /** A host whose way to everywhere is the director. */
    private void wire(NetworkSpace host, String own, String gateway, String port) {
        try (Netlink kernel = middle.netlink();
                Netlink hosts = host.netlink()) {
            kernel.links().createVeth(VethEnd.here(port, 1), new VethEnd("eth0", 1, host.fd()));
            int here = kernel.links().index(port);
            int there = hosts.links().index("eth0");
            middle.exec("ip", "addr", "add", gateway + "/24", "dev", port);
            host.exec("ip", "addr", "add", own + "/24", "dev", "eth0");
            kernel.links().up(here);
            hosts.links().up(there);
            hosts.routes().put(Route.by(address("0.0.0.0"), 0, address(gateway), there));
            host.exec("ethtool", "-K", "eth0", "tx", "off");
        }
    }

    private Director open() {
        var options =
                new DirectorOptions(
                        "director-1",
                        folder.resolve("state"),
                        folder.resolve("bpf"),
                        1000,
                        100,
                        new UUID(1, 2),
                        7,
                        WorkerSettings.DEFAULT);
        return middle.call(() -> Director.open(options, new Measure(), failures::add));
    }

    @AfterEach
    void clear() throws IOException {
        if (director != null) {
            director.close();
            unmount();
        }
        Stream.of(client, middle, server)
                .filter(space -> space != null)
                .forEach(NetworkSpace::close);
        NetworkSpace.deleteAll(PREFIX);
        assertThat(failures).isEmpty();
    }

    private void unmount() throws IOException {
        try {
            new ProcessBuilder("umount", folder.resolve("bpf").toString()).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_datagram_goes_to_the_server_and_its_answer_comes_back() throws IOException {
        try (DatagramChannel behind = server.call(DatagramChannel::open);
                DatagramChannel before = client.call(DatagramChannel::open)) {
            behind.bind(new InetSocketAddress(SERVER, PORT));
            Thread echo = echo(behind);
            assertThat(answer(before, "hello")).isEqualTo("hello");
            assertThat(answer(before, "again")).isEqualTo("again");
            echo.interrupt();
        }
    }

    @Test
    void a_connection_goes_on_after_the_directors_process_was_away() throws IOException {
        try (ServerSocketChannel listening = server.call(ServerSocketChannel::open);
                SocketChannel connection = client.call(SocketChannel::open)) {
            listening.bind(new InetSocketAddress(SERVER, PORT));
            connection.connect(new InetSocketAddress(VIRTUAL, PORT));
            try (SocketChannel accepted = listening.accept()) {
                say(connection, accepted, "before");

                director.close();
                connection.write(bytes("while nobody was there"));
                director = open();
                middle.run(() -> director.apply(config(Forwarding.FULLNAT)));

                assertThat(read(accepted, 22)).isEqualTo("while nobody was there");
                say(accepted, connection, "and back");
                say(connection, accepted, "after");
            }
        }
    }

    @Test
    void under_nat_the_server_sees_the_client() throws IOException {
        middle.run(() -> director.apply(config(Forwarding.NAT)));
        try (ServerSocketChannel listening = server.call(ServerSocketChannel::open);
                SocketChannel connection = client.call(SocketChannel::open)) {
            listening.bind(new InetSocketAddress(SERVER, PORT));
            connection.connect(new InetSocketAddress(VIRTUAL, PORT));
            try (SocketChannel accepted = listening.accept()) {
                assertThat(accepted.getRemoteAddress()).isEqualTo(connection.getLocalAddress());
                say(accepted, connection, "hello from the server");
            }
        }
    }

    @Test
    void the_virtual_address_answers_to_echo() {
        client.exec("ping", "-c", "1", "-w", "30", VIRTUAL);
    }

    private static Thread echo(DatagramChannel channel) {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        var buffer = ByteBuffer.allocate(2000);
                        while (!Thread.currentThread().isInterrupted()) {
                            var from = channel.receive(buffer.clear());
                            channel.send(buffer.flip(), from);
                        }
                    } catch (IOException _) {
                        // The test is over.
                    }
                });
    }

    /** Sends until an answer comes: the first may be lost while neighbours are looked for. */
    private static String answer(DatagramChannel channel, String text) throws IOException {
        var to = new InetSocketAddress(VIRTUAL, PORT);
        channel.socket().setSoTimeout(200);
        var packet = new java.net.DatagramPacket(new byte[2000], 2000);
        for (int i = 0; i < 50; i++) {
            channel.send(bytes(text), to);
            try {
                channel.socket().receive(packet);
                String answer =
                        new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                // A late answer to what was asked twice is none to this.
                if (answer.equals(text)) {
                    return answer;
                }
            } catch (java.net.SocketTimeoutException _) {
                // Once more.
            }
        }
        return "";
    }

    private static void say(SocketChannel from, SocketChannel to, String text) throws IOException {
        from.write(bytes(text));
        assertThat(read(to, text.length())).isEqualTo(text);
    }

    private static String read(SocketChannel channel, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer);
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static NodeConfig config(Forwarding method) {
        HealthCheck tcp = HealthCheck.TCP;
        var off =
                new HealthCheck(
                        CheckType.OFF,
                        null,
                        tcp.path(),
                        null,
                        tcp.method(),
                        tcp.codes(),
                        tcp.interval(),
                        tcp.timeout(),
                        3,
                        3,
                        null,
                        null);
        var group =
                new GroupConfig(
                        "g", 1, "echo", List.of(new ServerConfig(SERVER, PORT, 100)), off, null);
        var director =
                new DirectorConfig(
                        "d",
                        1,
                        "director-1",
                        List.of("front", "back"),
                        List.of("198.18.1.0/28"),
                        false,
                        false,
                        List.of());
        Map<String, NodeResource> resources =
                Stream.<NodeResource>of(
                                group,
                                director,
                                listener(Protocol.TCP, method, group),
                                listener(Protocol.UDP, method, group))
                        .collect(Collectors.toMap(NodeResource::key, resource -> resource));
        return new NodeConfig(method.ordinal() + 1, resources);
    }

    private static ListenerConfig listener(
            Protocol protocol, Forwarding method, GroupConfig group) {
        return new ListenerConfig(
                protocol.name(),
                1,
                protocol.name(),
                "web",
                "lb",
                VIRTUAL,
                PORT,
                protocol,
                new TargetConfig(group.key(), Scheduling.WRR, null),
                new AcceptConfig(ProxyProtocolMode.OFF, null, false, 0, 0, 0, 0),
                new StreamConfig(5_000, 900_000, 0, 0, ClientAddressMode.OPTION),
                null,
                null,
                new ForwardConfig(method, TunnelKind.IPIP, SynProxyMode.OFF, 0, 0));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(literal, e);
        }
    }
}
