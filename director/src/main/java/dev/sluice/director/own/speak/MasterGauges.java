package dev.sluice.director.own.speak;

import dev.sluice.director.own.vrrp.Standing;
import dev.sluice.director.own.vrrp.State;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.own.vrrp.VirtualRouterSettings.RouterKey;
import dev.sluice.measure.Measure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Shows for each virtual router whether this director is its master. Used by the speaker's thread.
 */
final class MasterGauges {
    private static final String METRIC = "sluice_vrrp_master";
    private static final String HELP = "Whether this director is the virtual router's master.";

    private final Measure measure;
    private final Supplier<List<Standing>> standings;
    private Set<RouterKey> shown = Set.of();

    /**
     * @param standings as they are when somebody looks
     */
    MasterGauges(Measure measure, Supplier<List<Standing>> standings) {
        this.measure = measure;
        this.standings = standings;
    }

    void show(List<VirtualRouterSettings> routers) {
        Set<RouterKey> wanted =
                routers.stream().map(VirtualRouterSettings::key).collect(Collectors.toSet());
        var gone = new HashSet<>(shown);
        gone.removeAll(wanted);
        gone.forEach(key -> measure.remove(METRIC, labels(key)));
        var added = new HashSet<>(wanted);
        added.removeAll(shown);
        added.forEach(key -> measure.gauge(METRIC, HELP, () -> isMaster(key), labels(key)));
        shown = wanted;
    }

    private long isMaster(RouterKey key) {
        boolean master =
                standings.get().stream()
                        .anyMatch(one ->
                                one.router().key().equals(key) && one.state() == State.MASTER);
        return master ? 1 : 0;
    }

    private static String[] labels(RouterKey key) {
        return new String[] {
            "interface", key.link(),
            "family", key.ipv6() ? "ipv6" : "ipv4",
            "router", Integer.toString(key.id())
        };
    }
}
