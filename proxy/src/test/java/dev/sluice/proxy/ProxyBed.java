package dev.sluice.proxy;

import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.AccessLog;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Redirect;
import dev.sluice.model.Scheduling;
import dev.sluice.model.StickySession;
import dev.sluice.model.node.AcceptConfig;
import dev.sluice.model.node.AccessListConfig;
import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.BackendTlsConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.HttpConfig;
import dev.sluice.model.node.HttpConfig.ForwardedConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeReport.ServerReport;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.RuleTableConfig;
import dev.sluice.model.node.TargetConfig;
import dev.sluice.model.node.TlsConfig;
import dev.sluice.model.node.UpstreamConfig;
import dev.sluice.proxy.loop.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A proxy with one http listener before given servers, for tests: change it, then {@link #apply}.
 */
public final class ProxyBed implements AutoCloseable {
    private static final String GROUP = "grp-1";

    public final Measure measure = new Measure();
    public final int port = freePort();

    public Protocol protocol = Protocol.HTTP;
    public ProxyProtocolMode proxyProtocol = ProxyProtocolMode.OFF;
    public int maxConnections;
    public int maxConnectionRate;

    public long idleTimeoutMs = 15_000;
    public long requestTimeoutMs = 60_000;
    public long connectTimeoutMs = 10_000;
    public long maxRequestBodyBytes = 16 << 20;
    public boolean gzip;

    public Scheduling scheduler = Scheduling.WRR;
    public ForwardedConfig forwarded = new ForwardedConfig(true, false, false, false, false, null);
    public @Nullable StickySession sticky;
    public @Nullable Redirect redirect;
    public @Nullable TlsConfig tls;
    public @Nullable BackendTlsConfig backendTls;
    public @Nullable UpstreamConfig upstream;
    public HealthCheck check = HealthCheck.OFF;

    private final Proxy proxy;
    private final Map<String, NodeResource> extra = new HashMap<>();
    private List<ServerConfig> servers = List.of();
    private @Nullable String rules;
    private @Nullable String accessList;
    private boolean allow;
    private boolean listening = true;
    private long revision;

    /** A proxy of two loops that has no keys. */
    public ProxyBed() {
        this(2, Path.of("none"));
    }

    /** A proxy of two loops that talks to the kernel like this. */
    public ProxyBed(Transport transport) {
        this(2, Path.of("none"), transport);
    }

    /**
     * @param loops one makes connections to servers be used again for certain
     * @param keys folder of private keys
     */
    public ProxyBed(int loops, Path keys) {
        this(loops, keys, Transport.usual());
    }

    private ProxyBed(int loops, Path keys, Transport transport) {
        try {
            proxy =
                    Proxy.start(
                            new ProxyOptions("test", loops, transport, keys, null, 10_000, null),
                            measure);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A port that nobody listens on. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another will do.
            }
        }
    }

    /** Servers on loopback, all of the same weight. */
    public ProxyBed servers(int... ports) {
        var list = new ArrayList<ServerConfig>();
        for (int at : ports) {
            list.add(new ServerConfig("127.0.0.1", at, 100));
        }
        servers = list;
        return this;
    }

    public ProxyBed with(NodeResource resource) {
        extra.put(resource.key(), resource);
        return this;
    }

    /** Lets in only these, or only keeps these out. */
    public ProxyBed accessList(boolean allowed, String... entries) {
        var list = new AccessListConfig("list", revision + 1, "list", List.of(entries));
        accessList = list.key();
        allow = allowed;
        return with(list);
    }

    /** Keeps the forwarding headers of these clients. */
    public ProxyBed trust(String... entries) {
        var list = new AccessListConfig("trust", revision + 1, "trust", List.of(entries));
        forwarded = new ForwardedConfig(true, true, true, true, true, list.key());
        return with(list);
    }

    public ProxyBed rules(RuleTableConfig.RuleConfig... list) {
        var table = new RuleTableConfig("lsn-1", revision + 1, List.of(list));
        rules = table.key();
        return with(table);
    }

    /** Takes the listener away with the next {@link #apply}. */
    public ProxyBed withoutListener() {
        listening = false;
        return this;
    }

    /** A group whose servers are never probed. */
    public static GroupConfig group(
            String id, @Nullable BackendTlsConfig tls, List<ServerConfig> servers) {
        return new GroupConfig(id, 1, id, servers, HealthCheck.OFF, tls);
    }

    public Acknowledgement apply() {
        revision++;
        var all = new HashMap<>(extra);
        var group = new GroupConfig(GROUP, 1, GROUP, servers, check, backendTls, upstream);
        all.put(group.key(), group);
        if (listening) {
            var listener = listener(group);
            all.put(listener.key(), listener);
        }
        return proxy.apply(new NodeConfig(revision, all));
    }

    /** Applies it, and says on which port it listens. */
    public int open() {
        Acknowledgement acknowledgement = apply();
        if (!acknowledgement.refusals().isEmpty()) {
            throw new AssertionError(acknowledgement.refusals());
        }
        return port;
    }

    private ListenerConfig listener(GroupConfig group) {
        return new ListenerConfig(
                "lsn-1",
                revision,
                "web-http",
                "web",
                "lb-1",
                "127.0.0.1",
                port,
                protocol,
                new TargetConfig(group.key(), scheduler, sticky),
                new AcceptConfig(
                        proxyProtocol, accessList, allow, maxConnections, maxConnectionRate, 0, 0),
                null,
                http(),
                tls,
                null);
    }

    private HttpConfig http() {
        return new HttpConfig(
                rules,
                connectTimeoutMs,
                idleTimeoutMs,
                requestTimeoutMs,
                maxRequestBodyBytes,
                gzip,
                false,
                forwarded,
                redirect,
                new AccessLog(false, 1));
    }

    /** Requests at servers now, over all of them. */
    public long active() {
        return proxy.report().servers().stream().mapToLong(ServerReport::activeConnections).sum();
    }

    /** What is said of the server at a port. */
    public ServerReport server(int at) {
        return proxy.report().servers().stream()
                .filter(server -> server.endpoint().equals("127.0.0.1:" + at))
                .findFirst()
                .orElseThrow();
    }

    /** A counter of the server at a port. */
    public long count(Counter counter, int at) {
        return measure.total(counter, GROUP, "127.0.0.1:" + at);
    }

    /** A counter of the listener. */
    public long count(Counter counter) {
        return measure.total(counter, "web", "web-http");
    }

    @Override
    public void close() {
        proxy.close();
    }
}
