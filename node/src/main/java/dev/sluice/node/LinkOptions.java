package dev.sluice.node;

import dev.sluice.model.node.Role;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told of control when it starts.
 *
 * @param control where control takes nodes
 * @param dataDir the node's own folder
 * @param token by which it joins; null where it has joined before
 * @param address by which other nodes reach this one; null leaves it to what control sees
 */
public record LinkOptions(
        InetSocketAddress control,
        String name,
        Role role,
        Path dataDir,
        @Nullable String token,
        @Nullable String address) {
    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "LinkOptions[" + role + " " + name + " at " + control + "]";
    }
}
