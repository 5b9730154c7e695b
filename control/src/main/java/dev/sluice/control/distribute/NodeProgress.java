package dev.sluice.control.distribute;

import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.Role;
import org.jspecify.annotations.Nullable;

/**
 * How far a node has come.
 *
 * @param acknowledged its newest answer; revision 0 before the first
 * @param acknowledgedAtMs when that came, wall clock; 0 before the first
 * @param failure why the last attempt got no answer; null when it did
 * @param away whether that is because it is not connected
 */
public record NodeProgress(
        String node,
        Role role,
        Acknowledgement acknowledged,
        long acknowledgedAtMs,
        @Nullable String failure,
        boolean away) {
    /** Whether it has answered to a revision or a later one. */
    public boolean hasAnswered(long revision) {
        return acknowledged.revision() >= revision;
    }

    NodeProgress here() {
        return new NodeProgress(node, role, acknowledged, acknowledgedAtMs, null, false);
    }

    NodeProgress gone(String why) {
        return new NodeProgress(node, role, acknowledged, acknowledgedAtMs, why, true);
    }

    NodeProgress failed(String why) {
        return new NodeProgress(node, role, acknowledged, acknowledgedAtMs, why, false);
    }
}
