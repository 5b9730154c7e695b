package dev.sluice.control.identity;

import dev.sluice.model.node.Role;
import dev.sluice.node.join.Badge;

/**
 * A node that has joined, be it here or away.
 *
 * @param address by which other nodes reach it, a literal; empty until it is known
 */
public record JoinedNode(Badge badge, String address) {
    public String name() {
        return badge.name();
    }

    public Role role() {
        return badge.role();
    }
}
