package dev.sluice.model.compile;

import dev.sluice.model.Director;
import dev.sluice.model.VrrpChecksum;
import dev.sluice.model.node.VirtualRouterConfig;
import dev.sluice.model.node.VirtualRouterConfig.TrackConfig;
import java.util.List;

/** A director's virtual routers with what users leave out. */
final class VirtualRouters {
    private VirtualRouters() {}

    static List<VirtualRouterConfig> of(Director director) {
        return director.vrrp().stream().map(router -> of(director, router)).toList();
    }

    private static VirtualRouterConfig of(Director director, Director.Vrrp router) {
        String via = router.via();
        String group = router.syncGroup();
        return new VirtualRouterConfig(
                router.id(),
                via == null ? director.interfaces().stream().findFirst().orElse("") : via,
                router.version(),
                router.priority(),
                Math.toIntExact(router.interval().toMillis()),
                router.preempt(),
                Math.toIntExact(router.preemptDelay().toMillis()),
                router.peers(),
                group == null ? "" : group,
                router.track().stream()
                        .map(track -> new TrackConfig(track.link(), track.weight()))
                        .toList(),
                router.checksum() == VrrpChecksum.PSEUDO_HEADER,
                router.addresses(),
                router.localAddresses(),
                router.virtualMac());
    }
}
