package dev.sluice.director.table;

import dev.sluice.director.limit.SynProxySwitch;
import dev.sluice.director.limit.Usage;
import dev.sluice.model.node.ListenerConfig;
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

    private final Numbers numbers = new Numbers();
    private final Map<String, LiveListener> known = new HashMap<>();
    private final Map<String, Usage> balancers = new HashMap<>();

    /** Forgets those that are not named any more, once nothing of theirs is open. */
    void keep(List<ListenerConfig> named) {
        Set<String> ids = named.stream().map(ListenerConfig::id).collect(Collectors.toSet());
        known.entrySet()
                .removeIf(entry ->
                        !ids.contains(entry.getKey()) && entry.getValue().usage().openNow() == 0);
        numbers.keep(known.keySet());
        Set<Usage> used =
                known.values().stream().map(LiveListener::balancer).collect(Collectors.toSet());
        balancers.values().retainAll(used);
    }

    LiveListener of(ListenerConfig config) {
        return known.computeIfAbsent(
                config.id(),
                id ->
                        new LiveListener(
                                numbers.of(id),
                                new Usage(),
                                balancers.computeIfAbsent(
                                        config.loadBalancerId(), _ -> new Usage()),
                                new SynProxySwitch(HALF_OPEN_MOST)));
    }

    /** All that are known, by the places of their numbers. */
    @Nullable LiveListener[] byPlace() {
        var byPlace = new @Nullable LiveListener[numbers.places()];
        known.values().forEach(listener -> byPlace[Numbers.place(listener.number())] = listener);
        return byPlace;
    }
}
