package dev.sluice.model.check;

import dev.sluice.model.CheckType;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Protocol;
import dev.sluice.model.Resource;
import dev.sluice.model.Rule;
import dev.sluice.model.Server;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.Stored;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The servers that listeners and rules send to: there are some, with ports, fitly probed. */
final class TargetChecks {
    private final Findings findings;
    private final Set<String> withRules;

    TargetChecks(Findings findings) {
        this.findings = findings;
        this.withRules =
                findings.all(Rule.class, Kind.RULE).stream()
                        .map(rule -> id(rule, rule.listener()))
                        .collect(Collectors.toSet());
    }

    void run() {
        for (Listener listener : findings.all(Listener.class, Kind.LISTENER)) {
            if (listener.redirect() == null) {
                target(listener);
            }
        }
        for (Rule rule : findings.all(Rule.class, Kind.RULE)) {
            findings.resolve(rule, Kind.LISTENER, rule.listener())
                    .ifPresent(stored -> ruleTarget(rule, (Listener) stored.resource()));
        }
    }

    private void target(Listener listener) {
        Optional<Stored> balancer =
                findings.resolve(listener, Kind.LOAD_BALANCER, listener.loadBalancer());
        String name = listener.serverGroup();
        if (name == null && balancer.isPresent()) {
            name = ((LoadBalancer) balancer.get().resource()).serverGroup();
        }
        if (name == null) {
            withoutTarget(listener);
            return;
        }
        Optional<Stored> group = findings.resolve(listener, Kind.SERVER_GROUP, name);
        if (group.isPresent()) {
            ServerGroup servers = (ServerGroup) group.get().resource();
            ports(listener, "serverGroup", servers, listener);
            suits(listener, servers, listener.healthCheck(), listener.protocol());
        }
    }

    private void withoutTarget(Listener listener) {
        if (!withRules.contains(id(listener, listener.name()))) {
            findings.warn(
                    listener,
                    "serverGroup",
                    ProblemCodes.QUESTIONABLE,
                    "is missing, and the load balancer has no default group: "
                            + (listener.isHttp() ? "requests get 503" : "nothing is forwarded"));
        }
    }

    private void ruleTarget(Rule rule, Listener listener) {
        findings.resolve(rule, Kind.SERVER_GROUP, rule.serverGroup())
                .map(stored -> (ServerGroup) stored.resource())
                .ifPresent(group -> {
                    ports(rule, "serverGroup", group, listener);
                    suits(rule, group, rule.healthCheck(), listener.protocol());
                });
    }

    private void ports(Resource owner, String field, ServerGroup group, Listener listener) {
        if (listener.backendPort() != null) {
            return;
        }
        for (Server server : group.servers()) {
            if (server.port() == null) {
                findings.error(
                        owner,
                        field,
                        ProblemCodes.MISSING_FIELD,
                        "server '"
                                + server.address()
                                + "' of group '"
                                + group.name()
                                + "' has no port; give it one, or listener '"
                                + listener.name()
                                + "' a `backendPort`");
            }
        }
    }

    /** A probe that says little about the servers as this listener uses them. */
    private void suits(
            Resource owner, ServerGroup group, @Nullable HealthCheck own, Protocol protocol) {
        HealthCheck check = own == null ? group.healthCheck() : own;
        if (check == null || check.type() == CheckType.OFF || check.port() != null) {
            return;
        }
        boolean overUdp = check.type() == CheckType.UDP;
        if (overUdp != (protocol == Protocol.UDP) && (overUdp || check.type() != CheckType.TCP)) {
            findings.warn(
                    owner,
                    own == null ? "serverGroup" : "healthCheck",
                    ProblemCodes.QUESTIONABLE,
                    "group '"
                            + group.name()
                            + "' is probed over "
                            + (overUdp ? "udp" : "tcp")
                            + " on the port that serves "
                            + (protocol == Protocol.UDP ? "udp" : "tcp")
                            + "; give the check a type that fits or a `port` of its own");
        }
    }

    private String id(Resource from, String listener) {
        return findings.resolve(from, Kind.LISTENER, listener).map(Stored::id).orElse("");
    }
}
