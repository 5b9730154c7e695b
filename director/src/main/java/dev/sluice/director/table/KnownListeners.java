package dev.sluice.director.table;

import dev.sluice.director.limit.SynProxySwitch;
import dev.sluice.director.limit.Usage;
import dev.sluice.measure.CounterRow;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import dev.sluice.model.node.ListenerConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every listener that a table names, and those removed that sessions still count on. Used by the
 * thread that builds tables.
 */
final class KnownListeners {
    /**
     * Handshakes half open at once before {@code synProxy: auto} switches on: what ten thousand new
     * connections a second have at a distance of 200 ms.
     */
    private static final int HALF_OPEN_MOST = 2048;

    private final int workers;
    private final Measure measure;
    private final Numbers numbers = new Numbers();
    private final Map<String, LiveListener> known = new HashMap<>();
    private final Map<String, Usage> balancers = new HashMap<>();

    /**
     * @param workers how many workers count
     */
    KnownListeners(int workers, Measure measure) {
        this.workers = workers;
        this.measure = measure;
    }

    /** Forgets those that are not named any more, once nothing of theirs is open. */
    void keep(List<ListenerConfig> named) {
        Set<String> ids = named.stream().map(ListenerConfig::id).collect(Collectors.toSet());
        known.entrySet()
                .removeIf(entry ->
                        !ids.contains(entry.getKey())
                                && entry.getValue().usage().openNow() == 0
                                && forget(entry.getValue(), named));
        numbers.keep(known.keySet());
        Set<Usage> used =
                known.values().stream().map(LiveListener::balancer).collect(Collectors.toSet());
        balancers.values().retainAll(used);
    }

    /** Counts it no more, unless another one has taken its name. */
    private boolean forget(LiveListener gone, List<ListenerConfig> named) {
        boolean taken =
                named.stream()
                        .anyMatch(config ->
                                config.name().equals(gone.name())
                                        && config.loadBalancer().equals(gone.loadBalancer()));
        if (!taken) {
            measure.forget(Scope.LISTENER, gone.loadBalancer(), gone.name());
        }
        return true;
    }

    LiveListener of(ListenerConfig config) {
        return known.computeIfAbsent(
                config.id(),
                id ->
                        new LiveListener(
                                numbers.of(id),
                                config.loadBalancer(),
                                config.name(),
                                new Usage(),
                                balancers.computeIfAbsent(
                                        config.loadBalancerId(), _ -> new Usage()),
                                new SynProxySwitch(HALF_OPEN_MOST),
                                new ServerPaths(),
                                counters(config)));
    }

    private List<CounterRow> counters(ListenerConfig config) {
        var rows = new ArrayList<CounterRow>(workers);
        for (int worker = 0; worker < workers; worker++) {
            rows.add(measure.row(Scope.LISTENER, config.loadBalancer(), config.name()));
        }
        return rows;
    }

    /** All that are known, by the places of their numbers. */
    @Nullable LiveListener[] byPlace() {
        var byPlace = new @Nullable LiveListener[numbers.places()];
        known.values().forEach(listener -> byPlace[Numbers.place(listener.number())] = listener);
        return byPlace;
    }
}
