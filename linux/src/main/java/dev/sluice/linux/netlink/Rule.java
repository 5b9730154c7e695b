package dev.sluice.linux.netlink;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which table is looked up for which packets; rules are asked by rising priority.
 *
 * @param source network that the packet comes from; null takes any
 * @param destination network that it goes to; null takes any
 * @param input interface that it came in by; empty takes any
 */
public record Rule(
        int priority,
        int table,
        @Nullable InetAddress source,
        int sourcePrefix,
        @Nullable InetAddress destination,
        int destinationPrefix,
        String input) {

    /** Packets from a network are looked up in a table. */
    public static Rule from(InetAddress source, int prefix, int table, int priority) {
        return new Rule(priority, table, source, prefix, null, 0, "");
    }

    /** Packets to a network are looked up in a table. */
    public static Rule to(InetAddress destination, int prefix, int table, int priority) {
        return new Rule(priority, table, null, 0, destination, prefix, "");
    }
}
