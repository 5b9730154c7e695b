package dev.sluice.director;

import dev.sluice.director.own.speak.VrrpSpeaker;
import dev.sluice.director.own.vrrp.ChecksumReading;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.own.vrrp.VirtualRouterSettings.Track;
import dev.sluice.director.table.Address;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.VirtualRouterConfig;
import dev.sluice.model.unit.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A director's virtual routers, each with the address of this machine that it speaks from.
 *
 * @param silent why others cannot be spoken for, in sentences
 */
record SpokenRouters(List<VirtualRouterSettings> settings, List<String> silent) {
    /** Under this name virtual routers track whether workers get on. */
    static final String WORKERS = VrrpSpeaker.NOT_A_LINK + "workers";

    static SpokenRouters of(@Nullable DirectorConfig director, Netlink kernel) {
        var settings = new ArrayList<VirtualRouterSettings>();
        var silent = new ArrayList<String>();
        if (director == null || director.virtualRouters().isEmpty()) {
            return new SpokenRouters(settings, silent);
        }
        Map<String, Integer> links = new HashMap<>();
        for (Link link : kernel.links().all()) {
            links.put(link.name(), link.index());
        }
        List<InterfaceAddress> addresses = kernel.addresses().all();
        for (VirtualRouterConfig router : director.virtualRouters()) {
            List<Address> owned = addresses(router.addresses());
            boolean ipv6 = owned.stream().noneMatch(Address::isIpv4);
            Optional<Address> source = source(links.get(router.via()), ipv6, addresses);
            if (source.isPresent()) {
                settings.add(settings(router, source.get(), owned));
            } else {
                silent.add(
                        "virtual router %d is not spoken for: interface %s has no %s address to speak from; give it one"
                                .formatted(
                                        router.id(),
                                        router.via(),
                                        ipv6 ? "link-local IPv6" : "IPv4"));
            }
        }
        return new SpokenRouters(settings, silent);
    }

    private static Optional<Address> source(
            @Nullable Integer link, boolean ipv6, List<InterfaceAddress> addresses) {
        return addresses.stream()
                .filter(one -> link != null && one.interfaceIndex() == link)
                .map(InterfaceAddress::address)
                .filter(one -> !ipv6 || one.isLinkLocalAddress())
                .map(Address::of)
                .filter(one -> one.isIpv4() != ipv6)
                .findFirst();
    }

    private static VirtualRouterSettings settings(
            VirtualRouterConfig router, Address source, List<Address> owned) {
        var tracks = new ArrayList<Track>();
        tracks.add(new Track(WORKERS, 0));
        router.track().forEach(one -> tracks.add(new Track(one.link(), one.weight())));
        return new VirtualRouterSettings(
                router.via(),
                router.id(),
                router.version(),
                router.priority(),
                router.intervalMs(),
                router.preempt(),
                router.preemptDelayMs(),
                router.syncGroup(),
                source,
                addresses(router.peers()),
                tracks,
                router.pseudoHeader()
                        ? ChecksumReading.WITH_PSEUDO_HEADER
                        : ChecksumReading.MESSAGE_ONLY,
                owned,
                router.localAddresses().stream()
                        .map(Network::parse)
                        .flatMap(Optional::stream)
                        .toList(),
                router.virtualMac());
    }

    private static List<Address> addresses(List<String> texts) {
        return texts.stream().map(Address::parse).flatMap(Optional::stream).toList();
    }
}
