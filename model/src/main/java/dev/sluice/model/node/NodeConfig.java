package dev.sluice.model.node;

import java.util.Map;

/**
 * Everything a node needs to serve, at one revision. Each resource has a revision of its own, which
 * moves only when that resource changed, so that a node rebuilds no more than it must. It never
 * holds a private key, a ticket secret or a token.
 *
 * @param revision the store's revision this was compiled from; 0 before the first
 * @param resources by {@link NodeResource#key()}
 */
public record NodeConfig(long revision, Map<String, NodeResource> resources) {
    public static final NodeConfig EMPTY = new NodeConfig(0, Map.of());

    public NodeConfig {
        resources = Map.copyOf(resources);
    }
}
