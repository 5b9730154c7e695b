package dev.sluice.model.check;

import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.Protocol;
import dev.sluice.model.Redirect;
import dev.sluice.model.Resource;
import dev.sluice.model.Rule;
import dev.sluice.model.StickySession;
import dev.sluice.model.StickyType;
import dev.sluice.model.Stored;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a listener says of its clients, and the cookies of its rules. Its servers are looked at in
 * {@link TargetChecks}.
 */
final class ListenerChecks {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Findings findings;
    private final ProbeChecks probes;
    private final ProtocolFit fit;
    private final Set<String> httpsPorts;

    ListenerChecks(Findings findings) {
        this.findings = findings;
        this.probes = new ProbeChecks(findings);
        this.fit = new ProtocolFit(findings);
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
        }
        for (Rule rule : findings.all(Rule.class, Kind.RULE)) {
            sticky(rule, rule.stickySession());
            probes.check(rule, rule.healthCheck());
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

    private String id(Resource from, Kind kind, String reference) {
        return findings.resolve(from, kind, reference).map(Stored::id).orElse("");
    }

    private String balancerAndPort(Listener listener, int port) {
        return id(listener, Kind.LOAD_BALANCER, listener.loadBalancer()) + " " + port;
    }
}
