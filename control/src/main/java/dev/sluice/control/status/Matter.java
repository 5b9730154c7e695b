package dev.sluice.control.status;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.Rule;
import dev.sluice.model.Stored;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which compiled resources a stored one lives on in.
 *
 * @param keys their keys
 * @param group the id of a server group, whose keys may go on with a digest of a check; else empty
 */
record Matter(Set<String> keys, String group) {
    static Matter of(Stored stored, Catalog catalog) {
        String id = stored.id();
        return switch (stored.resource()) {
            case Listener _ -> new Matter(Set.of("listener/" + id, "rules/" + id), "");
            case Rule rule -> new Matter(ruleTable(rule, catalog), "");
            default ->
                    switch (stored.kind()) {
                        case LOAD_BALANCER -> new Matter(listenersOf(stored, catalog), "");
                        case SERVER_GROUP -> new Matter(Set.of("group/" + id), id);
                        case CERTIFICATE -> new Matter(Set.of("certificate/" + id), "");
                        case ACCESS_LIST -> new Matter(Set.of("acl/" + id), "");
                        case DIRECTOR -> new Matter(Set.of("director/" + id), "");
                        case CLUSTER -> new Matter(Set.of("cluster/" + id), "");
                        case LISTENER, RULE -> new Matter(Set.of(), "");
                    };
        };
    }

    boolean concerns(String key) {
        return keys.contains(key) || (!group.isEmpty() && key.startsWith("group/" + group + "-"));
    }

    private static Set<String> ruleTable(Rule rule, Catalog catalog) {
        return catalog.resolve(Kind.LISTENER, rule.account(), rule.listener())
                .map(listener -> Set.of("rules/" + listener.id()))
                .orElse(Set.of());
    }

    private static Set<String> listenersOf(Stored balancer, Catalog catalog) {
        return Family.listeners(catalog, balancer).stream()
                .map(listener -> "listener/" + listener.id())
                .collect(Collectors.toSet());
    }
}
