package dev.sluice.proxy.upstream;

import dev.sluice.model.PassiveHealth;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.Swept;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ejections of all groups that have rules for them. Changed by one configuration change at a
 * time; looked at on one loop.
 */
final class PassiveHealthChecks implements Swept {
    private final Map<String, Ejections> byGroup = new HashMap<>();
    private volatile List<Ejections> all = List.of();
    private int sweepSlot = -1;

    /** Begins to look, on this loop. */
    void start(Loop on) {
        on.eventLoop().execute(() -> on.add(this));
    }

    void update(Collection<ServerPool> pools) {
        var groups = new HashMap<String, Ejections>();
        for (ServerPool pool : pools) {
            PassiveHealth rules = pool.upstream().passiveHealth();
            if (rules != null) {
                Ejections before = byGroup.get(pool.config().id());
                Ejections now = before == null ? new Ejections(rules, System::nanoTime) : before;
                now.update(rules, pool.backends().stream().map(Backend::conduct).toList());
                groups.put(pool.config().id(), now);
            }
        }
        byGroup.forEach((group, ejections) -> {
            if (!groups.containsKey(group)) {
                ejections.end();
            }
        });
        byGroup.clear();
        byGroup.putAll(groups);
        all = List.copyOf(groups.values());
    }

    @Override
    public void sweep(long nowNs) {
        for (Ejections ejections : all) {
            ejections.look();
        }
    }

    @Override
    public int sweepSlot() {
        return sweepSlot;
    }

    @Override
    public void sweepSlot(int slot) {
        sweepSlot = slot;
    }
}
