package dev.sluice.model.compile;

import dev.sluice.model.Director;
import dev.sluice.model.node.BgpConfig;
import dev.sluice.model.node.BgpConfig.PeerConfig;
import org.jspecify.annotations.Nullable;

/** Whom a director tells its addresses by BGP. */
final class Announcements {
    private Announcements() {}

    static @Nullable BgpConfig of(Director director) {
        Director.Bgp bgp = director.bgp();
        if (bgp == null) {
            return null;
        }
        return new BgpConfig(
                bgp.localAs(),
                bgp.routerId(),
                Math.toIntExact(Math.min(bgp.holdTime().toSeconds(), 0xFFFF)),
                bgp.port(),
                bgp.bfd(),
                bgp.peers().stream()
                        .map(peer ->
                                new PeerConfig(
                                        peer.address(),
                                        peer.as(),
                                        peer.passwordFile(),
                                        peer.passive()))
                        .toList());
    }
}
