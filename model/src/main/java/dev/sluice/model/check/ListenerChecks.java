package dev.sluice.model.check;

import dev.sluice.model.CheckType;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Protocol;
import dev.sluice.model.Redirect;
import dev.sluice.model.Resource;
import dev.sluice.model.Rule;
import dev.sluice.model.Server;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.StickySession;
import dev.sluice.model.StickyType;
import dev.sluice.model.Stored;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Listeners with what they refer to: certificates, redirects, targets and their checks. */
final class ListenerChecks {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Findings findings;
    private final ProbeChecks probes;
    private final ProtocolFit fit;
    private final Set<String> withRules;
    private final Set<String> httpsPorts;

    ListenerChecks(Findings findings) {
        this.findings = findings;
        this.probes = new ProbeChecks(findings);
        this.fit = new ProtocolFit(findings);
        this.withRules =
                findings.all(Rule.class, Kind.RULE).stream()
                        .map(rule -> id(rule, Kind.LISTENER, rule.listener()))
                        .collect(Collectors.toSet());
        this.httpsPorts =
                findings.all(Listener.class, Kind.LISTENER).stream()
                        .filter(listener -> listener.protocol() == Protocol.HTTPS)
                        .map(listener -> balancerAndPort(listener, listener.port()))
                        .collect(Collectors.toSet());
    }

    void run() {
        for (Listener listener : findings.all(Listener.class, Kind.LISTENER)) {
            fit.check(listener);
            certificate(listener);
            access(listener);
            redirect(listener);
            sticky(listener, listener.stickySession());
            probes.check(listener, listener.healthCheck());
            if (listener.redirect() == null) {
                target(listener);
            }
        }
        for (Rule rule : findings.all(Rule.class, Kind.RULE)) {
            sticky(rule, rule.stickySession());
            probes.check(rule, rule.healthCheck());
            findings.resolve(rule, Kind.LISTENER, rule.listener())
                    .ifPresent(stored -> ruleTarget(rule, (Listener) stored.resource()));
        }
    }

    private void certificate(Listener listener) {
        if (listener.protocol() == Protocol.HTTPS && listener.certificate() == null) {
            findings.error(
                    listener,
                    "certificate",
                    ProblemCodes.MISSING_FIELD,
                    "is missing; an https listener needs the name of a certificate");
        }
    }

    private void access(Listener listener) {
        var rule = listener.accessList();
        if (rule != null && (rule.allow() == null) == (rule.deny() == null)) {
            findings.error(
                    listener,
                    "accessList",
                    ProblemCodes.CONFLICT,
                    "needs either `allow` or `deny`, and not both");
        }
    }

    private void redirect(Listener listener) {
        Redirect redirect = listener.redirect();
        if (redirect == null) {
            return;
        }
        if (!REDIRECTS.contains(redirect.code())) {
            findings.error(
                    listener,
                    "redirect.code",
                    ProblemCodes.OUT_OF_RANGE,
                    "must be 301, 302, 303, 307 or 308, not " + redirect.code());
        }
        if (!httpsPorts.contains(balancerAndPort(listener, redirect.https()))) {
            findings.warn(
                    listener,
                    "redirect.https",
                    ProblemCodes.QUESTIONABLE,
                    "leads to port "
                            + redirect.https()
                            + ", where this load balancer has no https listener");
        }
    }

    private void sticky(Resource owner, @Nullable StickySession sticky) {
        if (sticky != null && sticky.type() == StickyType.REWRITE && sticky.cookie() == null) {
            findings.error(
                    owner,
                    "stickySession.cookie",
                    ProblemCodes.MISSING_FIELD,
                    "is missing; rewrite needs the name of the servers' own cookie");
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
        if (!withRules.contains(id(listener))) {
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

    private String id(Listener listener) {
        return id(listener, Kind.LISTENER, listener.name());
    }

    private String id(Resource from, Kind kind, String reference) {
        return findings.resolve(from, kind, reference).map(Stored::id).orElse("");
    }

    private String balancerAndPort(Listener listener, int port) {
        return id(listener, Kind.LOAD_BALANCER, listener.loadBalancer()) + " " + port;
    }
}
