package dev.sluice.proxy.upstream;

import dev.sluice.health.HealthChecks;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeReport.ServerReport;
import dev.sluice.model.node.TargetConfig;
import dev.sluice.proxy.loop.LoopLocal;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.tls.BackendTlsContexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All servers of the current configuration. Used by one configuration change at a time: first
 * {@link #build}, which adds what is new and leaves the old in place; then, when no table names the
 * old any more, {@link #retireUnused}.
 */
public final class Upstreams implements AutoCloseable {
    private final Loops loops;
    private final Measure measure;
    private final HealthChecks health;
    private final NameFollower names;
    private final GroupTls tls;
    private final PassiveHealthChecks passive = new PassiveHealthChecks();
    private final Comebacks comebacks = new Comebacks(id -> this.pools.get("group/" + id));
    private final Map<Backend.Key, Backend> backends = new HashMap<>();
    private volatile Map<String, ServerPool> pools = Map.of();
    private Map<TargetKey, Target> targets = Map.of();
    private final Map<TargetKey, Target> nextTargets = new HashMap<>();

    /** Who uses a target, so that its schedule goes on over changes that do not concern it. */
    private record TargetKey(String user, TargetConfig config, ServerPool pool) {}

    public Upstreams(
            Loops loops, Measure measure, HealthChecks health, BackendTlsContexts tlsContexts) {
        this.tls = new GroupTls(tlsContexts);
        this.loops = loops;
        this.measure = measure;
        this.health = health;
        this.names = new NameFollower();
        health.onChange(comebacks);
        passive.start(loops.all().getFirst());
    }

    /**
     * Makes the pools of a configuration, with the backends that stay. Blocks a moment for names
     * that are new.
     */
    public void build(NodeConfig config) {
        var groups = new ArrayList<GroupConfig>();
        for (var resource : config.resources().values()) {
            if (resource instanceof GroupConfig group) {
                groups.add(group);
            }
        }
        health.update(groups);
        var built = new HashMap<String, ServerPool>();
        for (GroupConfig group : groups) {
            ServerPool before = pools.get(group.key());
            built.put(
                    group.key(),
                    before != null && before.config().equals(group) ? before : pool(group));
        }
        tls.build(built.values(), config);
        passive.update(built.values());
        names.awaitFirst();
        pools = Map.copyOf(built);
        nextTargets.clear();
    }

    private ServerPool pool(GroupConfig group) {
        boolean known = pools.containsKey(group.key());
        var added = new ArrayList<Backend>();
        var members = new ArrayList<Backend>(group.servers().size());
        for (ServerConfig server : group.servers()) {
            var key = new Backend.Key(group.id(), Backend.ServerConfigKey.of(server), group.tls());
            Backend before = backends.get(key);
            Backend backend = before == null ? backend(key) : before;
            members.add(backend);
            if (before == null) {
                backends.put(key, backend);
                added.add(backend);
            }
        }
        var pool = new ServerPool(group, members);
        members.forEach(backend -> backend.slowStartMs(pool.upstream().slowStartMs()));
        if (known) {
            added.forEach(Backend::startSlowly);
        }
        return pool;
    }

    private Backend backend(Backend.Key key) {
        String endpoint =
                new ServerConfig(key.server().address(), key.server().port(), 0).endpoint();
        var backend =
                new Backend(
                        key,
                        health.of(key.group(), endpoint),
                        new LoopLocal<>(
                                loops, _ -> measure.row(Scope.SERVER, key.group(), endpoint)),
                        new LoopLocal<>(loops, IdleConnections::new),
                        new Events(measure.row(Scope.SERVER, key.group(), endpoint)),
                        loops.all().size());
        names.follow(backend);
        return backend;
    }

    /** The pool of a group's key in the configuration built last, or null. */
    public @Nullable ServerPool pool(String groupKey) {
        return pools.get(groupKey);
    }

    /**
     * The target of a user (a listener's or a rule's id) between {@link #build} and {@link
     * #retireUnused}; null when its group is not there.
     */
    public @Nullable Target target(String user, @Nullable TargetConfig config) {
        ServerPool pool = config == null ? null : pools.get(config.group());
        if (config == null || pool == null) {
            return null;
        }
        var key = new TargetKey(user, config, pool);
        Target before = targets.get(key);
        Target target = before != null ? before : new Target(config, pool, loops);
        nextTargets.put(key, target);
        return target;
    }

    /** Lets go of what the configuration built last does not name. */
    public void retireUnused() {
        tls.closeUnused();
        targets = Map.copyOf(nextTargets);
        var used = new java.util.HashSet<Backend>();
        pools.values().forEach(pool -> used.addAll(pool.backends()));
        backends.values()
                .removeIf(backend -> {
                    if (used.contains(backend)) {
                        return false;
                    }
                    retire(backend);
                    return true;
                });
    }

    private void retire(Backend backend) {
        backend.retire();
        names.forget(backend);
        comebacks.forget(backend);
        loops.all().forEach(loop -> loop.eventLoop().execute(() -> backend.idle(loop).closeAll()));
        boolean replaced =
                backends.values().stream()
                        .anyMatch(other ->
                                other != backend
                                        && other.group().equals(backend.group())
                                        && other.endpoint().equals(backend.endpoint()));
        if (!replaced) {
            measure.forget(Scope.SERVER, backend.group(), backend.endpoint());
        }
    }

    /** Groups whose TLS cannot be spoken as configured, in words. */
    public List<Refusal> refusals() {
        return tls.refusals();
    }

    /** What is known of every server. Any thread. */
    public List<ServerReport> report() {
        var reports = new ArrayList<ServerReport>();
        for (ServerPool pool : pools.values()) {
            for (Backend backend : pool.backends()) {
                reports.add(
                        new ServerReport(
                                backend.group(),
                                backend.endpoint(),
                                backend.standing(),
                                backend.cause(),
                                backend.health().state().sinceMs(),
                                backend.active().get(),
                                measure.total(
                                        Counter.SERVER_REQUESTS,
                                        backend.group(),
                                        backend.endpoint())));
            }
        }
        return reports;
    }

    @Override
    public void close() {
        names.close();
        health.close();
    }
}
