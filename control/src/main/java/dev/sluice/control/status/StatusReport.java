package dev.sluice.control.status;

import dev.sluice.control.distribute.Distributor;
import dev.sluice.control.distribute.NodeProgress;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.Stored;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.NodeReport.ListenerReport;
import dev.sluice.model.node.NodeReport.ServerReport;
import dev.sluice.model.node.OffloadReport;
import dev.sluice.model.node.Role;
import dev.sluice.model.shape.Words;
import dev.sluice.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at everything: nodes, load balancers with their listeners, server groups with their
 * servers. Counts are summed over the nodes. Made for one answer, by one thread.
 */
public final class StatusReport {
    private final Catalog catalog;
    private final Distributor distributor;
    private final Conditions conditions;
    private final Map<String, Sample> samples;

    public StatusReport(
            Catalog catalog, Distributor distributor, Conditions conditions, Sampler sampler) {
        this.catalog = catalog;
        this.distributor = distributor;
        this.conditions = conditions;
        this.samples = sampler.samples();
    }

    public Tree.Mapping tree() {
        return new TreeBuilder()
                .number("revision", catalog.revision())
                .list("nodes", distributor.progress(), this::node)
                .list("loadBalancers", catalog.all(Kind.LOAD_BALANCER), this::loadBalancer)
                .list("serverGroups", catalog.all(Kind.SERVER_GROUP), this::serverGroup)
                .build();
    }

    private Tree node(NodeProgress progress) {
        Sample sample = samples.get(progress.node());
        var tree = new TreeBuilder();
        tree.text("name", progress.node())
                .text("role", Words.of(progress.role()))
                .flag("away", progress.away())
                .number("revision", progress.acknowledged().revision())
                .text("acknowledgedAt", time(progress.acknowledgedAtMs()))
                .text("reportedAt", sample == null ? null : time(sample.now().takenAtMs()))
                .text("failure", progress.failure())
                .list("refusals", progress.acknowledged().refusals(), StatusReport::refusal);
        ClusterReport cluster = sample == null ? null : sample.now().cluster();
        if (cluster != null) {
            tree.put("cluster", ClusterTree.of(cluster));
        }
        OffloadReport offload = sample == null ? null : sample.now().offload();
        if (offload != null) {
            tree.put("offload", offload(offload));
        }
        return tree.build();
    }

    private static Tree offload(OffloadReport offload) {
        return new TreeBuilder()
                .text("way", offload.way())
                .text("why", offload.why())
                .number("sessions", offload.sessions())
                .number("most", offload.most())
                .number("begun", offload.begun())
                .number("revoked", offload.revoked())
                .number("withoutPlace", offload.withoutPlace())
                .number("packets", offload.packets())
                .number("bytes", offload.bytes())
                .number("workerFrames", offload.workerFrames())
                .number("workerBytes", offload.workerBytes())
                .build();
    }

    private static Tree refusal(Refusal refusal) {
        return new TreeBuilder()
                .text("key", refusal.key())
                .text("reason", refusal.reason())
                .text("message", refusal.message())
                .build();
    }

    private Tree loadBalancer(Stored stored) {
        LoadBalancer balancer = (LoadBalancer) stored.resource();
        return new TreeBuilder()
                .text("id", stored.id())
                .text("name", balancer.name())
                .text("account", balancer.account())
                .text("address", balancer.address())
                .list("listeners", Family.listeners(catalog, stored), this::listener)
                .build();
    }

    private Tree listener(Stored stored) {
        Listener listener = (Listener) stored.resource();
        String id = stored.id();
        Condition programmed = conditions.of(stored).getLast();
        return new TreeBuilder()
                .text("id", id)
                .text("name", listener.name())
                .text("protocol", Words.of(listener.protocol()))
                .number("port", listener.port())
                .text("state", Words.of(listener.state()))
                .text("programmed", programmed.status().word())
                .text("reason", programmed.reason())
                .text("message", programmed.message().isEmpty() ? null : programmed.message())
                .number("activeConnections", sum(id, ListenerReport::activeConnections))
                .number("connections", sum(id, ListenerReport::connections))
                .number("requests", sum(id, ListenerReport::requests))
                .number("bytesIn", sum(id, ListenerReport::bytesIn))
                .number("bytesOut", sum(id, ListenerReport::bytesOut))
                .decimal("connectionsPerSecond", rate(id, ListenerReport::connections))
                .decimal("requestsPerSecond", rate(id, ListenerReport::requests))
                .decimal("bytesInPerSecond", rate(id, ListenerReport::bytesIn))
                .decimal("bytesOutPerSecond", rate(id, ListenerReport::bytesOut))
                .build();
    }

    private long sum(String listener, ToLongFunction<ListenerReport> value) {
        return samples.values().stream()
                .flatMap(sample -> sample.now().listeners().stream())
                .filter(report -> report.listener().equals(listener))
                .mapToLong(value)
                .sum();
    }

    private double rate(String listener, ToLongFunction<ListenerReport> total) {
        return samples.values().stream()
                .mapToDouble(sample -> sample.listenerRate(listener, total))
                .sum();
    }

    private Tree serverGroup(Stored stored) {
        ServerGroup group = (ServerGroup) stored.resource();
        return new TreeBuilder()
                .text("id", stored.id())
                .text("name", group.name())
                .text("account", group.account())
                .list("servers", servers(stored.id()), server -> server)
                .build();
    }

    /** A server stands once for each check and node that looks at it. */
    private List<Tree> servers(String groupId) {
        var servers = new ArrayList<Tree>();
        Collection<GroupConfig> groups = compiled(groupId);
        samples.forEach((node, sample) -> {
            for (ServerReport server : sample.now().servers()) {
                if (isOf(server.group(), groupId)) {
                    servers.add(server(node, sample, server, groups));
                }
            }
        });
        return servers;
    }

    private Collection<GroupConfig> compiled(String groupId) {
        return Stream.of(Role.values())
                .flatMap(role -> distributor.newest(role).resources().values().stream())
                .filter(GroupConfig.class::isInstance)
                .map(GroupConfig.class::cast)
                .filter(group -> isOf(group.id(), groupId))
                .toList();
    }

    private static boolean isOf(String compiledId, String groupId) {
        return compiledId.equals(groupId) || compiledId.startsWith(groupId + "-");
    }

    private static Tree server(
            String node, Sample sample, ServerReport server, Collection<GroupConfig> groups) {
        var tree = new TreeBuilder().text("node", node).text("endpoint", server.endpoint());
        groups.stream()
                .filter(group -> group.id().equals(server.group()))
                .flatMap(group -> group.servers().stream())
                .filter(config -> config.endpoint().equals(server.endpoint()))
                .findFirst()
                .ifPresent(config -> tree.number("weight", config.weight()));
        return tree.text("check", server.group())
                .text("health", Words.of(server.health()))
                .text("cause", server.cause())
                .text("since", time(server.sinceMs()))
                .number("activeConnections", server.activeConnections())
                .number("requests", server.requests())
                .decimal("requestsPerSecond", sample.serverRate(server))
                .build();
    }

    private static @Nullable String time(long ms) {
        return ms == 0 ? null : Instant.ofEpochMilli(ms).toString();
    }
}
