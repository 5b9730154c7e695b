package dev.sluice.director;

import dev.sluice.director.filter.Filter;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.director.table.TargetServers;
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
import dev.sluice.model.node.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
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

    private final DirectorOptions options;
    private final Measure measure;
    private final Consumer<Throwable> failed;
    private final HealthChecks health;
    private final Report report;
    private final Netlink kernel;
    private final Filter filter;
    private @Nullable Engine engine;
    private @Nullable TableBuilder tables;
    private Set<Route> silent = Set.of();
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
        serve(config, running);
        return new Acknowledgement(config.revision(), List.of());
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
    private void serve(NodeConfig config, Engine running) {
        TableBuilder builder = tables;
        if (builder == null) {
            throw new AssertionError("an engine has a builder");
        }
        ForwardingTable newest = builder.build(config, options.name(), table);
        learnHealth(config, newest);
        Set<Address> hostAddresses = Interfaces.addresses(kernel);
        Set<Route> routes = SilentAddresses.of(newest, hostAddresses);
        var both = new LinkedHashSet<>(silent);
        both.addAll(routes);
        routes.forEach(kernel.routes()::put);
        running.use(newest);
        take(newest, running, hostAddresses);
        table = newest;
        both.removeAll(routes);
        both.forEach(kernel.routes()::delete);
        silent = routes;
    }

    private void take(ForwardingTable newest, Engine running, Set<Address> hostAddresses) {
        var rules = TakenFrames.of(newest, Interfaces.macs(running.ports(), kernel), hostAddresses);
        if (engine == null) {
            running.start(filter, rules, failed);
            engine = running;
        } else {
            filter.apply(rules);
        }
    }

    private void learnHealth(NodeConfig config, ForwardingTable newest) {
        health.update(
                config.resources().values().stream()
                        .filter(GroupConfig.class::isInstance)
                        .map(GroupConfig.class::cast)
                        .toList());
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
        return report.of(options.name(), table, System.currentTimeMillis());
    }

    @Override
    public Explanation explain(Question question) {
        return new Explanation(List.of());
    }

    /** Stops forwarding. Filter, routes and sessions stay for the process that comes after. */
    @Override
    public synchronized void close() {
        health.close();
        Engine running = engine;
        if (running != null) {
            running.close();
            engine = null;
        }
        filter.close();
        kernel.close();
    }
}
