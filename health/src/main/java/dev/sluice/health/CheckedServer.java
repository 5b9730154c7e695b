package dev.sluice.health;

import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.NodeReport.Health;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of a group, its health, and the check that runs at the moment. Lives as long as the
 * server is in the group. Its lock decides between a check that ends and the one that follows: only
 * what the current check found out counts.
 */
final class CheckedServer {
    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    private final String groupId;
    private final String groupName;
    private final ServerConfig config;
    private final CounterRow counters;
    private final InstantSource clock;
    private final List<HealthListener> listeners;
    private final ServerHealth health = new ServerHealth();
    private @Nullable ServerCheck current;
    private @Nullable Thread thread;

    CheckedServer(
            GroupConfig group,
            ServerConfig config,
            CounterRow counters,
            InstantSource clock,
            List<HealthListener> listeners) {
        this.groupId = group.id();
        this.groupName = group.name();
        this.config = config;
        this.counters = counters;
        this.clock = clock;
        this.listeners = listeners;
    }

    ServerHealth health() {
        return health;
    }

    String address() {
        return config.address();
    }

    int port(HealthCheck check) {
        Integer port = check.port();
        return port == null ? config.port() : port;
    }

    /** The labels of {@link dev.sluice.measure.Scope#SERVER}, name and value in turn. */
    String[] labels() {
        return new String[] {"group", groupId, "server", config.endpoint()};
    }

    synchronized boolean isCheckedBy(HealthCheck check) {
        return current != null && current.check().equals(check);
    }

    synchronized void start(ServerCheck check) {
        stop();
        if (health.state().health() == Health.UNAVAILABLE) {
            health.become(ServerHealth.UNCHECKED);
        }
        current = check;
        thread =
                Thread.ofVirtual()
                        .name("health " + groupName + ' ' + config.endpoint())
                        .start(check);
    }

    /** Ends checking; the thread that is about to end, or null. */
    synchronized @Nullable Thread stop() {
        var ending = thread;
        if (ending != null) {
            ending.interrupt();
        }
        thread = null;
        current = null;
        return ending;
    }

    /** Ends checking because the check is off. */
    synchronized void leaveUnchecked() {
        stop();
        health.become(new ServerHealth.State(Health.UNAVAILABLE, "health check is off", 0));
    }

    /** Takes what a check found out. */
    void take(ServerCheck check, ProbeResult result) {
        ServerHealth.State before;
        synchronized (this) {
            if (check != current) {
                return;
            }
            before = health.state();
            count(result);
            check.riseFall().record(result.success());
            health.become(after(before, check.riseFall().health(), result));
        }
        var after = health.state();
        if (after.health() != before.health()) {
            log(before.health(), after);
            tell(after);
        }
    }

    private void count(ProbeResult result) {
        counters.increment(Counter.SERVER_PROBES);
        if (!result.success()) {
            counters.increment(Counter.SERVER_PROBES_FAILED);
        }
    }

    /** A server that stays down keeps its time, and the latest cause. */
    private ServerHealth.State after(ServerHealth.State before, Health health, ProbeResult result) {
        if (health != before.health()) {
            return new ServerHealth.State(health, result.failure(), clock.millis());
        }
        return health == Health.ABNORMAL && !result.success()
                ? new ServerHealth.State(health, result.failure(), before.sinceMs())
                : before;
    }

    private void log(Health before, ServerHealth.State after) {
        if (after.health() == Health.ABNORMAL) {
            LOG.info(
                    "server {} of group {} is abnormal: {}",
                    config.endpoint(),
                    groupName,
                    after.cause());
        } else if (before == Health.ABNORMAL) {
            LOG.info("server {} of group {} is normal again", config.endpoint(), groupName);
        } else {
            LOG.debug("server {} of group {} is normal", config.endpoint(), groupName);
        }
    }

    private void tell(ServerHealth.State after) {
        for (HealthListener listener : listeners) {
            try {
                listener.changed(groupId, config.endpoint(), after);
            } catch (RuntimeException e) {
                LOG.error("a listener failed on the health of {}", config.endpoint(), e);
            }
        }
    }
}
