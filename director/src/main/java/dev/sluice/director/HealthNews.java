package dev.sluice.director;

import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.director.table.TargetServers;
import dev.sluice.health.HealthChecks;
import dev.sluice.model.node.GroupConfig;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Has servers probed, and tells those that tables name what is found out. Any thread. */
final class HealthNews implements AutoCloseable {
    private final HealthChecks checks;
    private final LongSupplier nowMs;
    private volatile @Nullable TableBuilder servers;

    HealthNews(HealthChecks checks, LongSupplier nowMs) {
        this.checks = checks;
        this.nowMs = nowMs;
        checks.onChange((group, endpoint, _) -> heard(group, endpoint));
    }

    /** Tells servers of tables that come from here, from now on. */
    void use(TableBuilder builder) {
        servers = builder;
    }

    /**
     * Has these groups probed, and tells a table's servers what is known of them by now. Those of
     * targets that a table before has had hear what is new when it is found out.
     */
    void learn(List<GroupConfig> groups, ForwardingTable newest, ForwardingTable before) {
        checks.update(groups);
        Set<TargetServers> told = Collections.newSetFromMap(new IdentityHashMap<>());
        told.addAll(before.targets());
        for (TargetServers target : newest.targets()) {
            if (told.contains(target)) {
                continue;
            }
            for (int i = 0; i < target.size(); i++) {
                tell(target.server(i).live());
            }
        }
    }

    private void heard(String group, String endpoint) {
        TableBuilder builder = servers;
        LiveServer server = builder == null ? null : builder.server(group, endpoint);
        if (server != null) {
            tell(server);
        }
    }

    private void tell(LiveServer server) {
        boolean usable = checks.of(server.group(), server.endpoint()).usable();
        server.usable(usable, nowMs.getAsLong());
    }

    @Override
    public void close() {
        checks.close();
    }
}
