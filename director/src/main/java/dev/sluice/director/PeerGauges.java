package dev.sluice.director;

import dev.sluice.director.own.RouterSessions;
import dev.sluice.director.own.bfd.BfdState;
import dev.sluice.director.own.bgp.PeerState;
import dev.sluice.director.own.bgp.PeerStatus;
import dev.sluice.measure.Measure;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Shows how the sessions with routers are. What only grows goes on growing when they are begun anew
 * with other settings. Used by one thread at a time.
 */
final class PeerGauges {
    private static final String LABEL = "peer";
    private static final String REASON = "reason";
    private static final String ALL = "";

    private final Measure measure;
    private final List<Runnable> removals = new ArrayList<>();
    private final KeptCounts established = new KeptCounts();
    private final KeptCounts refusedByBgp = new KeptCounts();
    private final KeptCounts refusedByBfd = new KeptCounts();
    private final KeptCounts notAccepted = new KeptCounts();

    PeerGauges(Measure measure) {
        this.measure = measure;
    }

    /** Shows these. */
    void begin(RouterSessions sessions) {
        established.begin(() ->
                sessions.peers().stream()
                        .collect(
                                Collectors.toMap(
                                        peer -> peer.address().getHostAddress(),
                                        PeerStatus::sessions)));
        refusedByBgp.begin(sessions::refusedByBgp);
        refusedByBfd.begin(sessions::refusedByBfd);
        notAccepted.begin(() -> Map.of(ALL, sessions.notAccepted()));
        sessions.peers().forEach(peer -> bgp(sessions, peer.address()));
        sessions.neighbours().keySet().forEach(address -> bfd(sessions, address));
        refused(sessions);
    }

    /** Shows none any more. */
    void hide() {
        removals.forEach(Runnable::run);
        removals.clear();
    }

    /** To be called when they are closed, and count no more. */
    void end() {
        established.end();
        refusedByBgp.end();
        refusedByBfd.end();
        notAccepted.end();
    }

    private void bgp(RouterSessions sessions, InetAddress address) {
        String name = address.getHostAddress();
        gauge(
                "sluice_bgp_established",
                "Whether the BGP session with the router stands.",
                () -> of(sessions, address, peer -> peer.state() == PeerState.ESTABLISHED ? 1 : 0),
                name);
        gauge(
                "sluice_bgp_routes",
                "Networks that the router is told of at present.",
                () -> of(sessions, address, PeerStatus::routes),
                name);
        counter(
                "sluice_bgp_sessions_total",
                "BGP sessions with the router that have been established.",
                () -> established.of(name),
                LABEL,
                name);
    }

    private void bfd(RouterSessions sessions, InetAddress address) {
        gauge(
                "sluice_bfd_up",
                "Whether BFD sees the router.",
                () -> sessions.neighbours().get(address) == BfdState.UP ? 1 : 0,
                address.getHostAddress());
    }

    private void refused(RouterSessions sessions) {
        for (String reason : sessions.refusedByBgp().keySet()) {
            counter(
                    "sluice_bgp_refused_total",
                    "What was said by BGP and not taken.",
                    () -> refusedByBgp.of(reason),
                    REASON,
                    reason);
        }
        for (String reason : sessions.refusedByBfd().keySet()) {
            counter(
                    "sluice_bfd_refused_total",
                    "Datagrams of BFD that were not taken.",
                    () -> refusedByBfd.of(reason),
                    REASON,
                    reason);
        }
        counter(
                "sluice_bgp_not_accepted_total",
                "Times that routers which connect had to wait, since the process may open no more files.",
                () -> notAccepted.of(ALL));
    }

    private static long of(
            RouterSessions sessions, InetAddress address, ToLongFunction<PeerStatus> value) {
        return sessions.peers().stream()
                .filter(peer -> peer.address().equals(address))
                .mapToLong(value)
                .findFirst()
                .orElse(0);
    }

    private void gauge(String metric, String help, LongSupplier value, String peer) {
        measure.gauge(metric, help, value, LABEL, peer);
        removals.add(() -> measure.remove(metric, LABEL, peer));
    }

    private void counter(String metric, String help, LongSupplier value, String... labels) {
        measure.counter(metric, help, value, labels);
        removals.add(() -> measure.remove(metric, labels));
    }
}
