package dev.sluice.director.limit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The {@link Usage} of every listener and load balancer by its id, from one configuration to the
 * next. Owned by the thread that builds tables.
 */
public final class Usages {
    private final Map<String, Usage> usages = new HashMap<>();

    /** The usage kept for an id, or a fresh one. */
    public Usage of(String id) {
        return usages.computeIfAbsent(id, _ -> new Usage());
    }

    /** Forgets all but some. */
    public void keep(Set<String> ids) {
        usages.keySet().retainAll(ids);
    }
}
