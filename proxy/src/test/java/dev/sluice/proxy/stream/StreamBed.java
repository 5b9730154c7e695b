package dev.sluice.proxy.stream;

import dev.sluice.health.HealthChecks;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.CheckMethod;
import dev.sluice.model.CheckType;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Scheduling;
import dev.sluice.model.node.AcceptConfig;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.model.node.TargetConfig;
import dev.sluice.proxy.listen.ClientAddress;
import dev.sluice.proxy.listen.ProxyProtocolDecoder;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.loop.Transport;
import dev.sluice.proxy.table.Admission;
import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.table.LiveListener;
import dev.sluice.proxy.tls.BackendTlsContexts;
import dev.sluice.proxy.tls.FileKeySource;
import dev.sluice.proxy.upstream.Upstreams;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A listener, its servers and two loops, without the rest of a proxy. */
final class StreamBed implements AutoCloseable {
    private final Loops loops = Loops.start(Transport.usual(), 2);
    private final Measure measure = new Measure();
    private final HealthChecks health =
            new HealthChecks(
                    InetAddress::getByName, InstantSource.system(), measure, new Random(1));
    private final Upstreams upstreams =
            new Upstreams(
                    loops,
                    measure,
                    health,
                    new BackendTlsContexts(new FileKeySource(Path.of("none"))));
    private final LiveListener live;
    private final String address;
    private int revision;

    private List<ServerConfig> servers;
    private HealthCheck check =
            new HealthCheck(
                    CheckType.OFF,
                    null,
                    "/",
                    null,
                    CheckMethod.HEAD,
                    List.of("2xx"),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    3,
                    3,
                    null,
                    null);
    private Scheduling scheduling = Scheduling.RR;
    private StreamConfig stream = new StreamConfig(10_000, 60_000, 0, 0, ClientAddressMode.OPTION);

    private StreamBed(String address, List<ServerConfig> servers) {
        this.address = address;
        this.servers = servers;
        this.live = new LiveListener(table(), new Admission(), new Admission(), loops, measure);
    }

    /** A bed whose listener has these servers of weight 100 on loopback. */
    static StreamBed of(int... ports) {
        return new StreamBed("127.0.0.1", servers("127.0.0.1", ports));
    }

    static StreamBed ofIpv6(int... ports) {
        return new StreamBed("::1", servers("::1", ports));
    }

    private static List<ServerConfig> servers(String address, int... ports) {
        return java.util.Arrays.stream(ports)
                .mapToObj(port -> new ServerConfig(address, port, 100))
                .toList();
    }

    StreamBed with(StreamConfig config) {
        stream = config;
        return publish();
    }

    StreamBed with(HealthCheck now) {
        check = now;
        return publish();
    }

    StreamBed with(Scheduling scheduler) {
        scheduling = scheduler;
        return publish();
    }

    StreamBed with(ServerConfig... now) {
        servers = List.of(now);
        return publish();
    }

    private StreamBed publish() {
        live.publish(table());
        upstreams.retireUnused();
        return this;
    }

    private ListenerTable table() {
        revision++;
        var group = new GroupConfig("g", revision, "g", servers, check, null);
        var target = new TargetConfig(group.key(), scheduling, null);
        var config =
                new ListenerConfig(
                        "l",
                        revision,
                        "l",
                        "web",
                        "web",
                        address,
                        7001,
                        Protocol.TCP,
                        target,
                        new AcceptConfig(ProxyProtocolMode.OFF, null, false, 0, 0, 0, 0),
                        stream,
                        null,
                        null,
                        null);
        upstreams.build(new NodeConfig(revision, Map.of(group.key(), group)));
        return new ListenerTable(config, upstreams.target("l", target), null, null, null);
    }

    LiveListener live() {
        return live;
    }

    long count(Counter counter) {
        return measure.total(counter, "web", "l");
    }

    long count(Counter counter, int serverPort) {
        String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return measure.total(counter, "g", host + ":" + serverPort);
    }

    /** Opens the listener for TCP and returns its port. */
    int openTcp() {
        return openTcp(ProxyProtocolMode.OFF);
    }

    /** The same, with what clients send of the PROXY protocol. */
    int openTcp(ProxyProtocolMode mode) {
        var relays = new TcpRelays(loops);
        var initializer =
                new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        var loop = loops.of(channel.eventLoop());
                        live.enter(loop, 0);
                        channel.closeFuture().addListener(_ -> live.leave(loop));
                        var peer = ClientAddress.of(channel.remoteAddress());
                        if (mode == ProxyProtocolMode.OFF) {
                            channel.pipeline().addLast(relays.connection(live, loop, peer));
                            return;
                        }
                        channel.pipeline()
                                .addLast(
                                        new ProxyProtocolDecoder(
                                                mode,
                                                peer,
                                                (_, client) ->
                                                        channel.pipeline()
                                                                .addLast(
                                                                        relays.connection(
                                                                                live, loop,
                                                                                client))));
                    }
                };
        var bound =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.transport().serverChannel())
                        .childOption(ChannelOption.ALLOCATOR, loops.allocator())
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(128 << 10, 512 << 10))
                        .childHandler(initializer)
                        .bind(InetAddress.ofLiteral(address), 0)
                        .syncUninterruptibly();
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    /** Opens the listener for UDP. */
    UdpListener openUdp() throws IOException {
        return new UdpListeners(loops, 0)
                .open(live, new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    }

    @Override
    public void close() {
        upstreams.close();
        loops.close();
    }
}
