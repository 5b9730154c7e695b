package dev.sluice.model.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a director tells routers what to send to it.
 *
 * @param routerId its BGP identifier, an IPv4 address; null for one that it makes itself
 * @param holdTimeS how long a silent router is taken for alive
 * @param port where both ends listen
 */
public record BgpConfig(
        long localAs,
        @Nullable String routerId,
        int holdTimeS,
        int port,
        boolean bfd,
        List<PeerConfig> peers) {
    public BgpConfig {
        peers = List.copyOf(peers);
    }

    /**
     * A router.
     *
     * @param passwordFile on the director's disk, with what segments are signed by; null for none
     * @param passive whether only the router connects
     */
    public record PeerConfig(
            String address, long as, @Nullable String passwordFile, boolean passive) {}
}
