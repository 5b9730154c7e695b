package dev.sluice.proxy.upstream;

import dev.sluice.health.HealthListener;
import dev.sluice.health.ServerHealth;
import dev.sluice.model.node.NodeReport.Health;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts servers slowly that were down and whose probes succeed again. Any thread. */
final class Comebacks implements HealthListener {
    private final Function<String, @Nullable ServerPool> pools;
    private final Set<Backend> down = ConcurrentHashMap.newKeySet();

    /**
     * @param pools the newest configuration's, by the group's id
     */
    Comebacks(Function<String, @Nullable ServerPool> pools) {
        this.pools = pools;
    }

    @Override
    public void changed(String groupId, String endpoint, ServerHealth.State state) {
        ServerPool pool = pools.apply(groupId);
        Backend backend = pool == null ? null : pool.find(endpoint);
        if (pool == null || backend == null) {
            return;
        }
        if (state.health() == Health.ABNORMAL) {
            down.add(backend);
        } else if (state.health() == Health.NORMAL && down.remove(backend)) {
            backend.startSlowly();
        }
    }

    void forget(Backend backend) {
        down.remove(backend);
    }
}
