package dev.sluice.director;

import dev.sluice.director.filter.Filter;
import dev.sluice.director.filter.FilterRules;
import dev.sluice.director.forward.AskedPacket;
import dev.sluice.director.forward.PathProbe;
import dev.sluice.director.inspect.Inspector;
import dev.sluice.director.path.PathChecks;
import dev.sluice.director.sync.run.Syncing;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.director.worker.Door;
import dev.sluice.director.worker.HopAgent;
import dev.sluice.director.worker.Port;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.Route;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.OffloadReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a director has as soon as it knows its interfaces: an engine, tables for it, and those who
 * know the way and ask servers for addresses. Changed by one thread at a time; read by any.
 */
final class Running implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final DirectorOptions options;
    private final Measure measure;
    private final Netlink kernel;
    private final Filter filter;
    private final HealthNews health;
    private final Engine engine;
    private final TableBuilder tables;
    private final HopAgent hops;
    private final PathChecks paths;
    private final Announcements announcements;
    private final NatBackends backends = new NatBackends();
    private final SharedSessions shared;
    private final BooleanSupplier joinable;
    private final OwnedAddresses owned;
    private final RefusedMessages refused;
    private final Drain drain;
    private @Nullable Inspection inspection;
    private @Nullable Joining joining;

    /** Guards what workers and filter are given: it changes with the owner of addresses too. */
    private final Object giving = new Object();

    private ForwardingTable built = ForwardingTable.EMPTY;
    private Set<Address> hostAddresses = Set.of();
    private Map<Integer, Set<Long>> macs = Map.of();
    private volatile NodeConfig config = NodeConfig.EMPTY;
    private volatile ForwardingTable table = ForwardingTable.EMPTY;
    private volatile OffloadChoice offload = OffloadChoice.NONE;

    /**
     * Takes all queues of the interfaces; nothing is forwarded before the first {@link #serve}.
     *
     * @param ready whether it forwards as fast as it ever will
     */
    Running(
            DirectorOptions options,
            DirectorConfig own,
            Netlink kernel,
            Filter filter,
            HealthNews health,
            Measure measure,
            BooleanSupplier ready,
            Consumer<Throwable> failed)
            throws Interfaces.Unusable, IOException {
        this.options = options;
        this.measure = measure;
        this.refused = new RefusedMessages(measure);
        this.kernel = kernel;
        this.filter = filter;
        this.health = health;
        List<Port> ports =
                Interfaces.ports(
                        own.interfaces(),
                        kernel,
                        filter,
                        new AttachmentChoice.Told(
                                options.workers().attachment(),
                                options.offloadedMax() > 0,
                                own.recomputeChecksums()));
        if (ports.isEmpty()) {
            throw new Interfaces.Unusable(
                    "director " + options.name() + " has no `interfaces` to take frames from");
        }
        engine = new Engine(options, ports, own.recomputeChecksums(), Director::nowMs, measure);
        announcements = new Announcements(options, engine.workers(), measure);
        int workers = engine.workers().size();
        tables =
                new TableBuilder(
                        Running::addressOf, Director::nowMs, workers, options.seed(), measure);
        hops = HopAgent.start(ports, engine::use);
        paths =
                new PathChecks(
                        engine::ask,
                        PathProbe.most(workers),
                        Director::nowMs,
                        new SplittableRandom(options.seed()));
        shared = new SharedSessions(options, engine, () -> table, measure, failed);
        joinable = () -> shared.isComplete() && ready.getAsBoolean();
        owned =
                new OwnedAddresses(
                        engine.workers(), this::giveAnew, shared, joinable, measure, failed);
        var sessions = new Handover(shared, engine::sessions);
        drain =
                new Drain(
                        owned,
                        announcements,
                        sessions,
                        this::sent,
                        engine::awaitGivenUp,
                        Director::nowMs);
    }

    /** By workers, and by the kernel as far as is known by now. */
    private long sent() {
        return measure.total(Counter.OFFLOADED_PACKETS)
                + engine.ports().stream()
                        .mapToLong(port -> measure.total(Counter.PORT_FRAMES_OUT, port.name()))
                        .sum();
    }

    private static Optional<Address> addressOf(String name) {
        try {
            return Optional.of(Address.of(InetAddress.getByName(name)));
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    /**
     * Reads what routers are to be told by, and shares sessions with other directors; to be called
     * before a configuration is served.
     *
     * @throws IOException when a password cannot be read
     */
    void prepare(NodeConfig next, DirectorConfig own) throws IOException {
        announcements.prepare(own);
        shared.use(next, own);
    }

    /**
     * Serves the first configuration, and begins to move frames.
     *
     * @param failed hears of a worker that died
     */
    void start(NodeConfig first, DirectorConfig own, Consumer<Throwable> failed) {
        health.use(tables);
        offload = OffloadChoice.make(options, own, filter, engine);
        List<Integer> doors = filter.doors();
        serve(first, rules -> engine.start(filter, rules, failed));
        Door.removeOthers(kernel, doors, engine.ports());
        owned.elect(table.director(), kernel);
        joining = Joining.begin(joinable, announcements::join);
        inspection = Inspection.of(lookedInto(), options.stateFolder());
    }

    /** Serves another configuration from now on. */
    void serve(NodeConfig newest) {
        serve(newest, filter::apply);
        owned.elect(table.director(), kernel);
    }

    /** New addresses fall silent before their frames are taken, old ones speak after. */
    private void serve(NodeConfig newestConfig, Take take) {
        ForwardingTable newest = tables.build(newestConfig, options.name(), table);
        health.learn(groups(newestConfig), newest, table);
        Set<Address> hostAddresses = Interfaces.addresses(kernel);
        Set<Route> before = SilentAddresses.of(table, hostAddresses);
        Set<Route> after = SilentAddresses.of(newest, hostAddresses);
        var both = new LinkedHashSet<>(before);
        both.addAll(after);
        hops.ownedRoutes(List.copyOf(both)).join();
        hops.wanted(servers(newest)).join();
        synchronized (giving) {
            built = newest;
            this.hostAddresses = hostAddresses;
            macs = Interfaces.macs(engine.ports(), kernel);
            give(take);
            tables.settle();
            engine.use(table); // Sessions are judged anew, by what their servers are now.
        }
        config = newestConfig;
        paths.update(newest);
        if (!before.equals(after)) {
            hops.ownedRoutes(List.copyOf(after)).join();
        }
        announcements.update(after, newest.networks().announced());
        engine.awaitRevoked();
    }

    /** Has workers and filter use the newest table, with the addresses that are owned by now. */
    private void give(Take take) {
        ForwardingTable given = owned.of(built);
        engine.use(given);
        backends.update(given, Director.nowMs());
        take.frames(rules());
        table = given;
    }

    /** Other addresses are this director's than before. */
    private void giveAnew() {
        synchronized (giving) {
            give(filter::apply);
        }
    }

    /** What of the configuration could not be served. */
    List<Refusal> refusals() {
        return shared.refusals();
    }

    /** How sessions are shared with other directors. */
    SharedSessions shared() {
        return shared;
    }

    /** Whether a server's name leads elsewhere by now, and who is still spoken with. */
    void lookAgain() {
        shared.lookAgain();
        refused.say();
        if (hasNames(config)) {
            serve(config);
            return;
        }
        synchronized (giving) {
            hostAddresses = Interfaces.addresses(kernel);
            macs = Interfaces.macs(engine.ports(), kernel);
            if (backends.update(table, Director.nowMs())) {
                filter.apply(rules());
            }
        }
        owned.elect(table.director(), kernel);
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

    /** Has the filter take frames by rules. */
    private interface Take {
        void frames(FilterRules rules);
    }

    private FilterRules rules() {
        var virtual = new HashMap<Integer, Set<Long>>();
        owned.virtualMacs(built)
                .forEach((port, some) -> virtual.put(engine.ports().get(port).index(), some));
        return owned.taken(built, this::taken).alsoFor(virtual);
    }

    private FilterRules taken(ForwardingTable given) {
        return TakenFrames.of(given, backends.endpoints(), macs, hostAddresses);
    }

    private Inspector.Running lookedInto() {
        return new Inspector.Running(
                options.name(),
                engine.ports(),
                engine.workers(),
                engine::forwarder,
                () -> table,
                engine::hops,
                measure,
                this::cluster,
                this::offload,
                drain,
                Director::nowMs);
    }

    /** Its part among other directors; null where it has none. */
    @Nullable ClusterReport cluster() {
        ClusterReport told =
                new ClusterView(System.nanoTime(), System.currentTimeMillis())
                        .of(
                                drain.duty(),
                                owned.standings(),
                                announcements.peers(),
                                announcements.neighbours(),
                                SyncView.of(config, table.director()).report(shared.syncing()));
        Syncing syncing = shared.syncing();
        return told == null
                ? null
                : told.with(syncing == null ? List.of() : syncing.lvs(), refused.counts());
    }

    /** What the kernel forwards by itself. */
    OffloadReport offload() {
        return offload.report(measure, engine.ports());
    }

    /** The interfaces that frames are taken from. */
    List<String> interfaces() {
        return engine.ports().stream().map(Port::name).toList();
    }

    /** What is forwarded by. */
    ForwardingTable table() {
        return table;
    }

    /** Whether servers answer for virtual addresses. */
    PathChecks paths() {
        return paths;
    }

    /** All tables as text. */
    String dump() {
        Inspection open = inspection;
        return open == null ? "" : open.dump();
    }

    /** Says what would become of a packet. */
    Explanation.Answer explain(AskedPacket asked) {
        return engine.explain(asked, table);
    }

    /** Stops forwarding. Filter, routes and sessions stay for the process that comes after. */
    @Override
    public void close() {
        Joining begun = joining;
        if (begun != null) {
            begun.close();
        }
        drain.leave(LOG::info);
        announcements.close();
        owned.close();
        paths.close();
        hops.close();
        Inspection open = inspection;
        if (open != null) {
            open.close();
        }
        shared.close();
        engine.close();
    }
}
