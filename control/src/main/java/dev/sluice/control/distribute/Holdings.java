package dev.sluice.control.distribute;

import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.Role;
import dev.sluice.node.wire.Holding;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The configurations given out last, as text: written once for all nodes of a role, and kept for a
 * while so that a node that comes back gets only what changed. Guarded by this object's monitor.
 */
public final class Holdings {
    private static final int KEPT = 16;

    private final Map<Role, Deque<Written>> written = new EnumMap<>(Role.class);

    private record Written(NodeConfig config, Holding holding) {}

    /** A configuration's text. */
    synchronized Holding of(Role role, NodeConfig config) {
        Deque<Written> known = written.computeIfAbsent(role, _ -> new ArrayDeque<>());
        for (Written one : known) {
            if (one.config() == config) {
                return one.holding();
            }
        }
        Holding before = known.isEmpty() ? Holding.NONE : known.getFirst().holding();
        Holding holding = Holding.of(config, before);
        known.addFirst(new Written(config, holding));
        if (known.size() > KEPT) {
            known.removeLast();
        }
        return holding;
    }

    /** What a node says it holds, if that was given out here. */
    synchronized Optional<Holding> find(Role role, long revision, String digest) {
        return written.getOrDefault(role, new ArrayDeque<>()).stream()
                .map(Written::holding)
                .filter(holding -> holding.revision() == revision && holding.isSameAs(digest))
                .findFirst();
    }
}
