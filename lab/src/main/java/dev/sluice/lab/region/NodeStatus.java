package dev.sluice.lab.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node is doing.
 *
 * @param process whether its process lives
 * @param pid of a process that lives
 * @param linked whether its cables are in
 * @param addresses in every network, IPv4 and IPv6
 * @param revision the configuration that it serves by; null for nodes that follow none, or where
 *     control does not answer
 */
public record NodeStatus(
        String name,
        String kind,
        String namespace,
        Life process,
        @Nullable Long pid,
        boolean linked,
        List<String> addresses,
        @Nullable Long revision) {
    public NodeStatus {
        addresses = List.copyOf(addresses);
    }

    /** What became of a node's process. */
    public enum Life {
        /** It lives. */
        running,
        /** It lives, and was told to stand still. */
        paused,
        /** It was started and has ended. */
        dead,
        /** It was never started, or this kind of node has none. */
        none
    }
}
