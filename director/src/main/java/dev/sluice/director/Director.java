package dev.sluice.director;

import dev.sluice.director.filter.Filter;
import dev.sluice.director.forward.AskedPacket;
import dev.sluice.director.forward.PathProbe;
import dev.sluice.director.inspect.InspectSocket;
import dev.sluice.director.inspect.Inspector;
import dev.sluice.director.path.PathChecks;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.director.worker.HopAgent;
import dev.sluice.director.worker.Port;
import dev.sluice.health.HealthChecks;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.Route;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.PacketQuestion;
import dev.sluice.model.node.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The director role: takes configurations, forwards packets by them, reports.
 *
 * <p>{@link #apply} builds the table aside, has every worker swap it in between two batches, and
 * then tells the filter what to take. Its first configuration says which interfaces to take frames
 * from. Any thread may call; changes are made one at a time.
 *
 * <p>When it closes or dies, filter, blackhole routes and sessions stay: what comes for it is
 * dropped in silence until the next process goes on. {@link #release} gives everything back.
 */
public final class Director implements Node, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Director.class);

    /** How soon servers' names are followed, and servers forgotten that left. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final DirectorOptions options;
    private final Measure measure;
    private final Consumer<Throwable> failed;
    private final HealthChecks health;
    private final Report report;
    private final Netlink kernel;
    private final Filter filter;
    private final NatBackends backends = new NatBackends();
    private final Thread onlooker;
    private volatile @Nullable Engine engine;
    private @Nullable TableBuilder tables;
    private @Nullable HopAgent hops;
    private volatile @Nullable PathChecks paths;
    private volatile @Nullable Inspector inspector;
    private @Nullable InspectSocket inspected;
    private NodeConfig config = NodeConfig.EMPTY;
    private volatile ForwardingTable table = ForwardingTable.EMPTY;

    private Director(DirectorOptions options, Measure measure, Consumer<Throwable> failed) {
        this.options = options;
        this.measure = measure;
        this.failed = failed;
        this.health =
                new HealthChecks(
                        InetAddress::getByName,
                        InstantSource.system(),
                        measure,
                        new SplittableRandom(options.seed()));
        this.report = new Report(measure, health);
        this.kernel = Netlink.open();
        this.filter = Filter.open(folder(options));
        health.onChange((group, endpoint, _) -> heard(group, endpoint));
        this.onlooker = Thread.ofVirtual().name("look-again").start(this::lookAgain);
    }

    /**
     * Opens what a process before has left; nothing is forwarded before the first {@link #apply}.
     *
     * @param failed hears of a worker that died: the process must end then
     */
    public static Director open(
            DirectorOptions options, Measure measure, Consumer<Throwable> failed) {
        return new Director(options, measure, failed);
    }

    /** Takes away what outlives the process: from now on the kernel gets all frames. */
    public static void release(DirectorOptions options) {
        Filter.remove(folder(options));
    }

    private static BpfFolder folder(DirectorOptions options) {
        return BpfFolder.open(options.bpfRoot(), "sluice/" + options.name());
    }

    /** The clock of sessions: the machine's, the same for every process of one boot. */
    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public synchronized Acknowledgement apply(NodeConfig config) {
        DirectorConfig own = own(config);
        if (own == null) {
            return refusal(
                    config,
                    "UnknownDirector",
                    "the configuration has no director named " + options.name());
        }
        try {
            return apply(config, own);
        } catch (Interfaces.Unusable | KernelException | IOException unusable) {
            LOG.warn("revision {} is not served: {}", config.revision(), unusable.getMessage());
            return refusal(config, "InterfaceUnusable", String.valueOf(unusable.getMessage()));
        }
    }

    private Acknowledgement apply(NodeConfig config, DirectorConfig own)
            throws Interfaces.Unusable, IOException {
        Engine running = engine;
        if (running != null && !names(running.ports()).equals(own.interfaces())) {
            return refusal(
                    config,
                    "InterfacesChanged",
                    "takes frames from "
                            + names(running.ports())
                            + "; restart it to take them from "
                            + own.interfaces());
        }
        if (running == null) {
            running = begin(own);
        }
        try {
            serve(config, running);
        } finally {
            if (engine == null) {
                abandon(running);
            }
        }
        return new Acknowledgement(config.revision(), List.of());
    }

    /** What could not begin holds no queues: the next configuration tries again. */
    private void abandon(Engine begun) {
        endPathChecks();
        HopAgent agent = hops;
        if (agent != null) {
            agent.close();
        }
        begun.close();
    }

    private void endPathChecks() {
        PathChecks checks = paths;
        if (checks != null) {
            checks.close();
            paths = null;
        }
    }

    private Engine begin(DirectorConfig own) throws Interfaces.Unusable, IOException {
        List<Port> ports = Interfaces.ports(own.interfaces(), kernel);
        if (ports.isEmpty()) {
            throw new Interfaces.Unusable(
                    "director " + options.name() + " has no `interfaces` to take frames from");
        }
        var begun = new Engine(options, ports, own.recomputeChecksums(), Director::nowMs, measure);
        int workers = begun.workers().size();
        tables =
                new TableBuilder(
                        Director::addressOf, Director::nowMs, workers, options.seed(), measure);
        hops = HopAgent.start(ports, begun::use);
        paths =
                new PathChecks(
                        begun::ask,
                        PathProbe.most(workers),
                        Director::nowMs,
                        new SplittableRandom(options.seed()));
        return begun;
    }

    private static Optional<Address> addressOf(String name) {
        try {
            return Optional.of(Address.of(InetAddress.getByName(name)));
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    /** New addresses fall silent before their frames are taken, old ones speak after. */
    private void serve(NodeConfig newestConfig, Engine running) {
        TableBuilder builder = tables;
        HopAgent agent = hops;
        PathChecks checks = paths;
        if (builder == null || agent == null || checks == null) {
            throw new AssertionError("an engine has a builder and somebody who knows the way");
        }
        ForwardingTable newest = builder.build(newestConfig, options.name(), table);
        learnHealth(newestConfig, newest);
        Set<Address> hostAddresses = Interfaces.addresses(kernel);
        Set<Route> before = SilentAddresses.of(table, hostAddresses);
        Set<Route> after = SilentAddresses.of(newest, hostAddresses);
        var both = new LinkedHashSet<>(before);
        both.addAll(after);
        agent.ownedRoutes(List.copyOf(both)).join();
        agent.wanted(servers(newest)).join();
        running.use(newest);
        take(newest, running, hostAddresses);
        table = newest;
        config = newestConfig;
        checks.update(newest);
        if (!before.equals(after)) {
            agent.ownedRoutes(List.copyOf(after)).join();
        }
    }

    private static Set<Address> servers(ForwardingTable table) {
        var servers = new HashSet<Address>();
        for (TargetServers target : table.targets()) {
            for (int i = 0; i < target.size(); i++) {
                TargetServer server = target.server(i);
                if (server.resolved()) {
                    servers.add(new Address(server.high(), server.low()));
                }
            }
        }
        return servers;
    }

    /** Looks now and then whether a server's name leads elsewhere, and who is still spoken with. */
    private void lookAgain() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                lookOnce();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void lookOnce() {
        Engine running = engine;
        if (running == null) {
            return;
        }
        if (hasNames(config)) {
            serve(config, running);
        } else if (backends.update(table, nowMs())) {
            take(table, running, Interfaces.addresses(kernel));
        }
    }

    private static boolean hasNames(NodeConfig config) {
        return groups(config).stream()
                .flatMap(group -> group.servers().stream())
                .anyMatch(server -> Address.parse(server.address()).isEmpty());
    }

    private static List<GroupConfig> groups(NodeConfig config) {
        return config.resources().values().stream()
                .filter(GroupConfig.class::isInstance)
                .map(GroupConfig.class::cast)
                .toList();
    }

    private void take(ForwardingTable newest, Engine running, Set<Address> hostAddresses) {
        backends.update(newest, nowMs());
        var rules =
                TakenFrames.of(
                        newest,
                        backends.endpoints(),
                        Interfaces.macs(running.ports(), kernel),
                        hostAddresses);
        if (engine == null) {
            running.start(filter, rules, failed);
            engine = running;
            inspect(running);
        } else {
            filter.apply(rules);
        }
    }

    /** Lets those look into it who may. */
    private void inspect(Engine running) {
        var newest =
                new Inspector(
                        new Inspector.Running(
                                options.name(),
                                running.ports(),
                                running.workers(),
                                running::forwarder,
                                () -> table,
                                running::hops,
                                measure,
                                Director::nowMs));
        inspector = newest;
        try {
            inspected = InspectSocket.open(options.stateFolder(), newest);
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot be looked into: no socket in {}", options.stateFolder(), e);
        }
    }

    /** All tables as text; empty before the first configuration. */
    public String dump() {
        Inspector newest = inspector;
        return newest == null ? "" : newest.dumpText();
    }

    private void learnHealth(NodeConfig config, ForwardingTable newest) {
        health.update(groups(config));
        for (TargetServers target : newest.targets()) {
            for (int i = 0; i < target.size(); i++) {
                tell(target.server(i).live());
            }
        }
    }

    private void heard(String group, String endpoint) {
        TableBuilder builder = tables;
        LiveServer server = builder == null ? null : builder.server(group, endpoint);
        if (server != null) {
            tell(server);
        }
    }

    private void tell(LiveServer server) {
        server.usable(health.of(server.group(), server.endpoint()).usable(), nowMs());
    }

    private @Nullable DirectorConfig own(NodeConfig config) {
        return config.resources().values().stream()
                .filter(DirectorConfig.class::isInstance)
                .map(DirectorConfig.class::cast)
                .filter(director -> director.name().equals(options.name()))
                .findAny()
                .orElse(null);
    }

    private Acknowledgement refusal(NodeConfig config, String reason, String message) {
        DirectorConfig own = own(config);
        String key = own == null ? "director/" + options.name() : own.key();
        return new Acknowledgement(config.revision(), List.of(new Refusal(key, reason, message)));
    }

    private static List<String> names(List<Port> ports) {
        return ports.stream().map(Port::name).toList();
    }

    @Override
    public NodeReport report() {
        return report.of(options.name(), table, paths, System.currentTimeMillis());
    }

    @Override
    public Explanation explain(Question question) {
        Engine running = engine;
        if (running == null || !(question instanceof PacketQuestion packet)) {
            return new Explanation(List.of());
        }
        return new Explanation(
                AskedPacket.of(packet)
                        .map(asked -> running.explain(asked, table))
                        .map(List::of)
                        .orElse(List.of()));
    }

    /** Stops forwarding. Filter, routes and sessions stay for the process that comes after. */
    @Override
    public synchronized void close() {
        onlooker.interrupt();
        health.close();
        endPathChecks();
        HopAgent agent = hops;
        if (agent != null) {
            agent.close();
        }
        InspectSocket socket = inspected;
        if (socket != null) {
            socket.close();
        }
        Engine running = engine;
        if (running != null) {
            running.close();
            engine = null;
        }
        filter.close();
        kernel.close();
    }
}
