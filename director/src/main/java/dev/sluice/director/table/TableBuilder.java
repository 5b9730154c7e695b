package dev.sluice.director.table;

import dev.sluice.balance.Scheduler;
import dev.sluice.balance.SchedulerPlan;
import dev.sluice.director.limit.PersistenceRows;
import dev.sluice.measure.Measure;
import dev.sluice.model.NoSessionMode;
import dev.sluice.model.Scheduling;
import dev.sluice.model.node.AccessListConfig;
import dev.sluice.model.node.ClusterConfig;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.TargetConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compiles node configurations to {@link ForwardingTable}s, each sharing with the one before
 * whatever did not change. It also hands out the numbers of listeners and servers, so there is one
 * for the whole life of a director. Used by one configuration change at a time.
 */
public final class TableBuilder {
    /** How many clients' servers are remembered: 4 MiB. */
    private static final int PERSISTENT_CLIENTS = 1 << 18;

    private final Function<String, Optional<Address>> names;
    private final LongSupplier nowMs;
    private final int workers;
    private final long seed;
    private final KnownListeners listeners;
    private final PersistenceRows persistence = new PersistenceRows(PERSISTENT_CLIENTS);
    private final KnownServers servers;
    private Map<String, AddressSet> accessLists = Map.of();

    /**
     * @param names what a server's name resolves to now; empty if nothing
     * @param nowMs the clock of sessions
     * @param workers how many workers count sessions
     * @param seed decides where schedulers' rounds begin
     * @param measure has a row for each listener and server and worker
     */
    public TableBuilder(
            Function<String, Optional<Address>> names,
            LongSupplier nowMs,
            int workers,
            long seed,
            Measure measure) {
        this.names = names;
        this.nowMs = nowMs;
        this.workers = workers;
        this.listeners = new KnownListeners(workers, measure);
        this.servers = new KnownServers(workers, measure);
        this.seed = seed;
    }

    /** What one build gathers. */
    private static final class Build {
        final NodeConfig config;
        final ForwardingTable previous;
        final Map<TargetKey, TargetServers> before = new HashMap<>();
        final Map<TargetKey, TargetServers> targets = new HashMap<>();
        final Map<String, AddressSet> accessLists = new HashMap<>();

        Build(NodeConfig config, ForwardingTable previous) {
            this.config = config;
            this.previous = previous;
            for (TargetServers target : previous.targets()) {
                var key = new TargetKey(target.group().key(), target.plan().scheduling());
                before.put(key, target);
            }
        }
    }

    private record TargetKey(String group, Scheduling scheduling) {}

    /**
     * Compiles a configuration. Once nobody goes by the previous table any more, {@link #settle}.
     *
     * @param directorName which director this is
     * @param previous the table that it will replace, made by this builder too
     */
    public ForwardingTable build(NodeConfig config, String directorName, ForwardingTable previous) {
        var build = new Build(config, previous);
        servers.begin();
        DirectorConfig director = null;
        boolean resetsUnknown = true;
        var directors = new ArrayList<DirectorConfig>();
        var configs = new ArrayList<ListenerConfig>();
        for (NodeResource resource : config.resources().values()) {
            switch (resource) {
                case ListenerConfig listener -> configs.add(listener);
                case DirectorConfig one -> {
                    directors.add(one);
                    director = one.name().equals(directorName) ? one : director;
                }
                case ClusterConfig cluster ->
                        resetsUnknown = cluster.noSession() == NoSessionMode.RESET;
                default -> {}
            }
        }
        listeners.keep(configs);
        var made = new ArrayList<ForwardedListener>(configs.size());
        for (ListenerConfig listener : configs) {
            ForwardedListener one = listener(build, listener);
            if (one != null) {
                made.add(one);
            }
        }
        accessLists = build.accessLists;
        return new ForwardingTable(
                config.revision(),
                director,
                made,
                listeners.byPlace(),
                servers.byPlace(),
                List.copyOf(build.targets.values()),
                locals(director, previous),
                LocalNetworks.of(director, directors),
                persistence,
                servers.standings(),
                resetsUnknown);
    }

    /**
     * All go by the newest table: servers that it does not name, or gives no more work, lose theirs
     * only now, as until then there may have been no others.
     */
    public void settle() {
        servers.settle(nowMs.getAsLong());
    }

    private static LocalAddresses locals(
            @Nullable DirectorConfig director, ForwardingTable previous) {
        List<String> networks = director == null ? List.of() : director.localAddresses();
        return previous.ownLocals().isFor(networks)
                ? previous.ownLocals()
                : new LocalAddresses(networks);
    }

    /** Null if its address is none. */
    private @Nullable ForwardedListener listener(Build build, ListenerConfig config) {
        LiveListener live = listeners.of(config);
        ForwardedListener before = build.previous.listener(live.number());
        TargetServers target = target(build, config.target());
        AddressSet accessList = accessList(build, config.accept().accessList());
        if (before != null
                && before.target() == target
                && before.accessList() == accessList
                && before.config().equals(config)) {
            return before;
        }
        Address address = Address.parse(config.address()).orElse(null);
        if (address == null) {
            return null;
        }
        long since =
                before != null && sameGroup(before.target(), target)
                        ? before.targetSinceMs()
                        : nowMs.getAsLong();
        return new ForwardedListener(live, config, address, target, accessList, since);
    }

    private static boolean sameGroup(@Nullable TargetServers a, @Nullable TargetServers b) {
        return a == b || (a != null && b != null && a.group().id().equals(b.group().id()));
    }

    /** A list that the configuration does not have is an empty one. */
    private @Nullable AddressSet accessList(Build build, @Nullable String key) {
        return key == null
                ? null
                : build.accessLists.computeIfAbsent(key, _ -> compiled(build, key));
    }

    private AddressSet compiled(Build build, String key) {
        List<String> entries =
                build.config.resources().get(key) instanceof AccessListConfig list
                        ? list.entries()
                        : List.of();
        AddressSet before = accessLists.get(key);
        return before != null && before.isFor(entries) ? before : AddressSet.of(entries);
    }

    private @Nullable TargetServers target(Build build, @Nullable TargetConfig config) {
        if (config == null
                || !(build.config.resources().get(config.group()) instanceof GroupConfig group)) {
            return null;
        }
        var key = new TargetKey(group.key(), config.scheduler());
        TargetServers has = build.targets.get(key);
        if (has == null) {
            has = target(build, group, key);
            build.targets.put(key, has);
        }
        return has;
    }

    private TargetServers target(Build build, GroupConfig group, TargetKey key) {
        TargetServers before = build.before.get(key);
        if (before != null && before.isStillFor(group)) {
            servers.namedAgain(before, nowMs.getAsLong());
            return before;
        }
        var members = new ArrayList<TargetServer>(group.servers().size());
        for (ServerConfig server : group.servers()) {
            members.add(server(group, server));
        }
        if (before != null && before.isFor(group, members)) {
            return before;
        }
        SchedulerPlan plan =
                before != null && before.plan().isFor(key.scheduling, group.servers())
                        ? before.plan()
                        : SchedulerPlan.of(key.scheduling, group.servers(), seed);
        Scheduler[] schedulers =
                before != null && before.plan() == plan ? before.schedulers() : schedulers(plan);
        return new TargetServers(group, plan, members, schedulers);
    }

    private Scheduler[] schedulers(SchedulerPlan plan) {
        var schedulers = new Scheduler[workers];
        for (int worker = 0; worker < workers; worker++) {
            schedulers[worker] = plan.forLoop(worker);
        }
        return schedulers;
    }

    private TargetServer server(GroupConfig group, ServerConfig config) {
        Optional<Address> address =
                Address.parse(config.address()).or(() -> names.apply(config.address()));
        return new TargetServer(
                servers.named(group.id(), config.endpoint(), config.weight(), nowMs.getAsLong()),
                address.map(Address::high).orElse(0L),
                address.map(Address::low).orElse(0L),
                address.isPresent(),
                config.port(),
                config.weight());
    }

    /** A server by its group's id and its endpoint, for health checks. Any thread. */
    public @Nullable LiveServer server(String group, String endpoint) {
        return servers.find(group, endpoint);
    }
}
