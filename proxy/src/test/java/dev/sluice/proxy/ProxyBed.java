package dev.sluice.proxy;

import dev.sluice.measure.Measure;
import dev.sluice.model.AccessLog;
import dev.sluice.model.CheckType;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Redirect;
import dev.sluice.model.Scheduling;
import dev.sluice.model.StickySession;
import dev.sluice.model.node.AcceptConfig;
import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.HttpConfig;
import dev.sluice.model.node.HttpConfig.ForwardedConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.RuleTableConfig;
import dev.sluice.model.node.TargetConfig;
import dev.sluice.proxy.loop.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A proxy with one http listener before given servers, for tests: change it, then {@link #apply}.
 */
final class ProxyBed implements AutoCloseable {
    final Measure measure = new Measure();
    final Proxy proxy = start();
    final int port = freePort();
    private final Map<String, NodeResource> extra = new HashMap<>();
    private List<ServerConfig> servers = List.of();
    private long revision;
    long idleTimeoutMs = 15_000;
    long requestTimeoutMs = 60_000;
    long maxRequestBodyBytes = 16 << 20;
    long connectTimeoutMs = 1_000;
    boolean gzip;
    Scheduling scheduler = Scheduling.WRR;
    @Nullable StickySession sticky;
    @Nullable Redirect redirect;
    @Nullable String rules;
    AcceptConfig accept = new AcceptConfig(ProxyProtocolMode.OFF, null, true, 0, 0, 0, 0);

    private Proxy start() {
        try {
            return Proxy.start(
                    new ProxyOptions("test", 2, Transport.usual(), Path.of("none"), null, 10_000),
                    measure);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Servers on loopback, all of the same weight. */
    ProxyBed servers(int... ports) {
        var list = new ArrayList<ServerConfig>();
        for (int at : ports) {
            list.add(new ServerConfig("127.0.0.1", at, 100));
        }
        servers = list;
        return this;
    }

    ProxyBed with(NodeResource resource) {
        extra.put(resource.key(), resource);
        return this;
    }

    static GroupConfig group(String id, ServerConfig... servers) {
        var off =
                new HealthCheck(
                        CheckType.OFF,
                        null,
                        "/",
                        null,
                        dev.sluice.model.CheckMethod.HEAD,
                        List.of("2xx"),
                        java.time.Duration.ofSeconds(2),
                        java.time.Duration.ofSeconds(5),
                        3,
                        3,
                        null,
                        null);
        return new GroupConfig(id, 1, id, List.of(servers), off, null);
    }

    Acknowledgement apply() {
        revision++;
        var all = new HashMap<>(extra);
        var group = group("grp-1", servers.toArray(ServerConfig[]::new));
        all.put(group.key(), group);
        var http =
                new HttpConfig(
                        rules,
                        connectTimeoutMs,
                        idleTimeoutMs,
                        requestTimeoutMs,
                        maxRequestBodyBytes,
                        gzip,
                        false,
                        new ForwardedConfig(true, false, false, false, false, null),
                        redirect,
                        new AccessLog(false, 1));
        var listener =
                new ListenerConfig(
                        "lsn-1",
                        revision,
                        "web-http",
                        "web",
                        "lb-1",
                        "127.0.0.1",
                        port,
                        Protocol.HTTP,
                        new TargetConfig(group.key(), scheduler, sticky),
                        accept,
                        null,
                        http,
                        null);
        all.put(listener.key(), listener);
        return proxy.apply(new NodeConfig(revision, all));
    }

    ProxyBed rules(RuleTableConfig.RuleConfig... list) {
        var table = new RuleTableConfig("lsn-1", revision + 1, List.of(list));
        extra.put(table.key(), table);
        rules = table.key();
        return this;
    }

    @Override
    public void close() {
        proxy.close();
    }
}
