package dev.sluice.director.table;

import dev.sluice.balance.SchedulerPlan;
import dev.sluice.balance.Servers;
import dev.sluice.model.node.GroupConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group's servers and how one of them is chosen. Shared by all listeners that use the group with
 * the same scheduler, and by all tables until one of both changes. Immutable; what it says of
 * health and load is of the moment.
 */
public final class TargetServers implements Servers {
    private final GroupConfig group;
    private final SchedulerPlan plan;
    private final TargetServer[] servers;

    TargetServers(GroupConfig group, SchedulerPlan plan, List<TargetServer> servers) {
        this.group = group;
        this.plan = plan;
        this.servers = servers.toArray(TargetServer[]::new);
    }

    /** Whether it would be made of these again. */
    boolean isFor(GroupConfig wanted, List<TargetServer> wantedServers) {
        return group.equals(wanted) && List.of(servers).equals(wantedServers);
    }

    public GroupConfig group() {
        return group;
    }

    /** Hands each worker a scheduler of its own. */
    public SchedulerPlan plan() {
        return plan;
    }

    public int size() {
        return servers.length;
    }

    /** A server by the number that schedulers have for it. */
    public TargetServer server(int at) {
        return servers[at];
    }

    /** The server with a {@link LiveServer#number}; null if it is not in this group. */
    public @Nullable TargetServer byNumber(int number) {
        for (TargetServer server : servers) {
            if (server.live().number() == number) {
                return server;
            }
        }
        return null;
    }

    @Override
    public boolean eligible(int server) {
        return servers[server].eligible();
    }

    @Override
    public int active(int server) {
        return servers[server].live().active();
    }
}
