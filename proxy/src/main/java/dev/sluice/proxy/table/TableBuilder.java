package dev.sluice.proxy.table;

import dev.sluice.model.Protocol;
import dev.sluice.model.node.AccessListConfig;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.HttpConfig;
import dev.sluice.model.node.HttpConfig.ForwardedConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.RuleTableConfig;
import dev.sluice.model.node.RuleTableConfig.RuleConfig;
import dev.sluice.proxy.http.wire.ListenerHeaders;
import dev.sluice.proxy.table.HttpTable.RuleTarget;
import dev.sluice.proxy.tls.TlsContexts;
import dev.sluice.proxy.upstream.Upstreams;
import dev.sluice.route.RuleTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes listeners' tables from a configuration, taking over from the last one the parts whose
 * revision did not move. Used by one configuration change at a time.
 */
public final class TableBuilder {
    private final Upstreams upstreams;
    private final ListenerTls tls;
    private Map<String, Made<?>> last = Map.of();

    /** A part, and the resource it was made from. */
    private record Made<T>(NodeResource from, T part) {}

    public TableBuilder(Upstreams upstreams, TlsContexts tlsContexts) {
        this.upstreams = upstreams;
        this.tls = new ListenerTls(tlsContexts);
    }

    /**
     * The table of every listener by its id. {@link Upstreams#build} has seen the same
     * configuration.
     */
    public Map<String, ListenerTable> build(NodeConfig config) {
        tls.begin();
        var parts = new HashMap<String, Made<?>>();
        for (NodeResource resource : config.resources().values()) {
            switch (resource) {
                case AccessListConfig list ->
                        parts.put(list.key(), made(list, () -> AddressSet.of(list.entries())));
                case RuleTableConfig rules ->
                        parts.put(rules.key(), made(rules, () -> RuleTable.of(rules.rules())));
                default -> {}
            }
        }
        var tables = new HashMap<String, ListenerTable>();
        for (NodeResource resource : config.resources().values()) {
            if (resource instanceof ListenerConfig listener) {
                tables.put(listener.id(), table(listener, config, parts));
            }
        }
        last = parts;
        return tables;
    }

    /** What listeners' certificates cannot be used for, in words. */
    public List<Refusal> refusals() {
        return tls.refusals();
    }

    /** Lets go of what only the tables before the last ones used. */
    public void retireUnused() {
        tls.closeUnused();
    }

    private Made<?> made(NodeResource from, java.util.function.Supplier<Object> make) {
        Made<?> before = last.get(from.key());
        return before != null && before.from.equals(from) ? before : new Made<>(from, make.get());
    }

    private ListenerTable table(
            ListenerConfig listener, NodeConfig config, Map<String, Made<?>> parts) {
        HttpConfig http = listener.http();
        return new ListenerTable(
                listener,
                upstreams.target(listener.id(), listener.target()),
                addresses(listener.accept().accessList(), parts),
                http == null ? null : httpTable(listener, http, parts),
                tls.selector(listener, config));
    }

    private HttpTable httpTable(
            ListenerConfig listener, HttpConfig http, Map<String, Made<?>> parts) {
        String key = http.rules();
        Made<?> rules = key == null ? null : parts.get(key);
        return new HttpTable(
                http,
                rules == null ? null : (RuleTable) rules.part,
                rules == null ? List.of() : targets((RuleTableConfig) rules.from),
                addresses(http.forwarded().trust(), parts),
                headers(listener, http.forwarded()));
    }

    private static ListenerHeaders headers(ListenerConfig listener, ForwardedConfig forwarded) {
        String scheme = listener.protocol() == Protocol.HTTPS ? "https" : "http";
        String address = listener.address();
        int usualPort = listener.protocol() == Protocol.HTTPS ? 443 : 80;
        String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
        return new ListenerHeaders(
                forwarded.proto() ? scheme : null,
                forwarded.port() ? listener.port() : 0,
                forwarded.clientPort(),
                forwarded.address() ? address : null,
                forwarded.id() ? listener.loadBalancerId() : null,
                listener.port() == usualPort ? host : host + ":" + listener.port());
    }

    private List<RuleTarget> targets(RuleTableConfig rules) {
        var targets = new ArrayList<RuleTarget>(rules.rules().size());
        for (RuleConfig rule : rules.rules()) {
            targets.add(new RuleTarget(rule.name(), upstreams.target(rule.id(), rule.target())));
        }
        return targets;
    }

    private static @Nullable AddressSet addresses(
            @Nullable String key, Map<String, Made<?>> parts) {
        Made<?> made = key == null ? null : parts.get(key);
        return made == null ? null : (AddressSet) made.part;
    }
}
