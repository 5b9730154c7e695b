package dev.sluice.director.own.bgp;

import dev.sluice.model.unit.Secret;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a director tells its routes, and as who.
 *
 * @param identifier its BGP identifier, unlike that of anybody whom its peers talk to; not 0
 * @param holdTimeS how long a silent peer is taken for alive: 0 for ever, or 3 and more
 * @param port where it listens and peers do; 179 but for tests
 */
public record BgpOptions(
        long localAs, int identifier, int holdTimeS, int port, List<PeerOptions> peers) {
    /** The port of BGP. */
    public static final int PORT = 179;

    public BgpOptions {
        peers = List.copyOf(peers);
    }

    /**
     * A router.
     *
     * @param password with which segments are signed (RFC 2385); null for none
     * @param passive whether only it connects
     */
    public record PeerOptions(
            InetAddress address, long as, @Nullable Secret password, boolean passive) {
        byte @Nullable [] key() {
            return password == null ? null : password.reveal();
        }
    }
}
