package dev.sluice.model.compile;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.ListenerState;
import dev.sluice.model.Rule;
import dev.sluice.model.Stored;
import dev.sluice.model.node.Fleet;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.Role;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compiles a catalog to a node's configuration. Stopped listeners are left out, and so is whatever
 * no started listener reaches. A reference that does not resolve never lets through what it should
 * have kept out: see {@link Parts}.
 */
public final class Compiler {
    private Compiler() {}

    /**
     * Compiles a catalog.
     *
     * @param previous what was compiled before: a resource that did not change since keeps its
     *     revision, so that nodes leave it alone; others get the catalog's
     */
    public static NodeConfig compile(Catalog catalog, NodeConfig previous) {
        return compile(catalog, previous, false);
    }

    private static NodeConfig compile(Catalog catalog, NodeConfig previous, boolean onlyHttp) {
        var parts = new Parts(catalog, previous);
        var listeners = new ListenerCompiler(parts);
        Map<String, List<Stored>> rules = rulesByListener(catalog);
        for (Stored stored : catalog.all(Kind.LISTENER)) {
            Listener listener = (Listener) stored.resource();
            if (listener.state() == ListenerState.STARTED && (listener.isHttp() || !onlyHttp)) {
                parts.find(listener, Kind.LOAD_BALANCER, listener.loadBalancer())
                        .ifPresent(balancer ->
                                listeners.add(
                                        stored,
                                        balancer,
                                        rules.getOrDefault(stored.id(), List.of())));
            }
        }
        return new NodeConfig(catalog.revision(), parts.resources());
    }

    /**
     * Compiles a catalog for one role. Where there are directors, they take tcp and udp listeners
     * and hand the packets of http and https listeners to the proxies; where there are none,
     * proxies take all.
     *
     * @param fleet the nodes that have joined
     * @param previous what was compiled for that role before
     */
    public static NodeConfig compile(Catalog catalog, Role role, Fleet fleet, NodeConfig previous) {
        boolean directors = !catalog.all(Kind.DIRECTOR).isEmpty();
        return switch (role) {
            case DIRECTOR -> new DirectorCompiler(catalog, fleet, previous).compile();
            case PROXY -> compile(catalog, previous, directors);
        };
    }

    /** Sorted, so that a rule table stays equal to itself whatever the catalog's order. */
    private static Map<String, List<Stored>> rulesByListener(Catalog catalog) {
        return catalog.all(Kind.RULE).stream()
                .sorted(Comparator.comparing(Stored::id))
                .collect(
                        Collectors.groupingBy(
                                stored -> {
                                    Rule rule = (Rule) stored.resource();
                                    return catalog.resolve(
                                                    Kind.LISTENER, rule.account(), rule.listener())
                                            .map(Stored::id)
                                            .orElse("");
                                },
                                HashMap::new,
                                Collectors.toList()));
    }
}
