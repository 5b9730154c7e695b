package dev.sluice.director;

import dev.sluice.model.CheckMethod;
import dev.sluice.model.CheckType;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Forwarding;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Protocol;
import dev.sluice.model.Scheduling;
import dev.sluice.model.SynProxyMode;
import dev.sluice.model.TunnelKind;
import dev.sluice.model.node.AcceptConfig;
import dev.sluice.model.node.BgpConfig;
import dev.sluice.model.node.ClusterConfig;
import dev.sluice.model.node.ClusterConfig.SyncConfig;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.ForwardConfig;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.model.node.TargetConfig;
import dev.sluice.model.node.VirtualRouterConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A director's configuration as a test writes it, and changes it. */
public final class Written {
    public static final String DIRECTOR = "test-director";
    public static final String VIRTUAL = "203.0.113.10";
    public static final int PORT = 7001;

    private final Map<String, NodeResource> resources = new HashMap<>();
    private final String director;
    private long revision;

    private HealthCheck check = HealthCheck.OFF;
    private ClientAddressMode told = ClientAddressMode.NONE;
    private SynProxyMode synProxy = SynProxyMode.OFF;

    /** Begins with a director and nothing else. */
    public Written() {
        this(DIRECTOR);
    }

    /** The same with another name. */
    public Written(String director) {
        this.director = director;
        locals("198.18.1.0/28");
    }

    String director() {
        return director;
    }

    /** Says other networks of local addresses. */
    Written locals(String... networks) {
        revision++;
        return put(
                new DirectorConfig(
                        "d",
                        revision,
                        director,
                        SmallRegion.PORTS,
                        List.of(networks),
                        false,
                        false,
                        List.of()));
    }

    /** Shares its listeners' addresses with other directors at its first port. */
    Written elected(int priority, String... addresses) {
        return elected(priority, false, addresses);
    }

    /** The same, with the virtual router's own MAC or the port's. */
    Written elected(int priority, boolean virtualMac, String... addresses) {
        revision++;
        return put(
                new DirectorConfig(
                        "d",
                        revision,
                        director,
                        SmallRegion.PORTS,
                        List.of("198.18.1.0/28"),
                        false,
                        false,
                        List.of(addresses),
                        List.of(router(priority, virtualMac, addresses)),
                        null));
    }

    /** Has another director, that takes frames from an interface of its own. */
    Written beside(String name, String port) {
        revision++;
        return put(
                new DirectorConfig(
                        "e",
                        revision,
                        name,
                        List.of(port),
                        List.of("198.18.2.0/28"),
                        false,
                        false,
                        List.of()));
    }

    /** Has directors share their sessions. */
    Written sharing(SyncConfig sync) {
        revision++;
        return put(new ClusterConfig("c", revision, "cluster", 4711, sync));
    }

    /** Has the director tell the client, which is a router then, what to send to it. */
    Written announced() {
        revision++;
        var peer = new BgpConfig.PeerConfig("10.91.1.2", 64600, null, false);
        return put(
                new DirectorConfig(
                        "d",
                        revision,
                        DIRECTOR,
                        SmallRegion.PORTS,
                        List.of("198.18.1.0/28"),
                        false,
                        false,
                        List.of(),
                        List.of(),
                        new BgpConfig(64601, null, 3, 179, true, List.of(peer))));
    }

    /** Has servers that come after probed this often, and believes each answer. */
    public Written checkedEvery(Duration interval) {
        check =
                new HealthCheck(
                        CheckType.TCP,
                        null,
                        "/",
                        null,
                        CheckMethod.HEAD,
                        List.of(),
                        interval,
                        interval,
                        1,
                        2,
                        null,
                        null);
        return this;
    }

    /** Has listeners that come after tell servers the client's address so. */
    public Written telling(ClientAddressMode mode) {
        told = mode;
        return this;
    }

    /** Has these servers, in place of those before. */
    public Written servers(String... addresses) {
        revision++;
        return put(
                new GroupConfig(
                        "g",
                        revision,
                        "echo",
                        List.of(addresses).stream()
                                .map(address -> new ServerConfig(address, PORT, 100))
                                .toList(),
                        check,
                        null));
    }

    /** Has listeners that come after answer SYNs with cookies so. */
    public Written synProxy(SynProxyMode mode) {
        synProxy = mode;
        return this;
    }

    /** Has one more listener. */
    public Written listener(String virtual, Protocol protocol, Forwarding method) {
        return listener(virtual, protocol, method, TunnelKind.IPIP);
    }

    /** Has one more listener, whose packets are wrapped so. */
    public Written listener(
            String virtual, Protocol protocol, Forwarding method, TunnelKind tunnel) {
        revision++;
        return put(
                new ListenerConfig(
                        protocol + virtual,
                        revision,
                        "echo-" + protocol,
                        "web",
                        "lb",
                        virtual,
                        PORT,
                        protocol,
                        new TargetConfig("group/g", Scheduling.RR, null),
                        AcceptConfig.EVERYBODY,
                        new StreamConfig(5_000, 90_000, 0, 0, told),
                        null,
                        null,
                        new ForwardConfig(method, tunnel, synProxy, 0, 0)));
    }

    /** Takes a listener away. */
    Written without(String virtual, Protocol protocol) {
        revision++;
        resources
                .values()
                .removeIf(one ->
                        one instanceof ListenerConfig listener
                                && listener.address().equals(virtual)
                                && listener.protocol() == protocol);
        return this;
    }

    /** Has one of several directors that share an address at their first port. */
    Written member(String name, int priority, String locals, String address) {
        return member(name, locals, List.of(address), List.of(router(priority, false, address)));
    }

    private Written member(
            String name, String locals, List<String> addresses, List<VirtualRouterConfig> routers) {
        revision++;
        resources
                .values()
                .removeIf(one -> one instanceof DirectorConfig own && own.name().equals(name));
        return put(
                new DirectorConfig(
                        name,
                        revision,
                        name,
                        List.of(SmallRegion.OUTSIDE, SmallRegion.INSIDE),
                        List.of(locals),
                        false,
                        false,
                        addresses,
                        routers,
                        null));
    }

    /**
     * Has one of several directors that share an address at their first port, and whose master has
     * all their local addresses, to which servers go by an address at the second one.
     */
    Written heir(
            String name,
            int priority,
            String locals,
            String address,
            String behind,
            List<String> allLocals) {
        String group = "all";
        var routers =
                List.of(
                        router(
                                10,
                                SmallRegion.OUTSIDE,
                                priority,
                                group,
                                List.of(address),
                                List.of(),
                                false),
                        router(
                                11,
                                SmallRegion.INSIDE,
                                priority,
                                group,
                                List.of(behind),
                                allLocals,
                                false));
        return member(name, locals, List.of(address, behind), routers);
    }

    private static VirtualRouterConfig router(
            int priority, boolean virtualMac, String... addresses) {
        return router(
                10, SmallRegion.OUTSIDE, priority, "", List.of(addresses), List.of(), virtualMac);
    }

    private static VirtualRouterConfig router(
            int id,
            String via,
            int priority,
            String group,
            List<String> addresses,
            List<String> locals,
            boolean virtualMac) {
        return new VirtualRouterConfig(
                id,
                via,
                3,
                priority,
                200,
                true,
                0,
                List.of(),
                group,
                List.of(),
                true,
                addresses,
                locals,
                virtualMac);
    }

    private Written put(NodeResource resource) {
        resources.put(resource.key(), resource);
        return this;
    }

    /** All of it, at another revision. */
    public NodeConfig config() {
        return new NodeConfig(++revision, Map.copyOf(resources));
    }
}
