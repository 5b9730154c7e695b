package dev.sluice.health;

import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The health checks of all groups of a node: probes every server, of weight 0 too, and keeps what
 * came out. Any thread.
 *
 * <p>A server is {@code UNAVAILABLE}, which gets work, until its first verdict. One whose check
 * changed keeps its last verdict until the new check has one of its own, so that editing a check
 * never sends traffic to a server known to be down; switching the check off forgets the verdict.
 */
public final class HealthChecks implements AutoCloseable {
    private static final ServerHealth UNKNOWN = new ServerHealth();
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
    private static final String USABLE = "sluice_server_usable";

    private final NameResolver resolver;
    private final InstantSource clock;
    private final Measure measure;
    private final RandomGenerator random;
    private final List<HealthListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Key, CheckedServer> servers = new ConcurrentHashMap<>();
    private Map<String, GroupConfig> checked = new HashMap<>();
    private boolean closed;

    /**
     * Begins with no groups.
     *
     * @param resolver finds servers that are given by name
     * @param clock wall clock, for the time of a change
     * @param random spreads first probes over an interval, so that servers that came together are
     *     not probed together
     */
    public HealthChecks(
            NameResolver resolver, InstantSource clock, Measure measure, RandomGenerator random) {
        this.resolver = resolver;
        this.clock = clock;
        this.measure = measure;
        this.random = random;
    }

    /** Adds a listener for changes from now on. */
    public void onChange(HealthListener listener) {
        listeners.add(listener);
    }

    /**
     * Checks the servers of these groups and no others. Those whose check is as before are not
     * disturbed. Does not wait for any probe.
     */
    public synchronized void update(Collection<GroupConfig> groups) {
        if (closed) {
            return;
        }
        var gone = checked;
        checked = new HashMap<>();
        for (GroupConfig group : groups) {
            GroupConfig before = gone.remove(group.id());
            if (checked.put(group.id(), group) == null && !group.equals(before)) {
                check(group, before);
            }
        }
        gone.values().forEach(group -> endOthers(group, Set.of()));
    }

    private void check(GroupConfig group, @Nullable GroupConfig before) {
        var endpoints = new HashSet<String>();
        for (ServerConfig server : group.servers()) {
            if (endpoints.add(server.endpoint())) {
                var key = new Key(group.id(), server.endpoint());
                check(servers.computeIfAbsent(key, _ -> begin(group, server)), group, server);
            }
        }
        if (before != null) {
            endOthers(before, endpoints);
        }
    }

    private void endOthers(GroupConfig group, Set<String> endpoints) {
        for (ServerConfig server : group.servers()) {
            if (!endpoints.contains(server.endpoint())) {
                end(new Key(group.id(), server.endpoint()));
            }
        }
    }

    private CheckedServer begin(GroupConfig group, ServerConfig config) {
        var counters = measure.row(Scope.SERVER, group.id(), config.endpoint());
        var server = new CheckedServer(group, config, counters, clock, listeners);
        var health = server.health();
        measure.gauge(
                USABLE,
                "1 if the server may get new work, 0 if probes took it out.",
                () -> health.usable() ? 1 : 0,
                server.labels());
        return server;
    }

    private void check(CheckedServer server, GroupConfig group, ServerConfig config) {
        var check = group.check();
        if (server.isCheckedBy(check)) {
            return;
        }
        var probe = Probe.of(check, config);
        if (probe == null) {
            server.leaveUnchecked();
            return;
        }
        var delay = Duration.ofNanos(random.nextLong(check.interval().toNanos()));
        server.start(new ServerCheck(check, probe, server, resolver, delay));
    }

    private @Nullable Thread end(Key key) {
        var gone = servers.remove(key);
        if (gone == null) {
            return null;
        }
        measure.remove(USABLE, gone.labels());
        return gone.stop();
    }

    /**
     * The health of a server as of the last {@link #update}; the object follows the server's health
     * from then on. One that is in no group is unavailable for ever.
     *
     * @param endpoint {@link ServerConfig#endpoint()}
     */
    public ServerHealth of(String groupId, String endpoint) {
        var server = servers.get(new Key(groupId, endpoint));
        return server == null ? UNKNOWN : server.health();
    }

    /** Stops all probes and waits until their threads are gone, two seconds at most. */
    @Override
    public void close() {
        var ending = new ArrayList<Thread>();
        synchronized (this) {
            closed = true;
            for (Key key : List.copyOf(servers.keySet())) {
                var thread = end(key);
                if (thread != null) {
                    ending.add(thread);
                }
            }
        }
        join(ending);
    }

    private static void join(List<Thread> threads) {
        long deadlineNs = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Key(String groupId, String endpoint) {}
}
