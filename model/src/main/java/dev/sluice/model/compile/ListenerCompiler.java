package dev.sluice.model.compile;

import dev.sluice.model.AccessRule;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Forwarded;
import dev.sluice.model.Listener;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Rule;
import dev.sluice.model.Scheduling;
import dev.sluice.model.StickySession;
import dev.sluice.model.Stored;
import dev.sluice.model.node.AcceptConfig;
import dev.sluice.model.node.ForwardConfig;
import dev.sluice.model.node.HttpConfig;
import dev.sluice.model.node.HttpConfig.ForwardedConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.RuleTableConfig;
import dev.sluice.model.node.RuleTableConfig.RuleConfig;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.model.node.TargetConfig;
import dev.sluice.model.node.TlsConfig;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compiles one listener after another, with everything that it reaches. */
final class ListenerCompiler {
    /** How long a director remembers a silent connection to a proxy, which has its own timeouts. */
    private static final long HTTP_SESSION_MS = 900_000;

    private final Parts parts;
    private final GroupCompiler groups;

    ListenerCompiler(Parts parts) {
        this.parts = parts;
        this.groups = new GroupCompiler(parts);
    }

    /** Adds a tcp or udp listener as directors need it. */
    void addForwarded(Stored stored, Stored storedBalancer, ForwardConfig forward) {
        Listener listener = (Listener) stored.resource();
        LoadBalancer balancer = (LoadBalancer) storedBalancer.resource();
        TargetConfig target = target(listener, balancer);
        AcceptConfig accept = accept(listener, balancer);
        parts.add(revision ->
                new ListenerConfig(
                        stored.id(),
                        revision,
                        listener.name(),
                        balancer.name(),
                        storedBalancer.id(),
                        balancer.address(),
                        listener.port(),
                        listener.protocol(),
                        target,
                        accept,
                        stream(listener),
                        null,
                        null,
                        forward));
    }

    /** Adds an http or https listener as directors need it: proxies are its servers. */
    void addForProxies(
            Stored stored, Stored storedBalancer, TargetConfig proxies, ForwardConfig forward) {
        Listener listener = (Listener) stored.resource();
        LoadBalancer balancer = (LoadBalancer) storedBalancer.resource();
        var everybody = new AcceptConfig(ProxyProtocolMode.OFF, null, false, 0, 0, 0, 0);
        var stream =
                new StreamConfig(
                        listener.connectTimeout().toMillis(),
                        HTTP_SESSION_MS,
                        0,
                        0,
                        ClientAddressMode.NONE);
        parts.add(revision ->
                new ListenerConfig(
                        stored.id(),
                        revision,
                        listener.name(),
                        balancer.name(),
                        storedBalancer.id(),
                        balancer.address(),
                        listener.port(),
                        listener.protocol(),
                        proxies,
                        everybody,
                        stream,
                        null,
                        null,
                        forward));
    }

    void add(Stored stored, Stored storedBalancer, List<Stored> rules) {
        Listener listener = (Listener) stored.resource();
        LoadBalancer balancer = (LoadBalancer) storedBalancer.resource();
        boolean redirects = redirects(listener);
        TargetConfig target = redirects ? null : target(listener, balancer);
        AcceptConfig accept = accept(listener, balancer);
        StreamConfig stream = listener.isHttp() ? null : stream(listener);
        HttpConfig http =
                listener.isHttp() ? http(listener, redirects ? null : rules(stored, rules)) : null;
        TlsConfig tls = listener.protocol() == Protocol.HTTPS ? tls(listener) : null;
        parts.add(revision ->
                new ListenerConfig(
                        stored.id(),
                        revision,
                        listener.name(),
                        balancer.name(),
                        storedBalancer.id(),
                        balancer.address(),
                        listener.port(),
                        listener.protocol(),
                        target,
                        accept,
                        stream,
                        http,
                        tls,
                        null));
    }

    /** Such a listener needs neither servers nor rules: it never gets to ask them. */
    private static boolean redirects(Listener listener) {
        return listener.protocol() == Protocol.HTTP && listener.redirect() != null;
    }

    private @Nullable TargetConfig target(Listener listener, LoadBalancer balancer) {
        String own = listener.serverGroup();
        String group = own == null ? balancer.serverGroup() : own;
        return group == null
                ? null
                : new TargetConfig(
                        groups.group(listener, group, listener.healthCheck(), listener),
                        listener.scheduler(),
                        listener.isHttp() ? listener.stickySession() : null);
    }

    private AcceptConfig accept(Listener listener, LoadBalancer balancer) {
        AccessRule rule = listener.accessList();
        boolean allow = rule != null && rule.allow() != null;
        String list = rule == null ? null : allow ? rule.allow() : rule.deny();
        return new AcceptConfig(
                listener.proxyProtocol(),
                list == null ? null : parts.accessList(listener, list),
                allow,
                orZero(listener.maxConnections()),
                orZero(listener.maxConnectionRate()),
                orZero(balancer.maxConnections()),
                orZero(balancer.maxConnectionRate()));
    }

    private static int orZero(@Nullable Integer limit) {
        return limit == null ? 0 : limit;
    }

    private static StreamConfig stream(Listener listener) {
        return new StreamConfig(
                listener.connectTimeout().toMillis(),
                listener.establishedTimeout().toMillis(),
                listener.persistenceTimeout().toMillis(),
                listener.connectionDrain().toMillis(),
                listener.clientAddress());
    }

    private HttpConfig http(Listener listener, @Nullable String rules) {
        return new HttpConfig(
                rules,
                listener.connectTimeout().toMillis(),
                listener.idleTimeout().toMillis(),
                listener.requestTimeout().toMillis(),
                listener.maxRequestBody().bytes(),
                listener.gzip(),
                listener.http2(),
                forwarded(listener),
                redirects(listener) ? listener.redirect() : null,
                listener.accessLog());
    }

    private ForwardedConfig forwarded(Listener listener) {
        Forwarded forwarded = listener.forwarded();
        return new ForwardedConfig(
                forwarded.proto(),
                forwarded.port(),
                forwarded.clientPort(),
                forwarded.address(),
                forwarded.id(),
                forwarded.trust() == null ? null : parts.accessList(listener, forwarded.trust()));
    }

    private @Nullable String rules(Stored storedListener, List<Stored> rules) {
        if (rules.isEmpty()) {
            return null;
        }
        Listener listener = (Listener) storedListener.resource();
        List<RuleConfig> compiled = rules.stream().map(rule -> rule(rule, listener)).toList();
        return parts.add(revision -> new RuleTableConfig(storedListener.id(), revision, compiled));
    }

    private RuleConfig rule(Stored stored, Listener listener) {
        Rule rule = (Rule) stored.resource();
        Scheduling scheduler = Objects.requireNonNullElse(rule.scheduler(), listener.scheduler());
        StickySession sticky =
                rule.stickySession() == null ? listener.stickySession() : rule.stickySession();
        String group = groups.group(rule, rule.serverGroup(), rule.healthCheck(), listener);
        return new RuleConfig(
                stored.id(),
                rule.name(),
                rule.domain(),
                rule.path(),
                new TargetConfig(group, scheduler, sticky));
    }

    /** Where the clients' authority is wanted and missing, no handshake succeeds. */
    private TlsConfig tls(Listener listener) {
        String clientCa = parts.certificate(listener, listener.clientCa());
        boolean open = listener.clientCa() == null || clientCa != null;
        List<String> certificates =
                listener.certificates().stream()
                        .map(name -> parts.certificate(listener, name))
                        .filter(Objects::nonNull)
                        .toList();
        return new TlsConfig(
                open ? parts.certificate(listener, listener.certificate()) : null,
                open ? certificates : List.of(),
                clientCa,
                listener.tlsPolicy(),
                listener.allowStaticRsa());
    }
}
