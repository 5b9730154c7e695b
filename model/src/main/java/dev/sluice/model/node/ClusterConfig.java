package dev.sluice.model.node;

import dev.sluice.model.NoSessionMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all directors share.
 *
 * @param number names the cluster among directors: whoever has another is not listened to
 * @param sync how directors tell each other of sessions; null if they do not
 * @param noSession what becomes of packets of connections that no director knows
 */
public record ClusterConfig(
        String id,
        long revision,
        String name,
        long number,
        @Nullable SyncConfig sync,
        NoSessionMode noSession)
        implements NodeResource {
    /** One that resets what no director knows. */
    public ClusterConfig(
            String id, long revision, String name, long number, @Nullable SyncConfig sync) {
        this(id, revision, name, number, sync, NoSessionMode.RESET);
    }

    @Override
    public String key() {
        return "cluster/" + id;
    }

    /**
     * Where directors meet. What they seal with does not travel; its file lies on each of them.
     *
     * @param group multicast group; null where there are peers
     * @param port of UDP and TCP
     * @param link interface of the group; null for the director's first
     * @param peers addresses of all directors; empty where there is a group
     * @param secretFile null if messages are not authenticated
     */
    public record SyncConfig(
            @Nullable String group,
            int port,
            @Nullable String link,
            List<String> peers,
            @Nullable String secretFile) {
        public SyncConfig {
            peers = List.copyOf(peers);
        }
    }
}
