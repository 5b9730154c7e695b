package dev.sluice.proxy.upstream;

import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.UpstreamConfig;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a group at one revision. Immutable.
 *
 * @param backends in the configuration's order: a server's number is its place here
 */
public record ServerPool(GroupConfig config, List<Backend> backends) {
    public ServerPool {
        backends = List.copyOf(backends);
    }

    /** How work is given to them. */
    public UpstreamConfig upstream() {
        return Objects.requireNonNullElse(config.upstream(), UpstreamConfig.PLAIN);
    }

    /** The backend of an endpoint, or null. */
    public @Nullable Backend find(String endpoint) {
        for (Backend backend : backends) {
            if (backend.endpoint().equals(endpoint)) {
                return backend;
            }
        }
        return null;
    }
}
