package dev.sluice.control.distribute;

import dev.sluice.model.Catalog;
import dev.sluice.model.compile.Compiler;
import dev.sluice.model.node.Fleet;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.Role;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What each role is to run: compiled anew whenever the catalog changes, or the nodes that others
 * depend on. Guarded by this object's monitor.
 */
public final class RoleConfigs {
    private final Distributor distributor;
    private final @Nullable Supplier<Fleet> fleet;
    private @Nullable Catalog newest;

    /**
     * Compiles for a distributor's nodes.
     *
     * @param fleet the nodes that have joined; null where none can, and one proxy does everything
     */
    public RoleConfigs(Distributor distributor, @Nullable Supplier<Fleet> fleet) {
        this.distributor = distributor;
        this.fleet = fleet;
    }

    /** Takes a new catalog. */
    public synchronized void take(Catalog catalog) {
        newest = catalog;
        publish(catalog);
    }

    /** Takes a change of the fleet. */
    public synchronized void takeFleet() {
        if (newest != null) {
            publish(newest);
        }
    }

    private void publish(Catalog catalog) {
        Supplier<Fleet> joined = fleet;
        if (joined == null) {
            publish(Role.PROXY, Compiler.compile(catalog, distributor.newest(Role.PROXY)));
            return;
        }
        for (Role role : Role.values()) {
            NodeConfig before = distributor.newest(role);
            publish(role, Compiler.compile(catalog, role, joined.get(), before));
        }
    }

    /** Within one revision, only a change of the fleet makes a difference. */
    private void publish(Role role, NodeConfig config) {
        if (!config.equals(distributor.newest(role))) {
            distributor.publish(role, config);
        }
    }
}
