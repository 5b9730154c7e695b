package dev.sluice.model.check;

import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Director;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Resource;
import dev.sluice.model.Rule;
import dev.sluice.model.Scheduling;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.SynProxyMode;
import dev.sluice.model.shape.Words;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is accepted, stored, and not done. Where there is no director, connections are relayed by
 * sockets, and what needs packets to be forwarded is not done. Fields whose default asks for such a
 * thing are only spoken of where a user wrote them.
 */
final class HonourChecks {
    private static final String PACKETS = "needs directors, which forward packets; ";

    private final Findings findings;
    private final boolean directors;

    HonourChecks(Findings findings) {
        this.findings = findings;
        this.directors = findings.hasDirectors();
    }

    void run() {
        findings.all(LoadBalancer.class, Kind.LOAD_BALANCER).forEach(this::balancer);
        findings.all(Listener.class, Kind.LISTENER).forEach(this::listener);
        findings.all(Rule.class, Kind.RULE)
                .forEach(rule -> scheduler(rule, rule.scheduler(), true));
        findings.all(Director.class, Kind.DIRECTOR).forEach(this::director);
        findings.all(Resource.class, Kind.CLUSTER).forEach(this::cluster);
    }

    private void director(Director director) {
        if (!directors) {
            not(
                    director,
                    "",
                    "does not run where all is one process; connections are relayed by sockets"
                            + " here");
        }
    }

    private void balancer(LoadBalancer balancer) {
        if (!directors && balancer.bandwidth() != null) {
            not(balancer, "bandwidth", PACKETS + "here it is not limited");
        }
        if (!directors && balancer.forwarding() != Forwarding.FULLNAT) {
            not(balancer, "forwarding", PACKETS + "here connections are relayed");
        }
    }

    private void listener(Listener listener) {
        scheduler(listener, listener.scheduler(), listener.isHttp());
        if (!directors || listener.isHttp()) {
            relayed(listener);
        }
        if (!listener.isHttp()) {
            group(listener).ifPresent(group -> servers(listener, group));
        }
        if (listener.isHttp() && listener.http2() && findings.wrote(listener, "http2")) {
            not(listener, "http2", "is not offered yet; clients are served over HTTP/1.1");
        }
    }

    /** What sockets do not do that directors do. */
    private void relayed(Listener listener) {
        if (listener.bandwidth() != null) {
            not(
                    listener,
                    "bandwidth",
                    listener.isHttp()
                            ? "is not limited yet for http and https"
                            : PACKETS + "here it is not limited");
        }
        if (listener.synProxy() == SynProxyMode.ON) {
            not(listener, "synProxy", PACKETS + "here the kernel finishes every handshake");
        }
        if (!listener.isHttp()
                && listener.clientAddress() == ClientAddressMode.OPTION
                && findings.wrote(listener, "clientAddress")) {
            not(
                    listener,
                    "clientAddress",
                    PACKETS + "here servers learn it only by `proxyProtocol`");
        }
    }

    private Optional<ServerGroup> group(Listener listener) {
        String group = listener.serverGroup();
        return group == null
                ? Optional.empty()
                : findings.resolve(listener, Kind.SERVER_GROUP, group)
                        .map(stored -> (ServerGroup) stored.resource());
    }

    /** What a group says of its servers and a tcp or udp listener does not do. */
    private void servers(Listener listener, ServerGroup group) {
        if (group.backendTls() != null && group.backendTls().enabled()) {
            not(
                    listener,
                    "serverGroup",
                    "has `backendTls`, which only http and https listeners"
                            + " speak; here bytes pass as they are");
        }
        if (directors && group.passiveHealth() != null) {
            not(
                    listener,
                    "serverGroup",
                    "has `passiveHealth`, which directors do not know; only probes take its"
                            + " servers down");
        }
        if (directors && !group.slowStart().isZero()) {
            not(
                    listener,
                    "serverGroup",
                    "has `slowStart`, which directors do not know; its servers get their whole"
                            + " share at once");
        }
    }

    private void scheduler(Resource owner, @Nullable Scheduling scheduler, boolean http) {
        if (scheduler == Scheduling.QCH) {
            not(owner, "scheduler", "QUIC connection ids are not read yet; hashes like sch");
        }
        if (scheduler == Scheduling.EWMA && !http) {
            not(
                    owner,
                    "scheduler",
                    Words.of(scheduler)
                            + " needs the time that answers take, which only http and https"
                            + " listeners see");
        }
    }

    private void cluster(Resource cluster) {
        if (!directors) {
            not(cluster, "", PACKETS + "there are none here, and it is left unused");
        }
    }

    private void not(Resource resource, String field, String message) {
        findings.warn(resource, field, ProblemCodes.NOT_HONOURED, message);
    }
}
