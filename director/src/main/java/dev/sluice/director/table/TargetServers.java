package dev.sluice.director.table;

import dev.sluice.balance.Scheduler;
import dev.sluice.balance.SchedulerPlan;
import dev.sluice.balance.Servers;
import dev.sluice.model.node.GroupConfig;
import java.util.List;

/**
 * A group's servers and how one of them is chosen. Shared by all listeners that use the group with
 * the same scheduler, and by all tables until one of both changes. Immutable; what it says of
 * health and load is of the moment.
 */
public final class TargetServers implements Servers {
    private final GroupConfig group;
    private final String groupId;
    private final SchedulerPlan plan;
    private final TargetServer[] servers;
    private final Scheduler[] schedulers;
    private final boolean areAddresses;

    /**
     * @param schedulers of the plan, one for each worker
     */
    TargetServers(
            GroupConfig group,
            SchedulerPlan plan,
            List<TargetServer> servers,
            Scheduler[] schedulers) {
        this.group = group;
        this.groupId = group.id().intern();
        this.plan = plan;
        this.servers = servers.toArray(TargetServer[]::new);
        this.schedulers = schedulers;
        this.areAddresses =
                group.servers().stream()
                        .allMatch(server -> Address.parse(server.address()).isPresent());
    }

    /**
     * Whether it would be made of this group again without a look at anything else: the group is
     * the same, and has no server by a name, which may lead elsewhere by now.
     */
    boolean isStillFor(GroupConfig wanted) {
        return areAddresses && group.equals(wanted);
    }

    /** Whether it would be made of these again. */
    boolean isFor(GroupConfig wanted, List<TargetServer> wantedServers) {
        return group.equals(wanted) && List.of(servers).equals(wantedServers);
    }

    public GroupConfig group() {
        return group;
    }

    /** The group's id, interned. */
    public String groupId() {
        return groupId;
    }

    /** How its servers take turns. */
    public SchedulerPlan plan() {
        return plan;
    }

    /** A worker's scheduler; only for that worker. */
    public Scheduler scheduler(int worker) {
        return schedulers[worker];
    }

    Scheduler[] schedulers() {
        return schedulers;
    }

    public int size() {
        return servers.length;
    }

    /** A server by the number that schedulers have for it. */
    public TargetServer server(int at) {
        return servers[at];
    }

    /** The place of a server by its endpoint; -1 if it is not in this group. */
    public int placeOf(String endpoint) {
        for (int at = 0; at < servers.length; at++) {
            if (servers[at].live().endpoint().equals(endpoint)) {
                return at;
            }
        }
        return -1;
    }

    /** The place of a server by its address and port; -1 if it is not in this group. */
    public int placeOf(long high, long low, int port) {
        for (int at = 0; at < servers.length; at++) {
            TargetServer server = servers[at];
            if (server.low() == low && server.high() == high && server.port() == port) {
                return at;
            }
        }
        return -1;
    }

    /** The place of a server by its {@link LiveServer#number}; -1 if it is not in this group. */
    public int placeOf(int number) {
        for (int at = 0; at < servers.length; at++) {
            if (servers[at].live().number() == number) {
                return at;
            }
        }
        return -1;
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
