package dev.sluice.director;

import dev.sluice.director.own.bfd.BfdState;
import dev.sluice.director.own.bgp.PeerState;
import dev.sluice.director.own.bgp.PeerStatus;
import dev.sluice.measure.Measure;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Shows how the sessions with routers are. Used by one thread at a time. */
final class PeerGauges {
    private static final String LABEL = "peer";
    private static final String REASON = "reason";

    private record Shown(String metric, String label, String value) {}

    private final Measure measure;
    private final Supplier<List<PeerStatus>> peers;
    private final Supplier<Map<InetAddress, BfdState>> neighbours;
    private final List<Shown> shown = new ArrayList<>();

    /**
     * @param peers as they are when somebody looks
     * @param neighbours as BFD sees them then
     */
    PeerGauges(
            Measure measure,
            Supplier<List<PeerStatus>> peers,
            Supplier<Map<InetAddress, BfdState>> neighbours) {
        this.measure = measure;
        this.peers = peers;
        this.neighbours = neighbours;
    }

    /** Shows these, and no others any more. */
    void show(Collection<InetAddress> bgp, Collection<InetAddress> bfd) {
        shown.forEach(one -> measure.removeGauge(one.metric(), one.label(), one.value()));
        shown.clear();
        for (InetAddress address : bgp) {
            bgp(address);
        }
        for (InetAddress address : bfd) {
            show(
                    "sluice_bfd_up",
                    "Whether BFD sees the router.",
                    address,
                    () -> neighbours.get().get(address) == BfdState.UP ? 1 : 0);
        }
    }

    /** Shows what was not taken too, until something else is shown. */
    void showRefused(Supplier<Map<String, Long>> byBgp, Supplier<Map<String, Long>> byBfd) {
        refused("sluice_bgp_refused", "What was said by BGP and not taken.", byBgp);
        refused("sluice_bfd_refused", "Datagrams of BFD that were not taken.", byBfd);
    }

    private void refused(String metric, String help, Supplier<Map<String, Long>> counts) {
        for (String reason : counts.get().keySet()) {
            measure.gauge(
                    metric, help, () -> counts.get().getOrDefault(reason, 0L), REASON, reason);
            shown.add(new Shown(metric, REASON, reason));
        }
    }

    private void bgp(InetAddress address) {
        show(
                "sluice_bgp_established",
                "Whether the BGP session with the router stands.",
                address,
                () -> of(address, peer -> peer.state() == PeerState.ESTABLISHED ? 1 : 0));
        show(
                "sluice_bgp_routes",
                "Networks that the router is told of at present.",
                address,
                () -> of(address, PeerStatus::routes));
        show(
                "sluice_bgp_sessions",
                "BGP sessions with the router that have been established so far.",
                address,
                () -> of(address, PeerStatus::sessions));
    }

    private long of(InetAddress address, ToLongFunction<PeerStatus> value) {
        return peers.get().stream()
                .filter(peer -> peer.address().equals(address))
                .mapToLong(value)
                .findFirst()
                .orElse(0);
    }

    private void show(String metric, String help, InetAddress address, LongSupplier value) {
        measure.gauge(metric, help, value, LABEL, address.getHostAddress());
        shown.add(new Shown(metric, LABEL, address.getHostAddress()));
    }
}
